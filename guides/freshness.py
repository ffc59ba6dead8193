"""When a guide has to be checked again (核对), and how it stands on a day: pure rules.

Facts are stored (first publication, checks, reports of errors), everything here follows from them.  No law names an
interval; the months and days are the center's own rule, from the settings or from the guide itself.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from foundation.months import add_months
from foundation.workdays import WorkCalendar, YearNotCovered

SOON_DAYS: Final = 14
"""Calendar days before the day of the next check from which on it is due soon."""
REPORT_SOON_WORKDAYS: Final = 2
"""Working days before the answer to a report is due from which on it is due soon."""
LONGEST_MONTHS: Final = 36
"""No guide goes longer without a check."""


class State(TextChoices):
    """How a public guide stands."""

    IN_TIME = "in_time", _("checked in time")
    SOON = "soon", _("check due soon")
    OVERDUE = "overdue", _("check overdue")
    DOUBTED = "doubted", _("being verified")


CURRENT: Final = (State.IN_TIME.value, State.SOON.value)
"""Checked within the interval, and not in doubt."""


class Occasion(TextChoices):
    """Of what the owner of a guide is reminded."""

    CHECK_SOON = "check_soon", _("check due soon")
    CHECK_OVERDUE = "check_overdue", _("check overdue")
    REPORT_SOON = "report_soon", _("answer to a report due soon")
    REPORT_OVERDUE = "report_overdue", _("answer to a report overdue")


ESCALATED: Final = frozenset({Occasion.CHECK_OVERDUE.value, Occasion.REPORT_OVERDUE.value})
"""What the head of the center sees as well."""


@dataclass(frozen=True)
class Standing:
    """The facts of a public guide: from which day its interval counts, how long that is, reports without an answer.

    The interval counts from the last check, or from the first publication while there was none.  A release alone is
    no check: it says what the text is, not that somebody compared all of it with what the window really does.
    """

    counted_from: dt.date
    months: int
    doubted_since: dt.date | None = None
    """The day of the oldest report that has no answer; None without one."""
    answer_due_on: dt.date | None = None
    """By when the most pressing report is to be answered; None without a report, or where the calendar is missing."""

    @property
    def due_on(self) -> dt.date:
        """The last day for the next check."""
        return add_months(self.counted_from, self.months)

    def state(self, today: dt.date) -> State:
        """Return how the guide stands; a report without an answer suspends whatever the last check said."""
        if self.doubted_since is not None:
            return State.DOUBTED
        if self.due_on < today:
            return State.OVERDUE
        return State.SOON if self.due_on <= today + dt.timedelta(SOON_DAYS) else State.IN_TIME


def occasions(standing: Standing, calendar: WorkCalendar, *, today: dt.date) -> dict[str, dt.date]:
    """Return of what the owner is to be reminded on this day, each with the day that it is about."""
    found: dict[str, dt.date] = {}
    if standing.due_on < today:
        found[Occasion.CHECK_OVERDUE] = standing.due_on
    elif standing.due_on <= today + dt.timedelta(SOON_DAYS):
        found[Occasion.CHECK_SOON] = standing.due_on
    answer = standing.answer_due_on
    if answer is not None and answer < today:
        found[Occasion.REPORT_OVERDUE] = answer
    elif answer is not None and calendar.count_rather_early(today, answer) <= REPORT_SOON_WORKDAYS:
        found[Occasion.REPORT_SOON] = answer
    return found


def answer_due(received_on: dt.date, days: int, calendar: WorkCalendar) -> dt.date | None:
    """Return by when a report is to be answered; None where a year of the calendar is missing."""
    try:
        return calendar.advance(received_on, days)
    except YearNotCovered:
        return None
