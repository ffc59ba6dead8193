"""The verbs that move the clock, and what the database holds of them."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from disclosure.actions import clock, consultations
from disclosure.actions.clock import deadline_of
from disclosure.actions.recompute import recompute_open
from disclosure.deadlines import InconsistentFacts
from disclosure.models import ClockFact, ExtensionProposal, FeeNotice, Request
from foundation.audit import Act, AuditEntry
from foundation.workdays import WorkCalendar
from foundation.workflow import Refused
from tests.cast import Cast
from tests.disclosure.register_cases import TODAY, awaiting_fee, concluded, correcting, load_calendars, logged

pytestmark = pytest.mark.django_db
D = dt.date


def test_a_correction_starts_the_period_anew_and_leaves_the_receipt(cast: Cast):
    request = correcting(cast)
    assert (request.stage, request.due_on) == ("correcting", None)
    request = clock.record_correction(request, on=D(2026, 3, 16), actor=cast.officer, today=TODAY)
    assert (request.stage, request.due_on, request.received_on) == ("handling", D(2026, 4, 13), D(2026, 3, 2))


def test_a_correction_answered_before_it_was_asked_is_refused_and_nothing_is_kept(cast: Cast):
    request = correcting(cast)
    with pytest.raises(InconsistentFacts):
        clock.record_correction(request, on=D(2026, 3, 4), actor=cast.officer, today=TODAY)
    request.refresh_from_db()
    assert request.stage == "correcting"
    assert request.facts.count() == 2


def test_nothing_is_recorded_in_the_future(cast: Cast):
    request = logged(cast)
    with pytest.raises(Refused, match="2026-03-21"):
        clock.ask_correction(
            request, on=D(2026, 3, 21), until=D(2026, 4, 1), what="写明名称", actor=cast.officer, today=TODAY
        )


def test_an_extension_needs_a_second_person(cast: Cast):
    request = logged(cast)
    proposal = clock.propose_extension(request, days=10, reason="需向多部门核实", actor=cast.officer)
    request.refresh_from_db()
    assert request.due_on == D(2026, 3, 30)
    request = clock.decide_extension(proposal, approve=True, on=TODAY, actor=cast.manager)
    assert request.due_on == D(2026, 4, 13)
    with pytest.raises(InconsistentFacts):
        clock.propose_extension(request, days=5, reason="再延", actor=cast.officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        ExtensionProposal.objects.update(decided_by=cast.officer)


def test_a_refused_extension_moves_nothing_and_a_late_one_is_refused(cast: Cast):
    request = logged(cast)
    refused = clock.propose_extension(request, days=10, reason="需核实", actor=cast.officer)
    assert clock.decide_extension(refused, approve=False, on=TODAY, actor=cast.manager).due_on == D(2026, 3, 30)
    late = clock.propose_extension(request, days=10, reason="需核实", actor=cast.officer)
    with pytest.raises(Refused, match="2026-03-30"):
        clock.decide_extension(late, approve=True, on=D(2026, 3, 31), actor=cast.manager)
    assert ExtensionProposal.objects.get(pk=late.pk).decision == "open"


def test_consultations_are_left_out_and_an_objection_needs_reasons(cast: Cast):
    request = logged(cast)
    asked = consultations.consult(
        request,
        kind="third_party",
        party="江城某某餐饮管理有限公司",
        question="是否同意公开检查记录",
        on=D(2026, 3, 9),
        actor=cast.officer,
        today=TODAY,
    )
    with pytest.raises(ValidationError):
        consultations.record_answer(
            asked, position="objects", answer="", on=D(2026, 3, 13), actor=cast.officer, today=TODAY
        )
    request.refresh_from_db()
    assert deadline_of(request).provisional
    request = consultations.record_answer(
        asked, position="objects", answer="涉及商业秘密", on=D(2026, 3, 13), actor=cast.officer, today=TODAY
    )
    assert request.due_on == D(2026, 4, 3)
    with pytest.raises(Refused):
        consultations.record_answer(
            asked, position="agrees", answer="", on=D(2026, 3, 16), actor=cast.officer, today=TODAY
        )


def test_a_fee_stops_the_clock_until_it_is_paid(cast: Cast):
    request = awaiting_fee(cast)
    assert (request.stage, request.due_on, request.fee_notice.amount) == ("fee", None, 70 * 10 + 20 * 20)
    request = clock.record_payment(request, on=D(2026, 3, 17), actor=cast.officer, today=TODAY)
    assert (request.stage, request.due_on) == ("handling", D(2026, 4, 14))
    assert FeeNotice.objects.get().paid_on == D(2026, 3, 17)


def test_the_free_quantity_costs_nothing_and_gets_no_notice(cast: Cast):
    request = logged(cast)
    with pytest.raises(Refused):
        clock.assess_fee(request, basis="pages", units=30, before=0, how_to_pay="-", actor=cast.officer)
    assert not FeeNotice.objects.exists()


def test_a_later_date_needs_reasons_first(cast: Cast):
    request = logged(cast)
    with pytest.raises(Refused):
        clock.tell_delay(request, on=TODAY, until=D(2026, 6, 30), actor=cast.officer, today=TODAY, evidence="量大")
    clock.ask_reasons(request, on=D(2026, 3, 10), actor=cast.officer, today=TODAY)
    clock.record_reasons(request, on=D(2026, 3, 12), actor=cast.officer, today=TODAY, evidence="课题研究")
    request = clock.tell_delay(
        request, on=TODAY, until=D(2026, 6, 30), actor=cast.officer, today=TODAY, evidence="量大"
    )
    assert request.due_on == D(2026, 6, 30)


@pytest.mark.parametrize(
    ("on", "until"),
    [
        (TODAY, D(2026, 3, 30)),  # not after the present last day
        (TODAY, D(2027, 3, 23)),  # more than a year
    ],
)
def test_a_later_date_lies_after_the_last_day_and_within_reason(cast: Cast, on, until):
    request = logged(cast)
    clock.ask_reasons(request, on=D(2026, 3, 10), actor=cast.officer, today=TODAY)
    clock.record_reasons(request, on=D(2026, 3, 12), actor=cast.officer, today=TODAY, evidence="课题研究")
    with pytest.raises(Refused):
        clock.tell_delay(request, on=on, until=until, actor=cast.officer, today=TODAY, evidence="量大")


def test_a_late_request_gets_no_later_date(cast: Cast):
    request, late = logged(cast), D(2026, 4, 2)
    clock.ask_reasons(request, on=D(2026, 3, 10), actor=cast.officer, today=late)
    clock.record_reasons(request, on=D(2026, 3, 12), actor=cast.officer, today=late, evidence="课题研究")
    with pytest.raises(Refused, match="2026-03-30"):
        clock.tell_delay(request, on=late, until=D(2026, 6, 30), actor=cast.officer, today=late, evidence="量大")


def test_a_question_recorded_by_mistake_holds_nothing_up(cast: Cast):
    request = logged(cast)
    asked = consultations.consult(
        request,
        kind="third_party",
        party="江城某某餐饮管理有限公司",
        question="是否同意公开检查记录",
        on=D(2026, 3, 9),
        actor=cast.officer,
        today=TODAY,
    )
    clock.strike_out(asked.facts.get(), reason="登错了案件", actor=cast.officer)
    request.refresh_from_db()
    assert request.due_on == D(2026, 3, 30)
    assert not type(asked).objects.open().exists()


def test_a_struck_out_fact_stays_readable_and_counts_no_more(cast: Cast):
    request = correcting(cast)
    wrong = request.facts.get(kind="correction_asked")
    request = clock.strike_out(wrong, reason="登错了案件", actor=cast.officer)
    assert (request.stage, request.due_on) == ("handling", D(2026, 3, 30))
    wrong.refresh_from_db()
    assert (wrong.void_reason, wrong.voided_by) == ("登错了案件", cast.officer)
    with pytest.raises(Refused):
        clock.strike_out(request.facts.get(kind="received"), reason="错", actor=cast.officer)


def test_a_fact_that_others_need_cannot_be_struck_out(cast: Cast):
    request = correcting(cast)
    clock.record_correction(request, on=D(2026, 3, 16), actor=cast.officer, today=TODAY)
    with pytest.raises(InconsistentFacts):
        clock.strike_out(request.facts.get(kind="correction_asked"), reason="错", actor=cast.officer)
    assert ClockFact.objects.valid().filter(kind="correction_asked").exists()


def test_a_wrong_receipt_is_replaced_and_both_stay(cast: Cast):
    request = clock.correct_receipt(
        logged(cast), received_on=D(2026, 3, 4), evidence="签收单", reason="日期看错", actor=cast.officer, today=TODAY
    )
    assert (request.received_on, request.due_on) == (D(2026, 3, 4), D(2026, 4, 1))
    earlier = clock.correct_receipt(
        request, received_on=D(2026, 2, 27), evidence="签收单", reason="月份看错", actor=cast.officer, today=TODAY
    )
    assert (earlier.arrived_on, earlier.due_on) == (D(2026, 2, 27), D(2026, 3, 27))
    assert request.facts.filter(kind="received").count() == 3


def test_a_new_calendar_moves_open_requests_and_says_which(cast: Cast):
    request, done = logged(cast), concluded(cast)
    calendar = load_calendars()
    assert recompute_open(calendar).moved == []
    longer = WorkCalendar.build([2025, 2026], {D(2026, 3, 30): False})
    moved = recompute_open(longer).moved
    assert [(moved_one.number, before) for moved_one, before in moved] == [(request.number, D(2026, 3, 30))]
    request.refresh_from_db()
    assert request.due_on == D(2026, 3, 31)
    assert AuditEntry.objects.filter(act=Act.REQUEST_DEADLINE_MOVED).count() == 1
    assert Request.objects.get(pk=done.pk).due_on == done.due_on


def test_a_missing_year_is_shown_and_filled_later(cast: Cast):
    request = logged(cast, channel="letter", evidence="电话", arrived_on=D(2026, 3, 2), confirmed_on=D(2026, 3, 2))
    recompute_open(WorkCalendar.build([2025], {}))
    request.refresh_from_db()
    assert (request.due_on, request.due_missing_year) == (None, 2026)
    recompute_open(load_calendars())
    request.refresh_from_db()
    assert (request.due_on, request.due_missing_year) == (D(2026, 3, 30), None)
