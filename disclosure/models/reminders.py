"""What the office was reminded of: one row for each request and occasion."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from disclosure.models.register import Request
from foundation.constraints import known
from foundation.reminding import StandingReminder


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


class Reminder(StandingReminder):
    """A reminder stands while its occasion does; the row stays when the occasion has passed."""

    request = models.ForeignKey(Request, models.CASCADE, related_name="reminders")
    kind = models.CharField(_("what about"), max_length=20, choices=ReminderKind)

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
