"""The way back by number and code, and what the writer does there."""

import datetime as dt
import re
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from feedback.actions import extensions, handling, replies, writer_questions
from feedback.models import Message, PublishedAnswer
from foundation import lookups
from foundation.audit import Act, AuditEntry
from tests.cast import Cast
from tests.feedback.message_cases import MONDAY, TUESDAY, load_rules, publish
from tests.feedback.writers import NEW, RECEIPT, STATUS, code_on, filled, look_up, old_stamp, send, visiting

pytestmark = pytest.mark.django_db
ANSWER, VERDICT, CONSENT = f"{STATUS}answer/", f"{STATUS}verdict/", f"{STATUS}consent/"
WITHDRAW, LEAVE = f"{STATUS}withdraw/", f"{STATUS}leave/"


@pytest.fixture(autouse=True)
def _day(settings: Any) -> None:
    load_rules()
    settings.PORTAL_TODAY = TUESDAY


def shown(client: Client) -> str:
    response = client.get(STATUS)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    return unescape(response.content.decode())


def handled(client: Client, cast: Cast, **changes: Any) -> Message:
    """Return a message of this browser that the police work on."""
    message = visiting(client, **changes)
    message = handling.route(message, department=cast.police, reason="属公安窗口", actor=cast.chief_officer)
    return handling.accept(message, today=TUESDAY, actor=cast.officer)


def answered(client: Client, cast: Cast, text: str = "已增开窗口。", **changes: Any) -> Message:
    """Return a message of this browser with its reply."""
    return reply(handled(client, cast, **changes), cast, text)


def reply(message: Message, cast: Cast, text: str) -> Message:
    message = replies.save_reply(message, text=text, ending="solved", actor=cast.officer)
    message = replies.submit_reply(message, edit_version=1, actor=cast.officer)
    return replies.send_reply(message, edit_version=1, today=TUESDAY, actor=cast.reviewer)


def judged(client: Client, **changes: Any) -> Any:
    return client.post(VERDICT, {"stamp": old_stamp(), "sequence": "1", "solved": "solved", **changes})


def test_number_and_code_show_the_status(client: Client) -> None:
    message = visiting(client)
    text = shown(client)
    for words in (message.subject, message.text, "留言已收到", "2026-03-10", "2026-03-18"):
        assert words in text


@pytest.mark.parametrize("number", ["LY2026-999999", "", "x", "LY2026-000001\x00"])
def test_another_number_or_code_opens_nothing(client: Client, number: str) -> None:
    message = send(client)
    for given in ({"number": number, "code": "ABCD-EFGH-JKMN"}, {"number": message.number, "code": number}):
        response = Client().post(STATUS, given)
        assert response.status_code == 422
        assert message.subject not in response.content.decode()


def test_the_code_of_another_message_opens_nothing(client: Client) -> None:
    first, second = send(client), send(client, text="另一件")
    code = code_on(client.get(RECEIPT).content.decode())
    stranger = Client()
    assert stranger.post(STATUS, {"number": first.number, "code": code}).status_code == 422
    look_up(stranger, second, code.lower().replace("-", " "))


def test_the_number_of_a_qr_code_is_filled_in_and_nothing_shown(client: Client) -> None:
    message = send(client)
    text = Client().get(f"{STATUS}?number={message.number}").content.decode()
    assert f'value="{message.number}"' in text
    assert message.subject not in text
    assert "<b>" not in Client().get(f"{STATUS}?number=<b>").content.decode()


def test_too_many_look_ups_are_slowed_down(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookups, "MOST_TRIES", 1)
    given = {"number": "LY2026-000001", "code": "ABCD-EFGH-JKMN"}
    assert client.post(STATUS, given).status_code == 422
    response = client.post(STATUS, given)
    assert response.status_code == 429
    assert response["Retry-After"] == "60"
    assert "LY2026-000001" in response.content.decode()


