import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.deadlines import (
    Fact,
    FactKind,
    InconsistentFacts,
    Waiting,
    compute,
    rule_for,
)
from disclosure.regulations import REGULATION_2008, REGULATION_2019
from foundation.workdays import WorkCalendar

K = FactKind


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


# Weekends and the public holidays and make-up days that the cases below touch.
HOLIDAYS = [
    ("2018-12-31", "2019-01-01"),
    ("2019-02-04", "2019-02-10"),
    ("2025-01-01", "2025-01-01"),
    ("2025-01-28", "2025-02-04"),
    ("2025-10-01", "2025-10-08"),
    ("2026-02-15", "2026-02-23"),
]
MAKE_UP = [
    "2018-12-29",
    "2019-02-02",
    "2019-02-03",
    "2025-01-26",
    "2025-02-08",
    "2025-09-28",
    "2025-10-11",
    "2026-02-14",
    "2026-02-28",
]
EXCEPTIONS = {
    day(first) + dt.timedelta(n): False for first, last in HOLIDAYS for n in range((day(last) - day(first)).days + 1)
} | {day(text): True for text in MAKE_UP}
CALENDAR = WorkCalendar.build(range(2008, 2027), EXCEPTIONS)


def due(*facts: Fact) -> dt.date | None:
    return compute(facts, CALENDAR).due_on


def received(text: str) -> Fact:
    return Fact(K.RECEIVED, day(text))


@pytest.mark.parametrize(
    ("received_on", "due_on"),
    [
        ("2018-12-03", "2018-12-24"),  # 2008 regulation: 15 working days
        ("2019-01-25", "2019-02-20"),  # 15, over the Spring Festival with two make-up days
        ("2019-05-14", "2019-06-04"),  # last day of the old rule (this calendar knows no holiday in between)
        ("2019-05-15", "2019-06-12"),  # first day of the new rule: 20
        ("2025-01-20", "2025-02-21"),  # Spring Festival and its make-up days
        ("2025-09-26", "2025-10-30"),  # National Day; Sunday 28 September is a working day
    ],
)
def test_reply_period(received_on, due_on):
    assert due(received(received_on)) == day(due_on)


def test_the_rule_follows_the_day_of_receipt():
    assert rule_for(day("2008-05-01")) is REGULATION_2008
    assert rule_for(day("2019-05-14")) is REGULATION_2008
    assert rule_for(day("2019-05-15")) is REGULATION_2019
    with pytest.raises(InconsistentFacts, match="2008-05-01"):
        rule_for(day("2008-04-30"))


def test_without_receipt_no_period_runs():
    with pytest.raises(InconsistentFacts):
        compute([], CALENDAR)


def test_a_correction_waits_and_then_starts_the_period_anew():
    asked = Fact(K.CORRECTION_ASKED, day("2025-03-05"), until=day("2025-03-19"))
    waiting = compute([received("2025-03-03"), asked], CALENDAR)
    assert (waiting.due_on, waiting.waiting, waiting.waiting_until) == (None, Waiting.CORRECTION, day("2025-03-19"))
    assert waiting.correction_notice_due == day("2025-03-12")
    assert due(received("2025-03-03"), asked, Fact(K.CORRECTED, day("2025-03-18"))) == day("2025-04-15")


def test_a_late_request_for_correction_is_said_to_be_late():
    asked = Fact(K.CORRECTION_ASKED, day("2025-03-13"), until=day("2025-03-27"))
    assert any("2025-03-12" in step.text for step in compute([received("2025-03-03"), asked], CALENDAR).steps)


def test_under_the_old_rule_a_correction_moves_nothing():
    asked, answered = Fact(K.CORRECTION_ASKED, day("2018-12-05")), Fact(K.CORRECTED, day("2018-12-10"))
    assert due(received("2018-12-03"), asked, answered) == day("2018-12-24")


def test_an_extension_adds_working_days_once_and_at_most_twenty():
    assert due(received("2025-03-03"), Fact(K.EXTENDED, day("2025-03-20"), days=10)) == day("2025-04-14")
    with pytest.raises(InconsistentFacts):
        due(received("2025-03-03"), Fact(K.EXTENDED, day("2025-03-20"), days=21))
    with pytest.raises(InconsistentFacts):
        due(received("2025-03-03"), *[Fact(K.EXTENDED, day("2025-03-20"), days=5)] * 2)
    with pytest.raises(InconsistentFacts):
        due(received("2018-12-03"), Fact(K.EXTENDED, day("2018-12-10"), days=16))


def asked(text: str, thread: str = "1", kind: FactKind = K.THIRD_PARTY_ASKED) -> Fact:
    return Fact(kind, day(text), thread=thread)


def answered(text: str, thread: str = "1", kind: FactKind = K.THIRD_PARTY_ANSWERED) -> Fact:
    return Fact(kind, day(text), thread=thread)


def test_the_days_of_a_consultation_are_not_counted():
    # Asked Monday 10 March, answered Friday 14 March: 11, 12, 13 and 14 March are left out.
    assert due(received("2025-03-03")) == day("2025-03-31")
    assert due(received("2025-03-03"), asked("2025-03-10"), answered("2025-03-14")) == day("2025-04-04")


def test_overlapping_consultations_are_left_out_once():
    organ = (asked("2025-03-12", "2", K.ORGAN_ASKED), answered("2025-03-18", "2", K.ORGAN_ANSWERED))
    both = due(received("2025-03-03"), asked("2025-03-10"), answered("2025-03-14"), *organ)
    assert both == day("2025-04-08")  # 11 to 18 March: six working days


