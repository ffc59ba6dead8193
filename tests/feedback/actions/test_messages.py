"""Bringing messages in, and the writer's own verbs."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from feedback.actions import answers, handling, messages, reading, replies
from feedback.actions.clock import recompute_open
from feedback.models import LimitRule, Message, PublishedAnswer, RoutingRule
from feedback.states import Ending, MessageKind, MessageStage
from foundation import lookup_codes
from foundation.audit import Act, AuditEntry
from foundation.calendar_days import load_calendar
from foundation.numbering import next_number
from foundation.personal_files import PersonalFile
from foundation.workdays import WorkCalendar
from foundation.workflow import Conflict, Refused
from tests.cast import Cast
from tests.feedback.message_cases import MONDAY, TUESDAY, bring_to, entry, publish, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("message_rules")]


def test_a_message_is_registered_once_with_number_code_and_due_day() -> None:
    token = uuid.uuid4()
    first, code = messages.send_message(entry(), token=token, today=MONDAY)
    again, same_code = messages.send_message(entry(), token=token, today=TUESDAY)
    assert (again.pk, same_code) == (first.pk, code)
    assert first.number == "LY2026-000001"
    assert lookup_codes.matches(code, first.number, first.code_digest)
    assert (first.stage, first.due_on) == (MessageStage.RECEIVED, dt.date(2026, 3, 9))
    assert first.writer.name_mask == "赵**"
    with pytest.raises(Conflict):
        messages.send_message(entry(text="另一件事"), token=token, today=MONDAY)


def test_an_anonymous_message_has_no_writer() -> None:
    assert not hasattr(send(writer=messages.MessageEntry("", "", "").writer), "writer")


def test_lists_never_hold_what_the_subject_gives_away() -> None:
    message = send(subject="我的电话13800001234没人回")
    assert "13800001234" not in message.subject_mask
    assert "13800001234" in Message.objects.get(pk=message.pk).subject


def test_the_same_text_is_pointed_at_the_first_one() -> None:
    first, second = send(), send(TUESDAY)
    assert (first.repeats, second.repeats) == (None, first)
    assert send(MONDAY + dt.timedelta(60)).repeats is None


def test_a_rule_without_a_person_assigns_at_once(cast: Cast) -> None:
    RoutingRule.objects.create(words="排队\n叫号", department=cast.market, reason="大厅秩序", at_once=True)
    message = Message.objects.get(pk=send().pk)
    assert (message.stage, message.department) == (MessageStage.ROUTED, cast.market)
    assert message.assignments.get().by_rule
    report = send(kind=MessageKind.REPORT)
    assert report.stage == MessageStage.RECEIVED


def test_what_was_written_never_changes() -> None:
    message = send()
    for column, value in (("subject", "别的"), ("text", "别的"), ("number", "LY2026-999999")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Message.objects.filter(pk=message.pk).update(**{column: value})


def test_the_kind_is_corrected_and_the_time_follows(cast: Cast) -> None:
    rule = {"days": 10, "extension_days": 5, "source": "试行规定", "in_force_from": MONDAY}
    LimitRule.objects.create(kind=MessageKind.REPORT, **rule)
    message = messages.classify(send(), kind=MessageKind.REPORT, actor=cast.chief_officer)
    assert message.due_on == dt.date(2026, 3, 16)
    assert not message.consents_to_publication
    with pytest.raises(PermissionDenied):
        messages.classify(message, kind=MessageKind.HELP, actor=cast.officer)


def test_reports_have_the_time_of_the_house(cast: Cast) -> None:
    limits = LimitRule.objects.filter(kind__in=[MessageKind.REPORT, MessageKind.ENQUIRY])
    assert {(one.days, one.unit, one.extension_days, one.source) for one in limits} == {
        (5, "working", 5, "本中心网上留言办理规定")
    }


def test_files_are_encrypted_before_the_number_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    stored: list[int] = []

    def counted(series: str) -> int:
        stored.append(PersonalFile.objects.count())
        return next_number(series)

    monkeypatch.setattr("feedback.actions.messages.next_number", counted)
    message = send(files=[SimpleUploadedFile("a.pdf", b"%PDF-1.7\n%%EOF\n")])
    assert stored == [1]
    assert message.files.count() == 1


def test_a_reply_without_the_calendar_gets_its_due_day_with_the_calendar(cast: Cast) -> None:
    message = bring_to("answered", cast)
    due = message.reply_was_due_on
    Message.objects.update(reply_was_due_on=None)
    recompute_open(WorkCalendar.build([2025], {}))
    assert fresh(message).reply_was_due_on is None
    assert recompute_open(load_calendar()) == []
    assert fresh(message).reply_was_due_on == due == dt.date(2026, 3, 9)


def fresh(message: Message) -> Message:
    return Message.objects.get(pk=message.pk)


def test_a_matter_does_not_become_a_report_under_the_accused(cast: Cast) -> None:
    message = bring_to("handling", cast, about=cast.police)
    with pytest.raises(Refused):
        messages.classify(message, kind=MessageKind.REPORT, actor=cast.chief_officer)


def test_withdrawing_ends_it(cast: Cast) -> None:
    message = messages.withdraw(bring_to("asking", cast), today=TUESDAY)
    assert (message.stage, message.ending, message.due_on) == ("withdrawn", Ending.WITHDRAWN, None)
    with pytest.raises(Conflict):
        messages.withdraw(message, today=TUESDAY)


def test_taking_the_consent_back_takes_the_answer_off(cast: Cast) -> None:
    message = publish(bring_to("answered", cast), cast)
    assert PublishedAnswer.objects.count() == 1
    message = messages.change_consent(message, consents=False, today=MONDAY)
    assert not PublishedAnswer.objects.exists()
    with pytest.raises(Refused):
        answers.submit_public_text(message, edit_version=1, actor=cast.officer)


def test_who_wrote_is_read_by_those_the_writer_allowed_and_recorded(cast: Cast) -> None:
    closed, shared = bring_to("handling", cast), bring_to("handling", cast, text="另一件", shares_contact=True)
    with pytest.raises(PermissionDenied):
        reading.read_writer(closed, actor=cast.officer, occasion="contact")
    writer = reading.read_writer(shared, actor=cast.officer, occasion="contact")
    assert writer is not None
    assert writer.phone == "13800001234"
    assert reading.read_writer(closed, actor=cast.chief_officer, occasion="contact") is not None
    assert AuditEntry.objects.filter(act=Act.PERSONAL_READ).count() == 2
    with pytest.raises(PermissionDenied):
        reading.read_writer(shared, actor=cast.other_officer, occasion="contact")
    with pytest.raises(PermissionDenied):
        reading.read_writer(shared, actor=cast.reviewer, occasion="contact")


def test_reports_are_seen_by_nobody_of_the_accused(cast: Cast) -> None:
    message = bring_to("received", cast, kind=MessageKind.REPORT, about=cast.market)
    with pytest.raises(Refused):
        handling.route(message, department=cast.market, reason="属其职责", actor=cast.chief_officer)
    message = handling.route(message, department=cast.police, reason="交叉办理", actor=cast.chief_officer)
    message = handling.accept(message, today=MONDAY, actor=cast.officer)
    with pytest.raises(Refused):
        handling.add_assistant(message, department=cast.market, reason="请说明", actor=cast.officer)
    with pytest.raises(Refused):
        handling.hand_over(message, department=cast.market, reason="属其职责", actor=cast.officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        message.assignments.create(department=cast.market, party="assistant", reason="请说明")
    assert not Message.objects.visible_to(cast.other_officer).exists()
    assert list(Message.objects.visible_to(cast.officer)) == [message]


def test_a_refused_text_changes_nothing(cast: Cast) -> None:
    message = bring_to("handling", cast)
    with pytest.raises(Refused):
        replies.save_reply(message, text="不予办理", ending=Ending.REFUSED, actor=cast.officer)
    assert not message.replies.exists()
