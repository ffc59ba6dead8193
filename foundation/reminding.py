"""Reminders that follow how things stand: levels, not events, so that a missed night loses nothing.

An app says which occasions stand for a record on a day; a row is raised for each that has none, and settled when its
occasion has passed.  The row stays, so that nobody is reminded of the same twice.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.clock import local_now
from foundation.job_runs import record_run

logger = logging.getLogger(__name__)


class StandingQuerySet(models.QuerySet[Any]):
    """Reminders by whether their occasion still stands."""

    def standing(self) -> Self:
        """Reminders whose occasion still stands."""
        return self.filter(ended_at=None)


class StandingReminder(models.Model):
    """A reminder of one record.  Concrete classes add the record, ``kind`` and that there is one of each kind."""

    day = models.DateField(_("since or until"))
    """The day that the reminder is about: the last day for the reply, the end of a period, the day of arrival."""
    raised_at = models.DateTimeField(_("reminded"), default=local_now)
    ended_at = models.DateTimeField(_("settled"), null=True, blank=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        abstract = True

    def stands_for(self, day: dt.date) -> bool:
        """Tell whether the reminder stands and is about this day."""
        return self.ended_at is None and self.day == day


def bring_up_to_date(reminders: Any, wanted: Mapping[str, dt.date]) -> None:
    """Raise what stands for one record and is not raised yet, and settle what has passed.

    ``reminders`` is the related manager of a locked record, ``wanted`` its occasions by kind, each with its day.
    """
    now = local_now()
    held = {reminder.kind: reminder for reminder in reminders.all()}
    for kind, day in wanted.items():
        if kind not in held or not held[kind].stands_for(day):
            reminders.update_or_create(kind=kind, defaults={"day": day, "raised_at": now, "ended_at": None})
    reminders.filter(ended_at=None).exclude(kind__in=wanted).update(ended_at=now)


class Reminded(NamedTuple):
    """How many records were looked at, and at how many that failed."""

    handled: int
    failed: int


def remind_each(job: str, keys: Iterable[int], remind: Callable[[int], None]) -> Reminded:
    """Bring the reminders of many records up to date and note the run; one that fails stops no other."""
    handled = failed = 0
    for key in keys:
        handled += 1
        try:
            remind(key)
        except Exception:  # whatever is wrong with one record, the others' days go by
            logger.exception("%s: record %d", job, key)
            failed += 1
    record_run(job, handled=handled, failed=failed)
    return Reminded(handled, failed)
