"""The verb that brings the reminders of messages up to date; it may run at any time and as often as one likes."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from feedback.models.messages import Message
from feedback.models.replies import Verdict
from feedback.reminders import Standing, occasions
from feedback.states import OPEN, MessageStage, Party, Solved
from foundation.reminding import Reminded, bring_up_to_date, remind_each
from foundation.workdays import WorkCalendar

JOB: Final = "feedback.remind"


def remind_all(calendar: WorkCalendar, *, today: dt.date) -> Reminded:
    """Bring the reminders of all messages up to date, one transaction for each; one that fails stops no other."""
    keys = list(_touched().values_list("pk", flat=True))
    return remind_each(JOB, keys, lambda key: remind(key, calendar, today=today))


def _touched() -> QuerySet[Message]:
    """Return the messages with which something may be the matter, and those whose reminders may have passed."""
    unsettled = Q(stage__in=[*OPEN, MessageStage.OBJECTED]) | Q(
        supervisions__isnull=False, supervisions__answered_at=None
    )
    standing = Q(reminders__isnull=False, reminders__ended_at=None)
    return Message.objects.filter(unsettled | standing).order_by("pk").distinct()


def remind(key: int, calendar: WorkCalendar, *, today: dt.date) -> None:
    """Raise what stands for one message and is not raised yet, and settle what has passed."""
    with transaction.atomic():
        message = Message.objects.select_for_update(of=("self",)).get(pk=key)
        bring_up_to_date(message.reminders, occasions(_standing(message), calendar, today=today))


def _standing(message: Message) -> Standing:
    host = message.assignments.filter(party=Party.HOST, returned_at=None, ended_at=None).first()
    objection = Verdict.objects.filter(reply__message=message, solved=Solved.NOT, is_reopened=None).first()
    supervision = message.supervisions.unanswered().first()
    return Standing(
        stage=message.stage,
        received_on=message.received_on,
        due_on=message.due_on,
        assigned_on=localdate(host.assigned_at) if host else None,
        notice_due_on=message.notice_due_on,
        objected_on=localdate(objection.given_at) if objection else None,
        supervision_due_on=supervision.due_on if supervision else None,
    )
