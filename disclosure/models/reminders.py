"""What the office was reminded of: one row for each request and occasion."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from disclosure.models.register import Request
from foundation.clock import local_now
from foundation.constraints import known


class ReminderKind(models.TextChoices):
    """What somebody has to look after."""

    OVERDUE = "overdue", _("reply overdue")
    DUE_SOON = "due_soon", _("reply due soon")
    UNCONFIRMED = "unconfirmed", _("receipt not confirmed")
    CORRECTION_OVER = "correction_over", _("correction period over")
    FEE_OVER = "fee_over", _("payment period over")
    CONSULTATION_OVER = "consultation_over", _("answer to a consultation due")


ESCALATED = frozenset({ReminderKind.OVERDUE.value})
"""What the head of the office sees as well."""


class ReminderQuerySet(models.QuerySet["Reminder"]):
    """Reminders by whether their occasion still stands."""

    def standing(self) -> ReminderQuerySet:
        """Reminders whose occasion still stands."""
        return self.filter(ended_at=None)


class Reminder(models.Model):
    """A reminder stands while its occasion does; the row stays when the occasion has passed."""

    request = models.ForeignKey(Request, models.CASCADE, related_name="reminders")
    kind = models.CharField(_("what about"), max_length=20, choices=ReminderKind)
    day = models.DateField(_("since or until"))
    """The day that the reminder is about: the last day for the reply, the end of a period, the day of arrival."""
    raised_at = models.DateTimeField(_("reminded"), default=local_now)
    ended_at = models.DateTimeField(_("settled"), null=True, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["day", "id"]
        indexes = [models.Index(fields=["kind", "day"], condition=models.Q(ended_at=None), name="reminder_standing")]
        constraints = [
            known("kind", ReminderKind),
            models.UniqueConstraint(fields=["request", "kind"], name="reminder_once"),
            models.CheckConstraint(
                condition=models.Q(ended_at=None) | models.Q(ended_at__gte=models.F("raised_at")),
                name="reminder_ends_after_it_was_raised",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request} · {self.get_kind_display()}"

    def stands_for(self, day: dt.date) -> bool:
        """Tell whether the reminder stands and is about this day."""
        return self.ended_at is None and self.day == day
