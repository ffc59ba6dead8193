"""How long solicitations run by their kind, and where they stand on a day."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.consultations import (
    LEAST_DAYS,
    SolicitationState,
    earliest_end,
    is_short,
    may_be_shorter,
    result_due_on,
    state_on,
)

FIRST = dt.date(2026, 3, 1)
LAST = dt.date(2026, 4, 1)


@pytest.mark.parametrize(
    ("kind", "business", "allowed"),
    [
        ("rule", False, False),
        ("rule", True, False),
        ("major_decision", False, True),
        ("major_decision", True, True),
        ("normative", False, True),
        ("normative", True, False),
        ("other", False, True),
        ("other", True, True),
    ],
)
def test_who_may_ask_for_fewer_than_thirty_days(kind: str, business: bool, allowed: bool) -> None:
    assert may_be_shorter(kind, touches_business=business) is allowed


@pytest.mark.parametrize(("days", "short"), [(29, True), (30, False), (31, False), (0, True)])
def test_the_first_day_is_not_counted(days: int, short: bool) -> None:
    assert is_short(FIRST, FIRST + dt.timedelta(days=days)) is short


def test_february_is_counted_in_days() -> None:
    assert earliest_end(dt.date(2026, 2, 1)) == dt.date(2026, 3, 3)


@pytest.mark.parametrize(
    ("day", "has_result", "state"),
    [
        (dt.date(2026, 2, 28), False, SolicitationState.UPCOMING),
        (FIRST, False, SolicitationState.RUNNING),
        (LAST, False, SolicitationState.RUNNING),
        (dt.date(2026, 4, 2), False, SolicitationState.AWAITING),
        (dt.date(2026, 4, 2), True, SolicitationState.RESULT),
    ],
)
def test_where_it_stands(day: dt.date, has_result: bool, state: SolicitationState) -> None:
    assert state_on(day, FIRST, LAST, has_result=has_result) == state


def test_the_result_is_due_thirty_days_after_the_last() -> None:
    assert result_due_on(LAST) == dt.date(2026, 5, 1)


@given(st.dates(max_value=dt.date(9000, 1, 1)), st.integers(0, 400))
def test_short_is_what_ends_before_the_earliest_end(start: dt.date, days: int) -> None:
    assert is_short(start, start + dt.timedelta(days=days)) is (days < LEAST_DAYS)
