"""The verb that brings the reminders of requests up to date; it may run at any time and as often as one likes."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet

from disclosure.actions.clock import deadline_of
from disclosure.models.clock import Consultation
from disclosure.models.register import Request
from disclosure.reminders import occasions
from disclosure.states import RequestStage
from foundation.reminding import Reminded, bring_up_to_date, remind_each
from foundation.workdays import WorkCalendar

JOB: Final = "disclosure.remind"
LATE_HOURS: Final = 3
"""The job runs each hour; after so many without a run something is wrong with the worker."""
_AHEAD: Final = dt.timedelta(days=21)
"""No five working days are longer: beyond this nothing is due soon."""


def remind_all(calendar: WorkCalendar, *, today: dt.date) -> Reminded:
    """Bring the reminders of all requests up to date, one transaction for each; one that fails stops no other."""
    keys = list(_touched(today).values_list("pk", flat=True))
    return remind_each(JOB, keys, lambda key: remind(key, calendar, today=today))


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
        bring_up_to_date(request.reminders, wanted)
