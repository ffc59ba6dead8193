"""Public pages of opinion solicitations: list, page with its state, comment, receipt."""

import datetime as dt
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.test import Client

from feedback.actions.solicitations import AnswerEntry, answer_comments
from feedback.models import Comment, PublishedSolicitation, SolicitationFile
from feedback.models.comments import COMMENT_LENGTH
from feedback.views import solicitations as views
from foundation import attachments, pressure
from foundation.attachments import StoredFile
from foundation.clock import local_today
from foundation.publishing.actions import retire
from tests.approvals.factories import publish
from tests.cast import Cast
from tests.feedback.factories import (
    comment,
    ended_now,
    make_solicitation,
    old_stamp,
    publish_since,
    running_now,
)

LIST = "/consultations/"
TEXT = "建议把五日改为十日。"


def text_of(response: Any) -> str:
    return unescape(response.content.decode())


def url(row: PublishedSolicitation, part: str = "") -> str:
    return f"{LIST}{row.number}/{part}"


def filled(**changes: Any) -> dict[str, Any]:
    return {"text": TEXT, "part": "第二条", "stamp": old_stamp(), "step": "send", **changes}


def with_result(cast: Cast) -> PublishedSolicitation:
    row = ended_now(cast, title="周末服务")
    answer = AnswerEntry("延长期限", "adopted", "第二条改为十日。")
    answer_comments(row.record, [comment(row, "改期限", consents=True).pk], answer=answer, actor=cast.editor)
    row.record.refresh_from_db()
    row.record.result_text = "草案报审。"
    row.record.save(update_fields=["result_text"])
    publish(row.record, editor=cast.editor, reviewer=cast.reviewer)
    return PublishedSolicitation.objects.get(record=row.record)


def test_the_list_filters_by_state_kind_organ_and_year(cast: Cast, client: Client) -> None:
    running_now(cast)
    with_result(cast)
    page = text_of(client.get(LIST))
    assert "容缺受理管理办法" in page
    assert "周末服务" in page
    for query, shown in (
        ("state=running", ["容缺受理管理办法"]),
        ("state=result", ["周末服务"]),
        ("state=awaiting", []),
        ("kind=rule", []),
        ("organ=gaj", ["容缺受理管理办法", "周末服务"]),
        ("organ=none", ["容缺受理管理办法", "周末服务"]),
        ("q=周末", ["周末服务"]),
        ("sort=end", ["容缺受理管理办法", "周末服务"]),
    ):
        found = re.findall(r'<li class="card"><h3><a[^>]*>([^<（]*)', text_of(client.get(f"{LIST}?{query}")))
        assert sorted(found) == sorted(shown), query


def test_nothing_of_a_draft_is_public(cast: Cast, client: Client) -> None:
    draft = make_solicitation(cast.police)
    assert "容缺受理" not in text_of(client.get(LIST))
    for part in ("", "comment/", "files/x/"):
        assert client.get(f"{LIST}{draft.number}/{part}").status_code == 404


@pytest.mark.parametrize(
    ("days", "words", "form"),
    [(-10, "征集截止", True), (0, "征集截止", True), (5, "征集意见", False), (-45, "意见采纳情况计划于", False)],
)
def test_the_page_says_where_it_stands_today(cast: Cast, client: Client, days: int, words: str, form: bool) -> None:
    draft = make_solicitation(cast.police, starts_on=local_today() + dt.timedelta(days=days))
    row = publish_since(draft, editor=cast.editor, reviewer=cast.reviewer)
    page = text_of(client.get(url(row)))
    assert words in page
    assert (url(row, "comment/") in page) is form
    assert "<!--state-->" not in page


def test_the_page_gives_the_reason_of_a_short_period(cast: Cast, client: Client) -> None:
    start = local_today()
    short = {"kind": "major_decision", "ends_on": start + dt.timedelta(days=10), "short_reason": "汛期临近。"}
    row = publish_since(
        make_solicitation(cast.police, starts_on=start, **short), editor=cast.editor, reviewer=cast.reviewer
    )
    assert "汛期临近。" in text_of(client.get(url(row)))
    assert "征集期少于30日的理由" not in text_of(client.get(url(running_now(cast))))


