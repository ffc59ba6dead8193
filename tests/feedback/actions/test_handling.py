"""Assigning, taking up, sending back, assisting; and what becomes of a report about the host."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from feedback.actions import extensions, handling, messages, supervisions
from feedback.models import Assignment, Message
from feedback.states import MessageKind, MessageStage, Party
from foundation.clock import local_now
from foundation.workflow import Conflict, Refused
from tests.cast import Cast
from tests.feedback.message_cases import MONDAY, TUESDAY, bring_to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("message_rules")]
S = MessageStage


def assigned(message: Message) -> list[tuple[str, str, bool]]:
    rows = Assignment.objects.filter(message=message).select_related("department")
    return [(row.department.code, row.party, row.returned_at is None and row.ended_at is None) for row in rows]


def test_a_dispute_ends_with_the_decision_of_the_center(cast: Cast) -> None:
    message = bring_to(S.ROUTED, cast)
    with pytest.raises(Refused):
        handling.send_back(message, reason=" ", actor=cast.officer)
    handling.send_back(message, reason="不属本局", actor=cast.officer)
    message = Message.objects.get()
    assert (message.stage, message.department) == (S.RECEIVED, None)
    message = handling.route(message, department=cast.police, reason="裁定", is_final=True, actor=cast.chief_officer)
    with pytest.raises(Refused):
        handling.send_back(message, reason="还是不属本局", actor=cast.officer)


def test_after_24_hours_nothing_is_sent_back(cast: Cast) -> None:
    message = bring_to(S.ROUTED, cast)
    row = message.assignments.get()
    Assignment.objects.filter(pk=row.pk).update(assigned_at=row.assigned_at - dt.timedelta(hours=24, seconds=1))
    with pytest.raises(Refused):
        handling.send_back(message, reason="不属本局", actor=cast.officer)


def test_a_new_host_takes_the_place_of_the_old_one_and_of_its_own_part(cast: Cast) -> None:
    message = bring_to(S.HANDLING, cast)
    handling.add_assistant(message, department=cast.market, reason="请说明", actor=cast.officer)
    handling.hand_over(message, department=cast.market, reason="属其职责", actor=cast.officer)
    assert assigned(message) == [
        ("gaj", Party.HOST, False),
        ("scj", Party.ASSISTANT, False),
        ("scj", Party.HOST, True),
    ]
    assert Message.objects.get().due_on == message.due_on
    with pytest.raises(PermissionDenied):
        handling.accept(message, today=MONDAY, actor=cast.officer)


def test_a_department_is_not_asked_twice(cast: Cast) -> None:
    message = bring_to(S.HANDLING, cast)
    for department in (cast.police, cast.market, cast.market):
        if department == cast.market and len(assigned(message)) == 1:
            handling.add_assistant(message, department=department, reason="请说明", actor=cast.officer)
            continue
        with pytest.raises(Refused):
            handling.add_assistant(message, department=department, reason="请说明", actor=cast.officer)


def test_a_part_is_written_once_and_only_while_it_is_wanted(cast: Cast) -> None:
    message = bring_to(S.HANDLING, cast)
    handling.add_assistant(message, department=cast.market, reason="请说明", actor=cast.officer)
    part = message.assignments.get(party=Party.ASSISTANT)
    with pytest.raises(PermissionDenied):
        handling.contribute(part, text="越权", actor=cast.officer)
    with pytest.raises(Refused):
        handling.contribute(part, text="  ", actor=cast.other_officer)
    handling.contribute(part, text="已说明", actor=cast.other_officer)
    with pytest.raises(Conflict):
        handling.contribute(part, text="再说一次", actor=cast.other_officer)


def test_no_part_is_written_for_a_message_that_is_over(cast: Cast) -> None:
    message = bring_to(S.HANDLING, cast)
    handling.add_assistant(message, department=cast.market, reason="请说明", actor=cast.officer)
    messages.withdraw(message, today=MONDAY)
    with pytest.raises(Conflict):
        handling.contribute(message.assignments.get(party=Party.ASSISTANT), text="迟了", actor=cast.other_officer)


def test_withdrawing_ends_what_waited_for_the_office(cast: Cast) -> None:
    message = bring_to(S.HANDLING, cast)
    extensions.propose_extension(message, days=5, reason="需要核实", today=MONDAY, actor=cast.officer)
    supervisions.supervise(message, reason="催办", due_on=TUESDAY, today=MONDAY, actor=cast.manager)
    messages.withdraw(message, today=TUESDAY)
    proposal, pressed = message.extension_proposals.get(), message.supervisions.get()
    assert (proposal.decision, proposal.note) == ("refused", "留言人撤回留言。")
    assert (pressed.answer, pressed.answered_by) == ("留言人撤回留言。", None)


def test_a_matter_that_left_the_accused_may_become_a_report(cast: Cast) -> None:
    message = bring_to(S.HANDLING, cast, about=cast.police)
    with pytest.raises(Refused):
        messages.classify(message, kind=MessageKind.REPORT, actor=cast.chief_officer)
    message = handling.route(message, department=cast.market, reason="另行核查", actor=cast.chief_officer)
    messages.classify(message, kind=MessageKind.REPORT, actor=cast.chief_officer)
    assert not Message.objects.visible_to(cast.officer).exists()
    assert Message.objects.visible_to(cast.other_officer).exists()


def test_the_center_says_which_unit_a_report_is_about(cast: Cast) -> None:
    message = bring_to(S.HANDLING, cast)
    handling.add_assistant(message, department=cast.market, reason="请说明", actor=cast.officer)
    for accused in (cast.police, cast.market):
        with pytest.raises(Refused):
            messages.classify(message, kind=MessageKind.REPORT, about=accused, actor=cast.chief_officer)
        with pytest.raises(IntegrityError), transaction.atomic():
            Message.objects.filter(pk=message.pk).update(kind=MessageKind.REPORT, about=accused)
    handling.hand_over(message, department=cast.market, reason="属其职责", actor=cast.officer)
    message = messages.classify(message, kind=MessageKind.REPORT, about=cast.police, actor=cast.chief_officer)
    assert message.about == cast.police
    assert messages.classify(message, kind=MessageKind.REPORT, actor=cast.chief_officer).about == cast.police
    assert not Message.objects.visible_to(cast.officer).exists()


def test_who_assisted_before_sees_no_report_about_itself(cast: Cast) -> None:
    message = bring_to(S.HANDLING, cast)
    handling.add_assistant(message, department=cast.market, reason="请说明", actor=cast.officer)
    Assignment.objects.filter(department=cast.market).update(ended_at=local_now())
    assert Message.objects.visible_to(cast.other_officer).exists()
    messages.classify(message, kind=MessageKind.REPORT, about=cast.market, actor=cast.chief_officer)
    assert not Message.objects.visible_to(cast.other_officer).exists()
