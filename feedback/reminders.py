"""Of what an office has to be reminded, from how a message stands on a day: levels, not events; pure.

Nothing here asks whether today is the day: a night without the job loses nothing.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from feedback.models.reminders import ReminderKind
from feedback.states import OPEN, VERBS, MessageStage
from foundation.workdays import WorkCalendar

SOON_WORKDAYS: Final = 2
"""Working days before the last day for the reply from which on it is due soon."""
ASSIGN_WORKDAYS: Final = 1
"""Working days within which the center assigns a message, and a department takes it up."""
NOTICE_DAYS: Final = 5
"""Calendar days before the last day of the notice (信访工作条例 art. 23) from which on it is pressing."""


@dataclass(frozen=True)
class Standing:
    """How a message stands."""

    stage: str
    received_on: dt.date
    due_on: dt.date | None = None
    assigned_on: dt.date | None = None
    notice_due_on: dt.date | None = None
    objected_on: dt.date | None = None
    supervision_due_on: dt.date | None = None


def occasions(standing: Standing, calendar: WorkCalendar, *, today: dt.date) -> dict[str, dt.date]:
    """Return what stands on this day, each with the day that it is about."""
    found: dict[str, dt.date] = {}
    if standing.stage == MessageStage.OBJECTED and standing.objected_on is not None:
        found[ReminderKind.OBJECTION] = standing.objected_on
    pressed = standing.supervision_due_on is not None and standing.stage in VERBS["answer_supervision"].sources
    if pressed and standing.supervision_due_on is not None and standing.supervision_due_on < today:
        found[ReminderKind.SUPERVISION_OVER] = standing.supervision_due_on
    if standing.stage not in OPEN:
        return found
    return found | _of_open(standing, calendar, today)


def _of_open(standing: Standing, calendar: WorkCalendar, today: dt.date) -> dict[str, dt.date]:
    found: dict[str, dt.date] = {}
    if standing.due_on is not None and standing.due_on < today:
        found[ReminderKind.OVERDUE] = standing.due_on
    elif standing.due_on is not None and calendar.count_rather_early(today, standing.due_on) <= SOON_WORKDAYS:
        found[ReminderKind.DUE_SOON] = standing.due_on
    waits = {
        MessageStage.RECEIVED.value: (ReminderKind.UNASSIGNED, standing.received_on),
        MessageStage.ROUTED.value: (ReminderKind.UNACCEPTED, standing.assigned_on or standing.received_on),
    }
    if standing.stage in waits:
        kind, since = waits[standing.stage]
        if calendar.count_rather_early(since, today) > ASSIGN_WORKDAYS:
            found[kind] = since
    if standing.notice_due_on is not None and (standing.notice_due_on - today).days <= NOTICE_DAYS:
        found[ReminderKind.NOTICE_DUE] = standing.notice_due_on
    return found
