"""Filing windows and clocks of remedies; pure.

复议法 = 行政复议法 (2023), 诉讼法 = 行政诉讼法.  Periods of review and lawsuit are calendar days, months or
years, except that the 3-, 5-, 7- and 10-day periods of the 复议法 are working days (its art. 88).
"""

from __future__ import annotations

import calendar as months
import datetime as dt
from typing import Final

from foundation.workdays import WorkCalendar

REVIEW_FILING_DAYS: Final = 60
"""Calendar days from knowing the decision (复议法 art. 20)."""
REVIEW_ANSWER_DAYS: Final = 10
"""Working days for our answer in review (复议法 art. 48)."""
REVIEW_ANSWER_DAYS_SIMPLIFIED: Final = 5
"""Working days for our answer in the simplified procedure (复议法 art. 54)."""
REVIEW_DECISION_DAYS: Final = 60
"""Calendar days for the decision of the review organ; 30 more with approval (复议法 art. 62)."""
REVIEW_DECISION_DAYS_SIMPLIFIED: Final = 30
"""Calendar days in the simplified procedure (复议法 art. 62)."""
SUIT_FILING_MONTHS: Final = 6
"""Months for a lawsuit without review (诉讼法 art. 46)."""
SUIT_AFTER_REVIEW_DAYS: Final = 15
"""Calendar days for a lawsuit after the review decision (诉讼法 art. 45)."""
DEFENCE_DAYS: Final = 15
"""Calendar days for our defence in court (诉讼法 art. 67)."""
APPEAL_JUDGMENT_DAYS: Final = 15
"""Calendar days for an appeal against a judgment (诉讼法 art. 85)."""
APPEAL_RULING_DAYS: Final = 10
"""Calendar days for an appeal against a ruling (诉讼法 art. 85)."""


def months_later(day: dt.date, count: int) -> dt.date:
    """Return the same day of the month so many months later; the month's last day where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    month += 1
    return dt.date(year, month, min(day.day, months.monthrange(year, month)[1]))


def not_on_a_day_off(day: dt.date, calendar: WorkCalendar | None) -> dt.date:
    """Move a last day that falls on a day off to the next working day (民法典 art. 203).

    Without a calendar it stays where it falls.
    """
    return day if calendar is None or calendar.is_workday(day) else calendar.advance(day, 1)


def review_filing_ends(known_on: dt.date, calendar: WorkCalendar | None) -> dt.date:
    """Return the last day to ask for review of a decision known on this day."""
    return not_on_a_day_off(known_on + dt.timedelta(REVIEW_FILING_DAYS), calendar)


def suit_filing_ends(known_on: dt.date, calendar: WorkCalendar | None) -> dt.date:
    """Return the last day for a lawsuit without review."""
    return not_on_a_day_off(months_later(known_on, SUIT_FILING_MONTHS), calendar)


def suit_after_review_ends(known_on: dt.date, calendar: WorkCalendar | None) -> dt.date:
    """Return the last day for a lawsuit after the review decision, or after its period ended in silence."""
    return not_on_a_day_off(known_on + dt.timedelta(SUIT_AFTER_REVIEW_DAYS), calendar)


def appeal_ends(known_on: dt.date, calendar: WorkCalendar | None, *, ruling: bool) -> dt.date:
    """Return the last day to appeal against a judgment, or against a ruling."""
    return not_on_a_day_off(known_on + dt.timedelta(APPEAL_RULING_DAYS if ruling else APPEAL_JUDGMENT_DAYS), calendar)


def review_answer_due(notified_on: dt.date, calendar: WorkCalendar, *, simplified: bool) -> dt.date:
    """Return when our answer to the review organ is due."""
    return calendar.advance(notified_on, REVIEW_ANSWER_DAYS_SIMPLIFIED if simplified else REVIEW_ANSWER_DAYS)


def defence_due(notified_on: dt.date, calendar: WorkCalendar | None) -> dt.date:
    """Return when our defence in court is due."""
    return not_on_a_day_off(notified_on + dt.timedelta(DEFENCE_DAYS), calendar)


def review_decision_due(accepted_on: dt.date, calendar: WorkCalendar | None, *, simplified: bool) -> dt.date:
    """Return when the review organ has to decide, without its extension."""
    days = REVIEW_DECISION_DAYS_SIMPLIFIED if simplified else REVIEW_DECISION_DAYS
    return not_on_a_day_off(accepted_on + dt.timedelta(days), calendar)