def test_an_altered_or_old_visit_asks_again(client: Client) -> None:
    visiting(client)
    client.cookies["feedback_visit"] = "x" + client.cookies["feedback_visit"].value
    assert 'id="id_code"' in shown(client)


@pytest.mark.parametrize("address", [ANSWER, VERDICT, CONSENT, WITHDRAW])
def test_without_a_visit_nothing_is_done(client: Client, address: str) -> None:
    assert client.post(address, {"text": "x", "consents": "yes"})["Location"] == STATUS


def test_a_question_is_answered_once(client: Client, cast: Cast) -> None:
    message = writer_questions.ask_writer(handled(client, cast), question="哪一天？", today=TUESDAY, actor=cast.officer)
    text = shown(client)
    assert "哪一天？" in text
    assert "2026-03-10" in text
    question = message.questions.get()
    typed = {"stamp": old_stamp(), "question": str(question.pk), "text": "三月一日"}
    assert client.post(ANSWER, {**typed, "text": ""}).status_code == 422
    assert client.post(ANSWER, typed).status_code == 302
    question.refresh_from_db()
    assert question.answer == "三月一日"
    replayed = client.post(ANSWER, typed)
    assert replayed.status_code == 422
    assert "三月一日" in replayed.content.decode()


def test_a_replayed_answer_does_not_answer_the_next_question(client: Client, cast: Cast) -> None:
    message = writer_questions.ask_writer(handled(client, cast), question="哪一天？", today=TUESDAY, actor=cast.officer)
    typed = {"stamp": old_stamp(), "question": str(message.questions.get().pk), "text": "三月一日"}
    client.post(ANSWER, typed)
    message = Message.objects.get(pk=message.pk)
    writer_questions.ask_writer(message, question="几号窗口？", today=TUESDAY, actor=cast.officer)
    assert client.post(ANSWER, typed).status_code == 422
    assert message.questions.get(answered_at=None).answer == ""


def test_an_extension_is_shown_with_its_reason(client: Client, cast: Cast) -> None:
    message = handled(client, cast)
    extensions.propose_extension(message, days=3, reason="需要现场核实", today=MONDAY, actor=cast.officer)
    assert "需要现场核实" not in shown(client)
    extensions.decide_extension(message, approved=True, today=TUESDAY, actor=cast.reviewer)
    text = shown(client)
    assert "需要现场核实" in text
    assert "2026-03-13" in text


def test_what_is_late_is_called_late(client: Client, settings: Any) -> None:
    visiting(client)
    settings.PORTAL_TODAY = dt.date(2026, 3, 11)
    assert "status-late" in shown(client)


def test_assistants_are_named_but_not_for_reports(client: Client, cast: Cast) -> None:
    message = handled(client, cast)
    handling.add_assistant(message, department=cast.market, reason="请说明", actor=cast.officer)
    assert cast.market.name in shown(client)
    report = handled(client, cast, kind="report", text="收钱办事")
    handling.add_assistant(report, department=cast.market, reason="请说明", actor=cast.officer)
    assert cast.market.name not in shown(client)


def test_a_draft_is_not_shown(client: Client, cast: Cast) -> None:
    message = replies.save_reply(handled(client, cast), text="草稿文字", ending="solved", actor=cast.officer)
    assert "草稿文字" not in shown(client)
    replies.submit_reply(message, edit_version=1, actor=cast.officer)
    assert "草稿文字" not in shown(client)


def test_solved_is_said_once(client: Client, cast: Cast) -> None:
    message = answered(client, cast)
    assert "已增开窗口。" in shown(client)
    assert judged(client, solved="").status_code == 422
    assert judged(client, remark="谢谢").status_code == 302
    assert "谢谢" in shown(client)
    again = judged(client, solved="not", remark="反悔了")
    assert again.status_code == 422
    assert "反悔了" in again.content.decode()
    assert Message.objects.get(pk=message.pk).stage == "answered"