def test_the_result_shows_counts_answers_and_quotations(cast: Cast, client: Client) -> None:
    page = text_of(client.get(url(with_result(cast))))
    for words in (
        "草案报审。",
        "延长期限",
        "第二条改为十日。",
        "改期限",
        "<strong>1</strong>收到意见",
        "<strong>0</strong>部分采纳",
    ):
        assert words in page, words
    for anchor in ("answers-title", "adopted", "partly", "not_adopted"):
        assert f'href="#{anchor}"' in page, "a figure leads to its rows"
        assert f'id="{anchor}"' in page


def test_the_page_in_english_marks_what_is_chinese(cast: Cast, client: Client) -> None:
    row = with_result(cast)
    page = text_of(client.get(f"/en{url(row)}"))
    assert "Result published" in page
    assert 'lang="zh-Hans">延长期限' in page


def test_attachments_are_those_of_the_live_revision(
    cast: Cast, client: Client, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PRIVATE_FILES_ROOT = tmp_path
    monkeypatch.setattr(StoredFile._meta.get_field("content"), "storage", FileSystemStorage(location=tmp_path))
    draft = make_solicitation(cast.police, starts_on=local_today(), text="")
    stored = attachments.store(ContentFile(b"%PDF-1.4 x"), "草案.pdf", actor=cast.editor)
    row_of_file = SolicitationFile.objects.create(solicitation=draft, title="草案全文", file=stored)
    row = publish_since(draft, editor=cast.editor, reviewer=cast.reviewer)
    page = text_of(client.get(url(row)))
    assert "草案全文" in page
    response: Any = client.get(url(row, f"files/{row_of_file.key}/"))
    assert b"".join(response.streaming_content) == b"%PDF-1.4 x"
    for close in response._resource_closers:
        close()
    assert client.get(url(row, "files/other/")).status_code == 404


def test_the_feed_names_each_once(cast: Cast, client: Client) -> None:
    row = with_result(cast)
    page = text_of(client.get(f"{LIST}feed/"))
    assert page.count("<entry>") == 1
    assert "solicitation-" in page
    assert row.published_at.isoformat()[:16] in page


def test_a_comment_is_looked_through_before_it_is_sent(cast: Cast, client: Client) -> None:
    row = running_now(cast)
    preview = client.post(url(row, "comment/"), filled(step="check", text="请致电13800138000。", consents="on"))
    page = text_of(preview)
    assert preview.status_code == 200
    assert '<blockquote class="quote prewrap">请致电138****8000。</blockquote>' in page, "what would become public"
    assert 'name="text" value="请致电13800138000。"' in page, "the form travels in the page"
    assert not Comment.objects.exists()
    without = text_of(client.post(url(row, "comment/"), filled(step="check")))
    assert "不引用您的文字" in without
    back = text_of(client.post(url(row, "comment/"), filled(step="edit")))
    assert f"{TEXT}</textarea>" in back


def test_a_comment_is_sent_and_gets_a_receipt(cast: Cast, client: Client) -> None:
    row = running_now(cast)
    response = client.post(url(row, "comment/"), filled(name="钱小样", contact="q@example.com", consents="on"))
    assert response.status_code == 302
    made = Comment.objects.get()
    assert (made.text, made.part, made.name, made.contact, made.consents) == (
        TEXT, "第二条", "钱小样", "q@example.com", True
    )  # fmt: skip
    receipt = client.get(f"{LIST}receipt/")
    assert made.number in text_of(receipt)
    assert receipt["Cache-Control"] == "private, no-store"
    assert made.number not in text_of(Client().get(f"{LIST}receipt/", follow=True))


def test_the_same_form_twice_is_one_comment(cast: Cast, client: Client) -> None:
    row, form = running_now(cast), filled()
    for _time in range(2):
        assert client.post(url(row, "comment/"), form).status_code == 302
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"text": ""}, "必填"),
        ({"text": "字" * (COMMENT_LENGTH + 1)}, "最多5000字，现为5001字"),
        ({"website": "http://spam.example"}, ""),
        ({"stamp": "altered"}, ""),
        ({"text": "a\0b"}, ""),
        ({"name": "名" * 101}, ""),
    ],
)
def test_what_is_odd_is_asked_again_with_everything_kept(
    cast: Cast, client: Client, changes: dict[str, str], sentence: str
) -> None:
    row = running_now(cast)
    response = client.post(url(row, "comment/"), filled(**changes))
    assert response.status_code == 422
    page = text_of(response)
    assert sentence in page
    assert "第二条" in page
    assert not Comment.objects.exists()


