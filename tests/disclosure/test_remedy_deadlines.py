import datetime as dt

import pytest

from disclosure import remedy_deadlines as rules
from foundation.workdays import WorkCalendar

D = dt.date
CALENDAR = WorkCalendar.build([2025, 2026], {D(2026, 5, 1): False})


@pytest.mark.parametrize(
    ("day", "count", "later"),
    [
        (D(2025, 1, 31), 1, D(2025, 2, 28)),
        (D(2025, 8, 31), 6, D(2026, 2, 28)),
        (D(2025, 6, 15), 6, D(2025, 12, 15)),
        (D(2025, 12, 15), 1, D(2026, 1, 15)),
    ],
)
def test_months_end_on_the_same_day_or_the_last_of_the_month(day, count, later):
    assert rules.months_later(day, count) == later


@pytest.mark.parametrize(
    ("rule", "day", "due"),
    [
        # 60 calendar days: Friday 1 May is a day off, so Monday 4 May.
        (rules.review_filing_ends, D(2026, 3, 2), D(2026, 5, 4)),
        (rules.review_filing_ends, D(2026, 3, 3), D(2026, 5, 4)),
        (rules.review_filing_ends, D(2026, 3, 6), D(2026, 5, 5)),
        (rules.suit_filing_ends, D(2025, 9, 2), D(2026, 3, 2)),
        (rules.suit_filing_ends, D(2025, 9, 1), D(2026, 3, 2)),  # Sunday 1 March moves on
        (rules.suit_after_review_ends, D(2026, 3, 2), D(2026, 3, 17)),
        (rules.suit_after_review_ends, D(2026, 3, 6), D(2026, 3, 23)),
        (rules.defence_due, D(2026, 3, 2), D(2026, 3, 17)),
        (rules.defence_due, D(2026, 3, 6), D(2026, 3, 23)),  # Saturday moves on
    ],
)
def test_calendar_periods_move_off_days_off(rule, day, due):
    assert rule(day, CALENDAR) == due


@pytest.mark.parametrize(("simplified", "due"), [(False, D(2026, 3, 16)), (True, D(2026, 3, 9))])
def test_our_answer_in_review_is_counted_in_working_days(simplified, due):
    assert rules.review_answer_due(D(2026, 3, 2), CALENDAR, simplified=simplified) == due


@pytest.mark.parametrize(("simplified", "due"), [(False, D(2026, 5, 4)), (True, D(2026, 4, 1))])
def test_the_review_organ_has_sixty_or_thirty_days(simplified, due):
    assert rules.review_decision_due(D(2026, 3, 2), CALENDAR, simplified=simplified) == due


@pytest.mark.parametrize(("ruling", "due"), [(False, D(2026, 3, 17)), (True, D(2026, 3, 12))])
def test_a_judgment_leaves_fifteen_days_and_a_ruling_ten(ruling, due):
    assert rules.appeal_ends(D(2026, 3, 2), CALENDAR, ruling=ruling) == due
