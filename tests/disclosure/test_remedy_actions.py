"""Reviews, lawsuits and complaints: their days, their outcomes, and the new handling after a correction."""

import dataclasses
import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from disclosure.actions import remedies
from disclosure.actions.remedies import RemedyEntry
from disclosure.models import Applicant, Remedy, Request
from disclosure.remedy_clocks import next_windows, our_clock, overdue_answers, silence_windows, windows_of
from foundation.workflow import Conflict, Refused
from tests.cast import Cast
from tests.disclosure.register_cases import NAME, TODAY, concluded, load_calendars, logged, waiting

pytestmark = pytest.mark.django_db
D = dt.date
REVIEW = RemedyEntry(kind="review", organ="江城市人民政府", filed_on=D(2026, 3, 12), notified_on=D(2026, 3, 13))


def review(cast: Cast, request=None, **changes) -> Remedy:
    entry = dataclasses.replace(REVIEW, **changes)
    return remedies.open_remedy(request or concluded(cast), entry, actor=cast.officer, today=TODAY)


def closed(cast: Cast, outcome: str) -> Remedy:
    return remedies.close_remedy(
        review(cast), outcome=outcome, on=D(2026, 3, 19), note="", actor=cast.officer, today=TODAY
    )


@pytest.mark.parametrize(
    ("changes", "due"),
    [
        ({}, D(2026, 3, 27)),
        ({"simplified": True}, D(2026, 3, 20)),
        ({"kind": "direct_suit"}, D(2026, 3, 30)),
        ({"kind": "complaint"}, None),
        ({"notified_on": None}, None),
    ],
)
def test_our_own_clock_runs_from_the_notice(cast: Cast, changes, due):
    clock = our_clock(review(cast, **changes), load_calendars())
    assert (clock.due_on if clock else None) == due


def test_a_late_answer_is_found_until_it_goes_out(cast: Cast):
    remedy, calendar = review(cast), load_calendars()
    assert overdue_answers(D(2026, 3, 27), calendar) == []
    assert overdue_answers(D(2026, 3, 28), calendar) == [remedy]
    remedies.record_our_answer(remedy, on=D(2026, 3, 16), actor=cast.officer, today=TODAY)
    assert overdue_answers(D(2026, 3, 28), calendar) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"filed_on": D(2026, 3, 21)},
        {"filed_on": D(2026, 3, 1), "notified_on": None},
        {"notified_on": D(2026, 3, 11)},
    ],
)
def test_impossible_days_are_refused(cast: Cast, changes):
    with pytest.raises(Refused):
        review(cast, **changes)
    assert not Remedy.objects.exists()


def test_a_lawsuit_after_review_names_the_review_of_the_same_request(cast: Cast):
    first = review(cast)
    with pytest.raises(ValidationError):
        review(cast, first.request, kind="suit_after_review")
    with pytest.raises(Refused):
        review(cast, logged(cast), kind="suit_after_review", follows=first)
    suit = review(cast, first.request, kind="suit_after_review", follows=first)
    assert suit.follows == first