def test_a_megabyte_of_text_gets_a_clear_answer(cast: Cast, client: Client) -> None:
    response = client.post(url(running_now(cast), "comment/"), filled(text="字" * 340_000))
    assert response.status_code == 422
    assert "现为340000字" in text_of(response)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("支持👍🏽！", "支持👍🏽！"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("看\u202e反\u2066了", "看反了"),
        ("一行\r\n两行", "一行\n两行"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
    ],
)
def test_odd_texts_are_kept_and_shown_as_text(cast: Cast, client: Client, typed: str, kept: str) -> None:
    row = running_now(cast)
    preview = client.post(url(row, "comment/"), filled(step="check", text=typed)).content.decode()
    assert "<script>alert" not in preview
    assert client.post(url(row, "comment/"), filled(text=typed)).status_code == 302
    assert Comment.objects.get().text == kept


def test_after_the_end_nothing_is_sent_and_nothing_lost(cast: Cast, client: Client) -> None:
    row = ended_now(cast)
    assert client.get(url(row, "comment/"))["Location"].endswith(url(row))
    response = client.post(url(row, "comment/"), filled())
    assert response.status_code == 422
    assert TEXT in text_of(response)
    assert "已不在网上接收意见" in text_of(response)
    assert not Comment.objects.exists()


def test_too_many_comments_wait_and_are_kept(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "LIMIT", pressure.Limit("feedback.comment", 1, 3600))
    row = running_now(cast)
    assert client.post(url(row, "comment/"), filled(text="")).status_code == 422, "a faulty form costs nothing"
    assert client.post(url(row, "comment/"), filled()).status_code == 302
    second = filled(text="第二条意见")
    response = client.post(url(row, "comment/"), second)
    assert (response.status_code, response["Retry-After"]) == (429, "60")
    assert "第二条意见" in text_of(response)
    ticket = text_of(response).split('name="ticket" value="')[1].split('"')[0]
    monkeypatch.setattr(pressure, "WAIT_SECONDS", -1)
    assert client.post(url(row, "comment/"), {**second, "ticket": ticket}).status_code == 302, "waiting helps"
    assert Comment.objects.count() == 2


def test_a_form_sent_again_with_another_text_says_so(cast: Cast, client: Client) -> None:
    row, sent = running_now(cast), filled()
    first, again = (client.post(url(row, "comment/"), sent) for _click in range(2))
    assert (first.status_code, again.status_code) == (302, 302)
    response = client.post(url(row, "comment/"), {**sent, "text": "另一条意见。"})
    assert response.status_code == 422
    made = Comment.objects.get()
    assert made.number in text_of(response)
    assert "另一条意见。" in text_of(response)


def test_the_name_beside_the_comment_is_masked_in_it(cast: Cast, client: Client) -> None:
    row = running_now(cast)
    text, contact = "我是欧阳长歌，请回 ouyang@example.com。", "ouyang@example.com"
    sent = filled(text=text, name="欧阳长歌", contact=contact, consents="on")
    preview = text_of(client.post(url(row, "comment/"), {**sent, "step": "check"}))
    assert '<blockquote class="quote prewrap">我是欧阳**，请回 o*****@example.com。</blockquote>' in preview
    client.post(url(row, "comment/"), sent)
    assert Comment.objects.get().public_text == "我是欧阳**，请回 o*****@example.com。"


def test_a_withdrawn_solicitation_is_gone(cast: Cast, client: Client) -> None:
    row = running_now(cast)
    client.post(url(row, "comment/"), filled())
    retire(row.record, actor=cast.reviewer, reason="重新起草")
    assert client.get(url(row)).status_code == 404
    assert client.post(url(row, "comment/"), filled()).status_code == 404
    assert client.get(f"{LIST}receipt/").status_code == 302
