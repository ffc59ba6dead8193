"""The office's pages of solicitations: figures, comments masked, answers, entry from paper, quotations."""

from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from feedback.actions.solicitations import AnswerEntry, answer_comments
from feedback.models import Comment, CommentGroup
from foundation.audit import Act, AuditEntry
from foundation.clock import local_today
from tests.back_office import client_of, messages_of
from tests.cast import Cast
from tests.feedback.factories import comment, ended_now, make_solicitation, paper_comment, running_now

LIST = "/staff/feedback/consultations/"
YES = AnswerEntry("延长期限", "adopted", "已改。")
NEW = {"title": "延长期限", "outcome": "adopted", "reason": "已改。", "group": ""}


def text_of(response: Any) -> str:
    return unescape(response.content.decode())


@pytest.mark.parametrize(
    ("view", "shown"),
    [("", {"running", "late", "draft"}), ("running", {"running"}), ("overdue", {"late"}), ("draft", {"draft"}),
     ("awaiting", {"late"}), ("result", set()), ("to_answer", set()), ("nonsense", {"running", "late", "draft"})],
)  # fmt: skip
def test_the_list_has_views(cast: Cast, view: str, shown: set[str]) -> None:
    running_now(cast, title="running")
    ended_now(cast, days=31, title="late")
    make_solicitation(cast.police, title="draft")
    response: Any = client_of(cast.editor).get(f"{LIST}?view={view}")
    assert {row["record"].title for row in response.context["rows"]} == shown
    if "late" in shown:
        assert "逾期" in text_of(response)


def test_an_editor_sees_the_own_departments_only(cast: Cast) -> None:
    row = running_now(cast)
    stranger = client_of(cast.other_editor)
    assert "容缺受理" not in text_of(stranger.get(LIST))
    made = comment(row)
    for page in (f"{row.number}/", f"{row.number}/comments/new/", f"{row.number}/comments/{made.number}/"):
        assert stranger.get(f"{LIST}{page}").status_code == 404


def test_comments_are_masked_until_their_reading_is_recorded(cast: Cast) -> None:
    row = ended_now(cast)
    made = comment(row, "请致电13800138000。", name="钱小样", contact="q@example.com", part="电话13800138000")
    client, page = client_of(cast.editor), f"{LIST}{row.number}/comments/{made.number}/"
    for response in (client.get(f"{LIST}{row.number}/"), client.get(page)):
        words = text_of(response)
        assert "138****8000" in words
        for secret in ("13800138000", "钱小样", "q@example.com"):
            assert secret not in words
    shown = text_of(client.post(f"{page}reveal/", {"occasion": "contact"}))
    for secret in ("13800138000", "钱小样", "q@example.com"):
        assert secret in shown
    assert AuditEntry.objects.filter(act=Act.PERSONAL_READ, actor=cast.editor).count() == 1
    assert "钱小样" not in text_of(client.get(page))


def test_the_ticked_comments_get_a_new_answer_or_an_old_one(cast: Cast) -> None:
    row = ended_now(cast)
    one, two, three = (comment(row, f"意见{number}") for number in range(3))
    client, mark = client_of(cast.editor), f"{LIST}{row.number}/mark/"
    response = client.post(f"{mark}?outcome=open", {"comments": [one.pk, two.pk], **NEW})
    assert response["Location"] == f"{LIST}{row.number}/?outcome=open"
    group = CommentGroup.objects.get()
    client.post(mark, {"comments": [three.pk], "group": group.pk})
    assert group.comments.count() == 3
    shown: Any = client.get(f"{LIST}{row.number}/?group={group.pk}")
    assert [line["comment"].number for line in shown.context["lines"]] == [one.number, two.number, three.number]


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"comments": []}, "comments"), ({"title": ""}, "title"), ({"reason": " "}, "reason"),
     ({"group": "999999"}, "group"), ({"reason": "长" * 2001}, "reason"), ({"outcome": "x"}, "outcome")],
)  # fmt: skip
def test_a_faulty_answer_is_kept_on_the_page(cast: Cast, changes: dict[str, Any], field: str) -> None:
    row = ended_now(cast)
    made = comment(row)
    response: Any = client_of(cast.editor).post(f"{LIST}{row.number}/mark/", {"comments": [made.pk], **NEW, **changes})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert [line["ticked"] for line in response.context["lines"]] == [field != "comments"]
    assert not CommentGroup.objects.exists()


def test_a_comment_on_another_draft_cannot_be_answered_here(cast: Cast) -> None:
    row, foreign = ended_now(cast), comment(ended_now(cast))
    response = client_of(cast.editor).post(f"{LIST}{row.number}/mark/", {"comments": [foreign.pk], **NEW})
    assert response.status_code == 422
    assert not CommentGroup.objects.exists()