def test_not_solved_is_answered_by_staff(client: Client, cast: Cast) -> None:
    message = answered(client, cast)
    judged(client, solved="not", remark="还是排队")
    assert "您表示尚未解决" in shown(client)
    message = Message.objects.get(pk=message.pk)
    replies.refuse_reopening(message, reason="已经增开两个窗口", actor=cast.chief_officer)
    assert "已经增开两个窗口" in shown(client)


def test_a_replayed_verdict_does_not_judge_the_next_reply(client: Client, cast: Cast) -> None:
    message = answered(client, cast)
    judged(client, solved="not", remark="还是排队")
    message = replies.reopen(Message.objects.get(pk=message.pk), today=TUESDAY, actor=cast.chief_officer)
    reply(message, cast, "又增开窗口。")
    assert judged(client, solved="not", remark="还是排队").status_code == 422
    text = shown(client)
    assert "又增开窗口。" in text
    assert "已增开窗口。" in text
    assert judged(client, sequence="2").status_code == 302


def test_consent_is_taken_back_and_the_answer_goes_off(client: Client, cast: Cast) -> None:
    message = publish(answered(client, cast), cast)
    assert f"/feedback/answers/{message.number}/" in shown(client)
    asked = unescape(client.get(CONSENT).content.decode())
    assert "立即从网站撤下" in asked
    assert PublishedAnswer.objects.exists(), "nothing happens before it is meant"
    assert [client.post(CONSENT, {"consents": "no"}).status_code for _click in range(2)] == [302, 302]
    assert not PublishedAnswer.objects.exists()
    assert re.search(r"您已于\d{4}-\d\d-\d\d撤回公开同意", shown(client))
    assert client.post(CONSENT, {"consents": "yes"}).status_code == 302
    assert Message.objects.get(pk=message.pk).consents_to_publication


def test_a_report_gets_no_consent(client: Client) -> None:
    visiting(client, kind="report")
    assert "status/consent" not in shown(client)
    assert client.post(CONSENT, {"consents": "yes"}).status_code == 422


def test_withdrawn_after_a_page_that_asks(client: Client) -> None:
    message = visiting(client)
    assert client.get(WITHDRAW).status_code == 200
    assert Message.objects.get(pk=message.pk).stage == "received"
    assert client.post(WITHDRAW).status_code == 302
    assert "您已撤回留言" in shown(client)
    assert client.post(WITHDRAW)["Location"] == STATUS


def test_own_files_come_back_and_others_do_not(client: Client, settings: Any, tmp_path: Any) -> None:
    settings.PRIVATE_FILES_ROOT = tmp_path
    content = b"%PDF-1.7\n%%EOF\n"
    message = visiting(client, attachments=SimpleUploadedFile("照片.pdf", content))
    key = message.files.get().pk
    assert "照片.pdf" in shown(client)
    response = client.get(f"{STATUS}files/{key}/")
    assert b"".join(response.streaming_content) == content
    assert response["Cache-Control"] == "private, no-store"
    assert AuditEntry.objects.filter(act=Act.PERSONAL_READ).count() == 1
    assert Client().get(f"{STATUS}files/{key}/").status_code == 404
    other = Client()
    visiting(other, text="另一件")
    assert other.get(f"{STATUS}files/{key}/").status_code == 404


def test_left_it_is_forgotten(client: Client) -> None:
    visiting(client)
    assert client.post(LEAVE).status_code == 302
    assert 'id="id_code"' in shown(client)


def test_forged_sendings_do_nothing() -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.get(NEW)
    token = strict.cookies["csrftoken"].value
    strict.post(NEW, filled(csrfmiddlewaretoken=token))
    message = Message.objects.get()
    code = code_on(strict.get(RECEIPT).content.decode())
    strict.post(STATUS, {"number": message.number, "code": code, "csrfmiddlewaretoken": token})
    assert strict.post(CONSENT, {"consents": "no"}).status_code == 422
    assert strict.post(WITHDRAW).status_code == 422
    message.refresh_from_db()
    assert (message.stage, message.consents_to_publication) == ("received", True)
    assert message.received_on != MONDAY
