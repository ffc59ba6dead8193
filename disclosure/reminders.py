"""Of what somebody has to be reminded, from how things stand on a day: levels, not events; pure.

Nothing here asks whether today is the day: a night without the job loses nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

from disclosure.deadlines import Deadline, Waiting
from disclosure.models.reminders import ReminderKind
from disclosure.states import RequestStage
from foundation.workdays import WorkCalendar

SOON_WORKDAYS: Final = 5
"""Working days before the last day for the reply from which on it is due soon."""
CONFIRM_WORKDAYS: Final = 1
"""Working days within which the receipt should be confirmed with the applicant."""


def occasions(
    stage: str,
    arrived_on: dt.date,
    deadline: Deadline | None,
    answers_due: Iterable[dt.date],
    calendar: WorkCalendar,
    *,
    today: dt.date,
) -> dict[str, dt.date]:
    """Return what stands on this day, each with the day that it is about.

    ``answers_due`` holds the last days of consultations that wait for their answer.
    """
    if stage in {RequestStage.CONCLUDED, RequestStage.DISMISSED}:
        return {}
    if stage == RequestStage.SUBMITTED:
        waited = calendar.count_rather_early(arrived_on, today)
        return {ReminderKind.UNCONFIRMED: arrived_on} if waited > CONFIRM_WORKDAYS else {}
    found = _periods(deadline, calendar, today) if deadline is not None else {}
    late = [day for day in answers_due if day <= today]
    return {**found, ReminderKind.CONSULTATION_OVER: min(late)} if late else found


def _periods(deadline: Deadline, calendar: WorkCalendar, today: dt.date) -> dict[str, dt.date]:
    due_on, until = deadline.due_on, deadline.waiting_until
    if deadline.waiting is not None:
        kinds = {Waiting.CORRECTION: ReminderKind.CORRECTION_OVER, Waiting.FEE: ReminderKind.FEE_OVER}
        return {kinds[deadline.waiting]: until} if until is not None and until < today else {}
    if due_on is None:
        return {}
    if due_on < today:
        return {ReminderKind.OVERDUE: due_on}
    return {ReminderKind.DUE_SOON: due_on} if calendar.count_rather_early(today, due_on) <= SOON_WORKDAYS else {}