def test_the_figures_of_a_draft_open_their_comments(cast: Cast) -> None:
    row = ended_now(cast)
    answer_comments(row.record, [comment(row).pk], answer=YES, actor=cast.editor)
    comment(row)
    paper_comment(row, cast.editor)
    client = client_of(cast.editor)
    response: Any = client.get(f"{LIST}{row.number}/")
    numbers = {figure["label"]: figure["number"] for figure in response.context["figures"]}
    assert numbers == {
        "意见": 3, "待处理": 2, "采纳": 1, "部分采纳": 0, "未采纳": 0, "网上": 2, "邮寄": 1, "电子邮件": 0, "座谈会": 0
    }  # fmt: skip
    for figure in response.context["figures"]:
        opened: Any = client.get(f"{LIST}{row.number}/{figure['url']}")
        assert len(opened.context["lines"]) == figure["number"], figure["label"]


def test_a_comment_from_paper_is_entered(cast: Cast) -> None:
    row, client = running_now(cast), client_of(cast.editor)
    page = f"{LIST}{row.number}/comments/new/"
    given = {"channel": "post", "received_on": str(local_today()), "text": "来信意见。", "name": "钱小样"}
    assert client.post(page, given)["Location"] == f"{LIST}{row.number}/"
    assert client.post(page, {**given, "another": "1"})["Location"] == page
    made = Comment.objects.latest("pk")
    assert (made.channel, made.made_by, made.name) == ("post", cast.editor, "钱小样")


@pytest.mark.parametrize(
    "changes", [{"channel": "online"}, {"received_on": "2020-01-01"}, {"received_on": "x"}, {"text": ""}]
)
def test_a_faulty_entry_is_kept(cast: Cast, changes: dict[str, str]) -> None:
    row = running_now(cast)
    given = {"channel": "post", "received_on": str(local_today()), "text": "来信意见。", "name": "钱小样", **changes}
    response = client_of(cast.editor).post(f"{LIST}{row.number}/comments/new/", given)
    assert response.status_code == 422
    assert "钱小样" in text_of(response)
    assert not Comment.objects.exists()


def test_an_answer_is_changed_for_all_its_comments(cast: Cast) -> None:
    row = ended_now(cast)
    group = answer_comments(row.record, [comment(row).pk], answer=YES, actor=cast.editor)
    client, page = client_of(cast.editor), f"{LIST}{row.number}/answers/{group.key}/"
    assert "延长期限" in text_of(client.get(page))
    assert client.post(page, {**NEW, "edit_version": 1, "reason": ""}).status_code == 422
    assert client.post(page, {**NEW, "edit_version": 1, "outcome": "partly"}).status_code == 302
    late = client.post(page, {**NEW, "edit_version": 1, "reason": "已全部改。"})
    assert late.status_code == 409
    assert "已全部改。" in text_of(late), "both texts stand on the page"
    assert 'name="edit_version" value="2"' in text_of(late), "saved once more, it goes over the other, knowingly"
    group.refresh_from_db()
    assert group.outcome == "partly"
    assert client.get(f"{LIST}{row.number}/answers/none/").status_code == 404


def test_a_quotation_is_changed(cast: Cast) -> None:
    row = running_now(cast)
    made, silent = comment(row, "王大样说改。", consents=True), comment(row)
    client, page = client_of(cast.editor), f"{LIST}{row.number}/comments/"
    assert (
        client.post(f"{page}{made.number}/quote/", {"public_text": "有人说改。", "edit_version": 1}).status_code == 302
    )
    made.refresh_from_db()
    assert made.public_text == "有人说改。"
    response = client.post(f"{page}{silent.number}/quote/", {"public_text": "改。", "edit_version": 1})
    assert response.status_code == 409
    assert messages_of(response)[-1] == "提出人未同意引用。"


def test_who_may_only_look_gets_no_buttons(cast: Cast) -> None:
    row = ended_now(cast)
    made = comment(row, consents=True)
    group = answer_comments(row.record, [made.pk], answer=YES, actor=cast.editor)
    for who in (cast.reviewer, cast.officer, cast.manager, cast.auditor):
        page = text_of(client_of(who).get(f"{LIST}{row.number}/"))
        assert "处理所选意见" not in page
        assert f"answers/{group.key}" not in page
        assert "查看全部内容" not in text_of(client_of(who).get(f"{LIST}{row.number}/comments/{made.number}/"))


def test_more_comments_need_no_more_queries(cast: Cast) -> None:
    row, client, asked = ended_now(cast), client_of(cast.editor), []
    for turn in range(2):
        for number in range(3):
            made = comment(row, f"意见{turn}{number}", consents=True)
            answer_comments(
                row.record, [made.pk], answer=AnswerEntry(f"{turn}{number}", "partly", "。"), actor=cast.editor
            )
        client.get(f"{LIST}{row.number}/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{LIST}{row.number}/")
        asked.append(len(queries))
    assert asked[0] == asked[1]
