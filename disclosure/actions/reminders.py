"""The verb that brings the reminders of requests up to date; it may run at any time and as often as one likes."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Final, NamedTuple

from django.db import transaction
from django.db.models import Q, QuerySet

from disclosure.actions.clock import deadline_of
from disclosure.models.clock import Consultation
from disclosure.models.register import Request
from disclosure.models.reminders import Reminder
from disclosure.reminders import occasions
from disclosure.states import RequestStage
from foundation.clock import local_now
from foundation.job_runs import record_run
from foundation.workdays import WorkCalendar

logger = logging.getLogger(__name__)

JOB: Final = "disclosure.remind"
LATE_HOURS: Final = 3
"""The job runs each hour; after so many without a run something is wrong with the worker."""
_AHEAD: Final = dt.timedelta(days=21)
"""No five working days are longer: beyond this nothing is due soon."""


class Reminded(NamedTuple):
    """How many requests were looked at, and at how many that failed."""

    handled: int
    failed: int


def remind_all(calendar: WorkCalendar, *, today: dt.date) -> Reminded:
    """Bring the reminders of all requests up to date, one transaction for each; one that fails stops no other."""
    keys = list(_touched(today).values_list("pk", flat=True))
    failed = 0
    for key in keys:
        try:
            remind(key, calendar, today=today)
        except Exception:  # whatever is wrong with one request, the others' days go by
            logger.exception("reminders of request %d", key)
            failed += 1
    record_run(JOB, handled=len(keys), failed=failed)
    return Reminded(len(keys), failed)


def _touched(today: dt.date) -> QuerySet[Request]:
    """Return the requests with which something may be the matter, and those whose reminders may have passed."""
    waiting = Q(stage__in=[RequestStage.SUBMITTED, RequestStage.CORRECTING, RequestStage.FEE])
    due = Q(concluded_on=None, due_on__lte=today + _AHEAD)
    asked = Q(
        concluded_on=None,
        consultations__answered_on=None,
        consultations__void_reason="",
        consultations__answer_due__lte=today,
    )
    standing = Q(reminders__isnull=False, reminders__ended_at=None)
    return Request.objects.filter(waiting | due | asked | standing).order_by("pk").distinct()


def remind(key: int, calendar: WorkCalendar, *, today: dt.date) -> None:
    """Raise what stands for one request and is not raised yet, and settle what has passed."""
    with transaction.atomic():
        request = Request.objects.select_for_update(of=("self",)).get(pk=key)
        open_ones = Consultation.objects.open().filter(request=request)
        answers_due = [day for day in open_ones.values_list("answer_due", flat=True) if day is not None]
        wanted = occasions(
            request.stage,
            request.arrived_on,
            deadline_of(request, calendar),
            answers_due,
            calendar,
            today=today,
        )
        held = {reminder.kind: reminder for reminder in request.reminders.all()}
        now = local_now()
        for kind, day in wanted.items():
            reminder = held.get(kind)
            if reminder is None or not reminder.stands_for(day):
                Reminder.objects.update_or_create(
                    request=request, kind=kind, defaults={"day": day, "raised_at": now, "ended_at": None}
                )
        Reminder.objects.standing().filter(request=request).exclude(kind__in=wanted).update(ended_at=now)
