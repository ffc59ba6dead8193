"""The editor of a reply: templates, preview, and texts that nobody loses."""

from typing import Any

import pytest

from feedback.actions import handling, replies
from feedback.models import Message, Reply, ReplyTemplate
from feedback.states import MessageStage
from tests.cast import Cast
from tests.feedback.message_cases import MONDAY, bring_to, draft
from tests.feedback.views.staff import address, browser, fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("message_rules")]
S = MessageStage


@pytest.fixture
def message(cast: Cast) -> Message:
    return bring_to(S.HANDLING, cast)


def write(user: Any, message: Message, text: str, ending: str = "solved", **more: Any) -> Any:
    return browser(user).post(address("reply_edit", message), {"text": text, "ending": ending, **more})


def test_saved_then_submitted(cast: Cast, message: Message) -> None:
    assert write(cast.officer, message, "已增开窗口。").status_code == 302
    assert draft(message).text == "已增开窗口。"
    assert fresh(message).stage == S.HANDLING
    response = write(cast.officer, message, "已增开两个窗口。", edit_version=1, submit="")
    assert response.status_code == 302
    assert fresh(message).stage == S.APPROVING
    assert draft(message).text == "已增开两个窗口。"


def test_a_preview_saves_nothing_and_shows_it_as_the_writer_will_read_it(cast: Cast, message: Message) -> None:
    response = write(cast.officer, message, "第一行\n<b>第二行</b>", "refused", basis="《办法》第三条", preview="")
    shown = response.content.decode()
    assert response.status_code == 200
    assert "<p>第一行<br>&lt;b&gt;第二行&lt;/b&gt;</p>" in shown
    assert "《办法》第三条" in shown.split('id="preview"')[1]
    assert not Reply.objects.exists()


@pytest.mark.parametrize(
    ("text", "ending", "more"),
    [
        ("", "solved", {}),
        ("写了答复", "", {}),
        ("不予办理", "refused", {}),
        ("不归我们", "out_of_scope", {"basis": "  "}),
        ("写了答复", "withdrawn", {}),
        ("字" * 340_000, "solved", {}),
        ("写了答复", "solved", {"edit_version": "x"}),
    ],
    ids=["empty", "no ending", "no reasons", "no door", "only the writer withdraws", "a megabyte", "odd version"],
)
def test_what_cannot_be_saved_comes_back(
    cast: Cast, message: Message, text: str, ending: str, more: dict[str, str]
) -> None:
    response = write(cast.officer, message, text, ending, **more)
    assert response.status_code == 422
    assert text in response.content.decode()
    assert not Reply.objects.exists()


def test_two_at_once_both_texts_are_shown_and_the_second_decides(cast: Cast, message: Message) -> None:
    write(cast.officer, message, "同事先写的答复。")
    response = write(cast.chief_officer, message, "我写的答复。")
    shown = response.content.decode()
    assert response.status_code == 409
    assert "我写的答复。" in shown
    assert "同事先" in shown
    assert 'name="edit_version" value="1"' in shown
    assert draft(message).text == "同事先写的答复。"
    assert write(cast.chief_officer, message, "我写的答复。", edit_version=1).status_code == 302
    assert draft(message).text == "我写的答复。"


def test_a_double_click_is_no_quarrel(cast: Cast, message: Message) -> None:
    assert write(cast.officer, message, "已增开窗口。").status_code == 302
    assert write(cast.officer, message, "已增开窗口。").status_code == 302
    assert Reply.objects.get().edit_version == 1


def test_too_late_to_save_the_text_stays(cast: Cast, message: Message) -> None:
    replies.save_reply(message, text="同事的", ending="solved", actor=cast.officer)
    replies.submit_reply(message, edit_version=1, actor=cast.officer)
    response = write(cast.officer, message, "还没保存的长长的答复", edit_version=1)
    assert response.status_code == 409
    assert "还没保存的长长的答复" in response.content.decode()
    assert draft(message).text == "同事的"


def test_the_matter_went_elsewhere_and_the_text_stays(cast: Cast) -> None:
    message = bring_to(S.ROUTED, cast)
    handling.send_back(message, reason="不属本局", actor=cast.officer)
    response = write(cast.officer, message, "写了一半的答复")
    assert response.status_code == 404
    assert "写了一半的答复" in response.content.decode()


def test_templates_of_the_host_and_of_the_center_fill_an_empty_editor(cast: Cast, message: Message) -> None:
    own = ReplyTemplate.objects.create(title="本局", department=cast.police, text="本局模板")
    everybody = ReplyTemplate.objects.create(title="全中心", kind="complaint", text="全中心模板")
    foreign = ReplyTemplate.objects.create(title="他局", department=cast.market, text="他局模板")
    ReplyTemplate.objects.create(title="别类", kind="help", text="别类模板")
    ReplyTemplate.objects.create(title="停用", text="停用模板", is_active=False)
    client, page = browser(cast.officer), address("reply_edit", message)
    offered = client.get(page).content.decode()
    assert {t for t in ("本局", "全中心", "他局", "别类", "停用") if f">{t}<" in offered} == {"本局", "全中心"}
    for template, text in ((own, "本局模板"), (everybody, "全中心模板")):
        assert text in client.get(f"{page}?template={template.pk}").content.decode()
    for odd in (foreign.pk, "x", "99999999"):
        assert "模板</textarea>" not in client.get(f"{page}?template={odd}").content.decode()
    write(cast.officer, message, "自己写的")
    assert "本局模板" not in client.get(f"{page}?template={own.pk}").content.decode()


def test_only_the_host_writes(cast: Cast, message: Message) -> None:
    assert browser(cast.other_officer).get(address("reply_edit", message)).status_code == 404
    assert browser(cast.reviewer).get(address("reply_edit", message)).status_code == 403
    received = bring_to(S.RECEIVED, cast, today=MONDAY, text="另一件")
    assert browser(cast.chief_officer).get(address("reply_edit", received)).status_code == 302
