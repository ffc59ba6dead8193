"""The clock of messages."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.deadlines import Fact, FactKind, InconsistentFacts, Limit, Unit, compute, last_due, petition_notice_due
from foundation.workdays import WorkCalendar

FIVE = Limit(5, Unit.WORKING, 5, "规定")
SIXTY = Limit(60, Unit.CALENDAR, 30, "信访工作条例")
PLAIN = WorkCalendar.build(range(2025, 2028), {dt.date(2026, 2, 14): True, dt.date(2026, 2, 16): False})
MONDAY = dt.date(2026, 3, 2)
F = FactKind


def facts(*rows: tuple[str, int], **more: int) -> list[Fact]:
    """Return facts on days after the Monday."""
    made = []
    for kind, offset in rows:
        day = MONDAY + dt.timedelta(offset)
        days = more.get("days") if kind == F.EXTENDED else None
        until = day + dt.timedelta(7) if kind == F.ASKED else None
        made.append(Fact(kind, day, days, until))
    return made


@pytest.mark.parametrize(
    ("limit", "rows", "more", "due"),
    [
        (FIVE, [(F.RECEIVED, 0)], {}, 7),
        (FIVE, [(F.RECEIVED, 5)], {}, 11),  # Saturday: Monday is the first day
        (SIXTY, [(F.RECEIVED, 0)], {}, 60),
        (FIVE, [(F.RECEIVED, 0), (F.ACCEPTED, 1)], {}, 7),
        (FIVE, [(F.RECEIVED, 0), (F.EXTENDED, 2)], {"days": 5}, 14),
        (SIXTY, [(F.RECEIVED, 0), (F.EXTENDED, 2)], {"days": 30}, 90),
        (FIVE, [(F.RECEIVED, 0), (F.ASKED, 1), (F.RESUMED, 3)], {}, 9),
        (SIXTY, [(F.RECEIVED, 0), (F.ASKED, 1), (F.RESUMED, 4)], {}, 63),
        (FIVE, [(F.RECEIVED, 0), (F.ASKED, 1), (F.ACCEPTED, 1), (F.RESUMED, 1)], {}, 7),
        (FIVE, [(F.RECEIVED, 0), (F.REPLIED, 2), (F.REOPENED, 9)], {}, 16),
    ],
)
def test_when_a_reply_is_due(limit: Limit, rows: list[tuple[str, int]], more: dict[str, int], due: int) -> None:
    if (F.ACCEPTED, 1) in rows and (F.ASKED, 1) in rows:
        rows = [rows[0], rows[2], rows[1], rows[3]]
    assert compute(facts(*rows, **more), limit, PLAIN).due_on == MONDAY + dt.timedelta(due)


def test_while_the_writer_is_asked_no_day_is_due() -> None:
    deadline = compute(facts((F.RECEIVED, 0), (F.ASKED, 1)), FIVE, PLAIN)
    assert deadline.due_on is None
    assert deadline.waiting_until == MONDAY + dt.timedelta(8)
    assert not deadline.is_overdue(MONDAY + dt.timedelta(400))


def test_what_is_over_is_not_due_but_its_last_day_is_known() -> None:
    over = facts((F.RECEIVED, 0), (F.REPLIED, 30))
    assert compute(over, FIVE, PLAIN).is_over
    assert compute(over, FIVE, PLAIN).due_on is None
    assert last_due(over, FIVE, PLAIN) == MONDAY + dt.timedelta(7)
    assert last_due(facts((F.RECEIVED, 0), (F.WITHDRAWN, 1)), FIVE, PLAIN) is None
    assert last_due(facts((F.RECEIVED, 0)), FIVE, PLAIN) is None


def test_a_missing_year_is_named_and_nothing_guessed() -> None:
    late = [Fact(F.RECEIVED, dt.date(2027, 12, 30))]
    deadline = compute(late, FIVE, PLAIN)
    assert (deadline.due_on, deadline.missing_year) == (None, 2028)
    assert compute(late, SIXTY, PLAIN).due_on == dt.date(2028, 2, 28)


def test_every_step_is_told() -> None:
    told = compute(
        facts((F.RECEIVED, 0), (F.ASKED, 1), (F.RESUMED, 3), (F.EXTENDED, 4), (F.REPLIED, 5), days=2), FIVE, PLAIN
    ).steps
    assert [step.on for step in told] == [MONDAY + dt.timedelta(n) for n in (0, 1, 3, 4, 5)]
    assert "2026-03-09" in told[0].text
    assert told[0].source == "规定"
    assert "2026-03-11" in told[2].text
    assert "2026-03-13" in told[3].text


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [(F.ACCEPTED, 0)],
        [(F.RECEIVED, 0), (F.RESUMED, 1)],
        [(F.RECEIVED, 2), (F.EXTENDED, 1)],
        [(F.RECEIVED, 0), (F.ASKED, 1), (F.ASKED, 2)],
        [(F.RECEIVED, 0), (F.ASKED, 1), (F.REPLIED, 2)],
        [(F.RECEIVED, 0), (F.EXTENDED, 1), (F.EXTENDED, 2)],
        [(F.RECEIVED, 0), (F.REPLIED, 1), (F.REPLIED, 2)],
        [(F.RECEIVED, 0), (F.REPLIED, 1), (F.WITHDRAWN, 2)],
        [(F.RECEIVED, 0), (F.WITHDRAWN, 1), (F.REOPENED, 2)],
        [(F.RECEIVED, 0), (F.RECEIVED, 1)],
    ],
)
def test_what_cannot_be_true_is_refused(rows: list[tuple[str, int]]) -> None:
    with pytest.raises(InconsistentFacts):
        compute(facts(*rows, days=1), FIVE, PLAIN)


def test_a_matter_opened_again_may_be_extended_again() -> None:
    rows = [(F.RECEIVED, 0), (F.EXTENDED, 1), (F.REPLIED, 2), (F.REOPENED, 7), (F.EXTENDED, 8)]
    assert compute(facts(*rows, days=1), FIVE, PLAIN).due_on == MONDAY + dt.timedelta(15)


@given(st.integers(0, 300), st.integers(0, 30), st.integers(0, 40), st.sampled_from([FIVE, SIXTY]))
def test_waiting_never_costs_the_office_time(start: int, asked: int, waited: int, limit: Limit) -> None:
    day = dt.date(2025, 6, 2) + dt.timedelta(start)
    rows = [
        Fact(F.RECEIVED, day),
        Fact(F.ASKED, day + dt.timedelta(asked), until=day + dt.timedelta(asked + 50)),
        Fact(F.RESUMED, day + dt.timedelta(asked + waited)),
    ]
    plain, paused = compute(rows[:1], limit, PLAIN).due_on, compute(rows, limit, PLAIN).due_on
    assert plain is not None
    assert paused is not None
    assert limit.between(plain, paused, PLAIN) == limit.between(rows[1].on, rows[2].on, PLAIN)


def test_the_notice_of_a_petition_is_due_in_calendar_days() -> None:
    assert petition_notice_due(dt.date(2026, 2, 10)) == dt.date(2026, 2, 25)