def test_silence_ends_after_fifteen_working_days_and_is_provisional_until_then():
    open_one = compute([received("2025-03-03"), asked("2025-03-10")], CALENDAR)
    assert (open_one.due_on, open_one.provisional) == (day("2025-04-21"), True)
    late = compute([received("2025-03-03"), asked("2025-03-10"), answered("2025-04-10")], CALENDAR)
    assert (late.due_on, late.provisional) == (day("2025-04-21"), False)


def test_a_consultation_before_the_correction_is_no_longer_counted():
    facts = [
        received("2025-03-03"),
        asked("2025-03-04"),
        answered("2025-03-06"),
        Fact(K.CORRECTION_ASKED, day("2025-03-07"), until=day("2025-03-20")),
        Fact(K.CORRECTED, day("2025-03-17")),
    ]
    assert due(*facts) == day("2025-04-14")


def test_a_fee_waits_and_its_payment_starts_the_period_anew():
    noticed = Fact(K.FEE_NOTICED, day("2025-03-10"))
    waiting = compute([received("2025-03-03"), noticed], CALENDAR)
    assert (waiting.due_on, waiting.waiting, waiting.waiting_until) == (None, Waiting.FEE, day("2025-04-07"))
    assert due(received("2025-03-03"), noticed, Fact(K.FEE_PAID, day("2025-03-21"))) == day("2025-04-18")


def test_a_told_later_date_counts():
    reasons = [Fact(K.REASONS_ASKED, day("2025-03-05")), Fact(K.REASONS_GIVEN, day("2025-03-10"))]
    told = Fact(K.DELAY_TOLD, day("2025-03-20"), until=day("2025-06-30"))
    assert due(received("2025-03-03"), *reasons, told) == day("2025-06-30")


def test_a_told_later_date_never_shortens_and_the_steps_stay_true():
    reasons = [Fact(K.REASONS_ASKED, day("2025-03-05")), Fact(K.REASONS_GIVEN, day("2025-03-06"))]
    early = compute(
        [received("2025-03-03"), *reasons, Fact(K.DELAY_TOLD, day("2025-03-07"), until=day("2025-03-10"))], CALENDAR
    )
    assert early.due_on == day("2025-03-31")
    late = compute(
        [received("2025-03-03"), *reasons, Fact(K.DELAY_TOLD, day("2025-03-07"), until=day("2025-06-30"))], CALENDAR
    )
    assert [step.on for step in late.steps[-2:]] == [day("2025-03-31"), day("2025-03-07")]
    assert "2025-06-30" in late.steps[-1].text


@pytest.mark.parametrize(
    "facts",
    [
        [Fact(K.CORRECTED, day("2025-03-10"))],
        [Fact(K.CORRECTION_ASKED, day("2025-03-12")), Fact(K.CORRECTED, day("2025-03-10"))],
        [Fact(K.FEE_PAID, day("2025-03-10"))],
        [answered("2025-03-10")],
        [asked("2025-03-10"), answered("2025-03-09")],
        [asked("2025-03-10"), asked("2025-03-11")],
        [asked("2025-03-10"), answered("2025-03-11"), answered("2025-03-12")],
        [Fact(K.CORRECTION_ASKED, day("2025-03-01"))],
        [Fact(K.CORRECTION_ASKED, day("2025-03-05"))] * 2,
        [Fact(K.RECEIVED, day("2025-03-05"))],
    ],
)
def test_facts_that_contradict_each_other_are_refused(facts):
    with pytest.raises(InconsistentFacts):
        compute([received("2025-03-03"), *facts], CALENDAR)


def test_an_uncovered_year_is_named_and_nothing_is_guessed():
    result = compute([received("2026-12-20")], CALENDAR)
    assert (result.due_on, result.missing_year) == (None, 2027)
    assert "2027" in result.steps[-1].text


def test_every_step_says_its_day_and_the_last_one_is_the_due_date():
    result = compute([received("2025-03-03"), asked("2025-03-10"), answered("2025-03-14")], CALENDAR)
    assert result.steps[-1].on == result.due_on
    assert all(step.text and "%(" not in step.text for step in result.steps)
    assert result.steps[0].source == "第三十三条"


def test_overdue_begins_on_the_day_after():
    result = compute([received("2025-03-03")], CALENDAR)
    assert not result.is_overdue(day("2025-03-31"))
    assert result.is_overdue(day("2025-04-01"))


STARTS = st.dates(day("2019-06-01"), day("2025-06-01"))


@given(STARTS, st.integers(0, 10), st.integers(0, 14), st.integers(0, 10), st.integers(0, 14))
def test_consultations_move_the_date_by_exactly_the_days_left_out(start, first, length, second, other):
    """Whatever overlaps: the days counted and the days left out add up to the days that passed."""
    a, b = start + dt.timedelta(first), start + dt.timedelta(second)
    facts = [
        Fact(K.RECEIVED, start),
        Fact(K.THIRD_PARTY_ASKED, a, thread="1"),
        Fact(K.THIRD_PARTY_ANSWERED, a + dt.timedelta(length), thread="1"),
        Fact(K.ORGAN_ASKED, b, thread="2"),
        Fact(K.ORGAN_ANSWERED, b + dt.timedelta(other), thread="2"),
    ]
    result = due(*facts)
    left_out = {a + dt.timedelta(n) for n in range(1, length + 1)} | {b + dt.timedelta(n) for n in range(1, other + 1)}
    passed = [start + dt.timedelta(n) for n in range(1, (result - start).days + 1)]
    counted = [d for d in passed if CALENDAR.is_workday(d) and d not in left_out]
    assert len(counted) == 20
    assert counted[-1] == result


@given(STARTS)
def test_later_receipt_is_never_due_earlier(start):
    dates = [due(Fact(K.RECEIVED, start + dt.timedelta(n))) for n in range(10)]
    assert all(earlier <= later for earlier, later in pairwise(dates))
