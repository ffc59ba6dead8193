"""Assigning, taking up, sending back, assisting, asking back, extending, pressing."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from feedback.actions import handling, messages, replies
from feedback.forms.handling import SuperviseForm
from feedback.models import Assignment, Message
from feedback.states import MessageKind, MessageStage, Party
from foundation.clock import local_now
from foundation.workflow import Conflict, Refused
from tests.cast import Cast
from tests.feedback.message_cases import MONDAY, TUESDAY, bring_to, load_rules, send

pytestmark = pytest.mark.django_db
S = MessageStage


@pytest.fixture(autouse=True)
def _rules() -> None:
    load_rules()


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


def test_waiting_for_the_writer_stops_the_clock_until_its_last_day(cast: Cast) -> None:
    message = bring_to(S.ASKING, cast)  # asked on Monday the 2nd, five working days: the 9th
    assert message.due_on is None
    with pytest.raises(Refused):
        handling.stop_waiting(message, today=dt.date(2026, 3, 9), actor=cast.officer)
    message = handling.stop_waiting(message, today=dt.date(2026, 3, 12), actor=cast.officer)
    assert message.due_on == dt.date(2026, 3, 16)  # from the last day on, not from the day somebody noticed


def test_the_nightly_job_goes_on_where_the_time_is_over(cast: Cast) -> None:
    bring_to(S.ASKING, cast)
    assert handling.end_waiting_where_over(today=dt.date(2026, 3, 9)) == 0
    assert handling.end_waiting_where_over(today=dt.date(2026, 3, 10)) == 1
    assert Message.objects.get().stage == S.HANDLING
    assert handling.end_waiting_where_over(today=dt.date(2026, 3, 10)) == 0


def test_time_is_extended_once_by_another_person(cast: Cast) -> None:
    message = bring_to(S.HANDLING, cast)
    for days in (0, 6):
        with pytest.raises(Refused):
            handling.propose_extension(message, days=days, reason="需要核实", today=MONDAY, actor=cast.officer)
    handling.propose_extension(message, days=5, reason="需要核实", today=MONDAY, actor=cast.officer)
    with pytest.raises(Refused):
        handling.propose_extension(message, days=5, reason="需要核实", today=MONDAY, actor=cast.officer)
    message = handling.decide_extension(message, approved=True, today=TUESDAY, actor=cast.reviewer)
    assert message.due_on == dt.date(2026, 3, 16)
    with pytest.raises(Conflict):
        handling.decide_extension(message, approved=True, today=TUESDAY, actor=cast.manager)
    with pytest.raises(Refused):
        handling.propose_extension(message, days=5, reason="还要", today=MONDAY, actor=cast.officer)


def test_a_refused_extension_has_a_reason_and_may_be_proposed_again(cast: Cast) -> None:
    message = bring_to(S.HANDLING, cast)
    handling.propose_extension(message, days=5, reason="需要核实", today=MONDAY, actor=cast.officer)
    with pytest.raises(Refused):
        handling.decide_extension(message, approved=False, today=TUESDAY, actor=cast.reviewer)
    handling.decide_extension(message, approved=False, note="理由不足", today=TUESDAY, actor=cast.reviewer)
    handling.propose_extension(message, days=2, reason="需要现场核实", today=MONDAY, actor=cast.officer)


def test_nobody_approves_the_own_extension(cast: Cast) -> None:
    from foundation.access import Role
    from foundation.organization import Membership

    message = bring_to(S.HANDLING, cast)
    handling.propose_extension(message, days=5, reason="需要核实", today=MONDAY, actor=cast.officer)
    Membership.objects.create(user=cast.officer, role=Role.REVIEWER, department=cast.police)
    del cast.officer._memberships  # type: ignore[attr-defined]
    with pytest.raises(Refused):
        handling.decide_extension(message, approved=True, today=TUESDAY, actor=cast.officer)


def test_an_opened_again_matter_may_be_extended_anew(cast: Cast) -> None:
    message = bring_to(S.HANDLING, cast)
    handling.propose_extension(message, days=5, reason="需要核实", today=MONDAY, actor=cast.officer)
    message = handling.decide_extension(message, approved=True, today=MONDAY, actor=cast.reviewer)
    message = replies.save_reply(message, text="已办", ending="solved", actor=cast.officer)
    message = replies.submit_reply(message, edit_version=1, actor=cast.officer)
    message = replies.send_reply(message, edit_version=1, today=MONDAY, actor=cast.reviewer)
    message = replies.judge(message, solved="not")
    message = replies.reopen(message, today=TUESDAY, actor=cast.chief_officer)
    handling.propose_extension(message, days=5, reason="再核实", today=TUESDAY, actor=cast.officer)
    message = handling.decide_extension(message, approved=True, today=TUESDAY, actor=cast.reviewer)
    assert message.due_on == dt.date(2026, 3, 17)


def test_an_undecided_extension_lapses_with_the_reply(cast: Cast) -> None:
    message = bring_to(S.HANDLING, cast)
    handling.propose_extension(message, days=5, reason="需要核实", today=MONDAY, actor=cast.officer)
    message = replies.save_reply(message, text="已办", ending="solved", actor=cast.officer)
    message = replies.submit_reply(message, edit_version=1, actor=cast.officer)
    replies.send_reply(message, edit_version=1, today=MONDAY, actor=cast.reviewer)
    lapsed = message.extension_proposals.get()
    assert (lapsed.decision, lapsed.decided_by, lapsed.note) == ("refused", None, "答复已先发出。")


def test_what_is_late_is_not_extended(cast: Cast) -> None:
    message = bring_to(S.HANDLING, cast)  # due on the 9th
    tenth = dt.date(2026, 3, 10)
    with pytest.raises(Refused):
        handling.propose_extension(message, days=5, reason="来不及", today=tenth, actor=cast.officer)
    handling.propose_extension(message, days=5, reason="需要核实", today=dt.date(2026, 3, 9), actor=cast.officer)
    with pytest.raises(Refused):
        handling.decide_extension(message, approved=True, today=tenth, actor=cast.reviewer)
    handling.decide_extension(message, approved=False, note="已逾期", today=tenth, actor=cast.reviewer)


def test_what_is_pressed_for_is_answered_in_words_by_the_host(cast: Cast) -> None:
    message = bring_to(S.HANDLING, cast)
    for reason, day in (("", TUESDAY), ("催办", MONDAY)):
        with pytest.raises(Refused):
            handling.supervise(message, reason=reason, due_on=day, today=TUESDAY, actor=cast.manager)
    handling.supervise(message, reason="多次反映", due_on=TUESDAY, today=TUESDAY, actor=cast.manager)
    with pytest.raises(Conflict):
        handling.supervise(message, reason="再催", due_on=TUESDAY, today=TUESDAY, actor=cast.manager)
    with pytest.raises(PermissionDenied):
        handling.answer_supervision(message, answer="不是我们的", actor=cast.other_officer)
    with pytest.raises(Refused):
        handling.answer_supervision(message, answer="", actor=cast.officer)
    handling.answer_supervision(message, answer="已增开窗口", actor=cast.officer)
    with pytest.raises(Conflict):
        handling.answer_supervision(message, answer="又一次", actor=cast.officer)
    assert not Message.objects.supervised().exists()


def test_the_center_confirms_what_was_done_or_presses_again(cast: Cast) -> None:
    message = bring_to(S.HANDLING, cast)
    handling.supervise(message, reason="多次反映", due_on=TUESDAY, today=MONDAY, actor=cast.manager)
    with pytest.raises(Conflict):
        handling.confirm_supervision(message, actor=cast.manager)  # no answer yet
    handling.answer_supervision(message, answer="正在研究", actor=cast.officer)
    assert list(Message.objects.supervision_to_confirm()) == [message]
    for stranger in (cast.officer, cast.chief_officer, cast.reviewer):
        with pytest.raises(PermissionDenied):
            handling.confirm_supervision(message, actor=stranger)
    for note, day in (("", TUESDAY), ("写明何时增开窗口", MONDAY)):
        with pytest.raises(Refused):
            handling.return_supervision(message, note=note, due_on=day, today=TUESDAY, actor=cast.manager)
    handling.return_supervision(message, note="写明何时增开窗口", due_on=TUESDAY, today=TUESDAY, actor=cast.manager)
    with pytest.raises(Conflict):
        handling.supervise(message, reason="再催", due_on=TUESDAY, today=TUESDAY, actor=cast.manager)
    handling.answer_supervision(message, answer="已于今日增开一个窗口", actor=cast.officer)
    handling.confirm_supervision(message, actor=cast.manager)
    assert list(message.supervisions.values_list("answer", "is_accepted", "note")) == [
        ("正在研究", False, "写明何时增开窗口"),
        ("已于今日增开一个窗口", True, ""),
    ]
    assert not Message.objects.supervision_to_confirm().exists()


def test_the_proposed_day_of_a_supervision_is_a_working_day(cast: Cast) -> None:
    friday = dt.date(2026, 3, 6)
    form = SuperviseForm(bring_to(S.HANDLING, cast), today=friday)
    assert form.fields["due_on"].initial == dt.date(2026, 3, 11)  # Wednesday


def test_an_answer_given_by_phone_is_noted_with_teller_and_day(cast: Cast) -> None:
    wednesday = dt.date(2026, 3, 4)
    message = bring_to(S.HANDLING, cast)  # due on the 9th
    handling.ask_writer(message, question="是哪一天？", today=MONDAY, actor=cast.officer)
    told = {"answer": "三月一日上午", "told_by": "留言人来电", "told_on": TUESDAY}
    for wrong in ({"answer": " "}, {"told_by": ""}, {"told_on": dt.date(2026, 3, 1)}, {"told_on": dt.date(2026, 3, 5)}):
        with pytest.raises(Refused):
            handling.note_answer(message, **{**told, **wrong}, today=wednesday, actor=cast.officer)  # type: ignore[arg-type]
    message = handling.note_answer(message, **told, today=wednesday, actor=cast.officer)  # type: ignore[arg-type]
    asked = message.questions.get()
    assert (asked.answer, asked.told_by, asked.told_on, asked.noted_by) == (*told.values(), cast.officer)
    assert (message.stage, message.due_on) == (S.HANDLING, dt.date(2026, 3, 10))  # one working day stood still
    assert message.facts.filter(kind="resumed").get().on == TUESDAY


def test_withdrawing_ends_what_waited_for_the_office(cast: Cast) -> None:
    message = bring_to(S.HANDLING, cast)
    handling.propose_extension(message, days=5, reason="需要核实", today=MONDAY, actor=cast.officer)
    handling.supervise(message, reason="催办", due_on=TUESDAY, today=MONDAY, actor=cast.manager)
    messages.withdraw(message, today=TUESDAY)
    proposal, pressed = message.extension_proposals.get(), message.supervisions.get()
    assert (proposal.decision, proposal.note) == ("refused", "留言人撤回留言。")
    assert (pressed.answer, pressed.answered_by) == ("留言人撤回留言。", None)


def test_the_host_says_what_it_did_while_an_objection_stands(cast: Cast) -> None:
    message = bring_to(S.OBJECTED, cast)
    handling.supervise(message, reason="仍未解决", due_on=TUESDAY, today=MONDAY, actor=cast.manager)
    handling.answer_supervision(message, answer="已增开窗口", actor=cast.officer)
    assert message.supervisions.get().answered_by == cast.officer


def test_before_somebody_has_it_nobody_can_be_pressed_or_answer(cast: Cast) -> None:
    message = bring_to(S.ROUTED, cast)
    handling.supervise(message, reason="催办", due_on=TUESDAY, today=MONDAY, actor=cast.manager)
    handling.send_back(message, reason="不属本局", actor=cast.officer)
    with pytest.raises(Conflict):
        handling.answer_supervision(message, answer="外人答", actor=cast.other_officer)
    with pytest.raises(Conflict):
        handling.supervise(send(text="没人接"), reason="催办", due_on=TUESDAY, today=MONDAY, actor=cast.manager)


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