def test_a_case_ends_once(cast: Cast):
    remedy = closed(cast, "upheld")
    assert (remedy.outcome, remedy.closed_on) == ("upheld", D(2026, 3, 19))
    with pytest.raises(Conflict):
        remedies.close_remedy(remedy, outcome="corrected", on=TODAY, note="", actor=cast.officer, today=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Remedy.objects.update(closed_on=None)


def test_a_corrected_decision_opens_one_new_handling_with_its_own_clock(cast: Cast):
    remedy = closed(cast, "corrected")
    made = remedies.reopen(remedy, on=D(2026, 3, 20), evidence="江政复决〔2026〕1号", actor=cast.officer, today=TODAY)
    assert (made.reopens, made.stage, made.received_on, made.due_on) == (
        remedy.request, "handling", D(2026, 3, 20), D(2026, 4, 17),
    )  # fmt: skip
    assert Applicant.objects.get(request=made).name == NAME
    assert [item.text for item in made.items.all()] == [item.text for item in remedy.request.items.all()]
    with pytest.raises(Conflict):
        remedies.reopen(remedy, on=D(2026, 3, 20), evidence="再次", actor=cast.officer, today=TODAY)


@pytest.mark.parametrize("outcome", ["upheld", "other"])
def test_nothing_is_handled_anew_without_a_correction(cast: Cast, outcome: str):
    with pytest.raises(Refused):
        remedies.reopen(closed(cast, outcome), on=TODAY, evidence="x", actor=cast.officer, today=TODAY)


def test_only_officers_record_steps(cast: Cast):
    remedy = review(cast)
    for person in (cast.manager, cast.auditor, cast.editor):
        with pytest.raises(PermissionDenied):
            remedies.record_our_answer(remedy, on=TODAY, actor=person, today=TODAY)


def test_what_was_never_received_has_no_remedy(cast: Cast):
    with pytest.raises(Conflict):
        review(cast, waiting(cast))


def named(windows) -> dict[str, D | None]:
    return {str(window.what): window.due_on for window in windows}


def test_our_own_appeal_is_no_defence(cast: Cast):
    suit = review(cast, kind="direct_suit")
    theirs = review(cast, suit.request, kind="appeal", follows=suit)
    assert our_clock(theirs, load_calendars()) is not None
    ours = review(cast, suit.request, kind="appeal", follows=suit, ours=True)
    assert our_clock(ours, load_calendars()) is None
    assert ours not in overdue_answers(D(2026, 12, 1), load_calendars())
    with pytest.raises(Refused):
        remedies.record_our_answer(ours, on=TODAY, actor=cast.officer, today=TODAY)


def test_of_our_own_accord_we_only_appeal(cast: Cast):
    with pytest.raises(ValidationError):
        review(cast, ours=True)
    remedy = review(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Remedy.objects.filter(pk=remedy.pk).update(ours=True)


def test_after_a_review_the_lawsuit_has_fifteen_days_until_one_is_filed(cast: Cast):
    remedy = closed(cast, "upheld")
    (window,) = next_windows(remedy, load_calendars())
    assert (window.due_on, window.from_day) == (None, None), "nobody knows yet when it was served"
    with pytest.raises(Refused):
        remedies.record_outcome_service(remedy, on=D(2026, 3, 18), actor=cast.officer, today=TODAY)
    remedy = remedies.record_outcome_service(remedy, on=TODAY, actor=cast.officer, today=TODAY)
    with pytest.raises(Conflict):
        remedies.record_outcome_service(remedy, on=TODAY, actor=cast.officer, today=TODAY)
    (window,) = next_windows(remedy, load_calendars())
    # 15 days after Friday 20 March end on Saturday 4 April.
    assert (str(window.what), window.due_on, window.basis) == ("复议后起诉", D(2026, 4, 6), "《行政诉讼法》第四十五条")
    assert [step.text for step in window.steps] == [
        "结果于2026-03-20送达。",
        "当日不计入（民法典第二百零一条），期限15日：至2026-04-04。",
        "2026-04-04为休息日，顺延至下一个工作日2026-04-06（民法典第二百零三条）。",
    ]
    review(cast, remedy.request, kind="suit_after_review", follows=remedy, filed_on=TODAY, notified_on=None)
    assert next_windows(Remedy.objects.get(pk=remedy.pk), load_calendars()) == []


@pytest.mark.parametrize(
    ("simplified", "decision", "suit"),
    [(False, D(2026, 5, 12), D(2026, 5, 27)), (True, D(2026, 4, 13), D(2026, 4, 28))],
)
def test_an_accepted_review_has_its_own_period_and_silence_can_be_sued(cast: Cast, simplified, decision, suit):
    remedy = review(cast, simplified=simplified)
    assert next_windows(remedy, load_calendars()) == []
    remedy = remedies.record_acceptance(remedy, on=D(2026, 3, 13), actor=cast.officer, today=TODAY)
    assert [window.due_on for window in next_windows(remedy, load_calendars())] == [decision, suit]
    with pytest.raises(Refused):
        remedies.record_acceptance(remedy, on=D(2026, 3, 11), actor=cast.officer, today=TODAY)
    with pytest.raises(Refused):
        remedies.record_acceptance(review(cast, kind="direct_suit"), on=TODAY, actor=cast.officer, today=TODAY)


def test_after_a_suit_an_appeal_is_open_against_judgment_and_ruling(cast: Cast):
    suit = review(cast, kind="direct_suit")
    assert next_windows(suit, load_calendars()) == []
    suit = remedies.close_remedy(
        suit, outcome="upheld", on=TODAY, served_on=TODAY, note="", actor=cast.officer, today=TODAY
    )
    appeals = {"对判决提起上诉": D(2026, 4, 6), "对裁定提起上诉": D(2026, 3, 30)}
    assert named(next_windows(suit, load_calendars())) == appeals
    assert named(windows_of(suit.request, load_calendars(), today=TODAY)).items() >= appeals.items()


def test_failure_to_reply_is_reviewed_first_from_2024_on(cast: Cast):
    request, calendar = logged(cast), load_calendars()
    assert silence_windows(request, calendar, today=request.due_on) == []
    (window,) = silence_windows(request, calendar, today=D(2026, 3, 31))
    assert (window.from_day, window.due_on) == (D(2026, 3, 30), D(2026, 5, 29))
    assert "第二十三条第一款第（三）项" in window.basis
    old = Request(due_on=D(2023, 12, 29))
    assert [clock.missing_year for clock in silence_windows(old, calendar, today=TODAY)] == [2024, 2024]
    assert silence_windows(concluded(cast), calendar, today=D(2026, 12, 1)) == []
