"""What offices were reminded of: one row for each message and occasion."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from feedback.models.messages import Message
from foundation.constraints import known
from foundation.reminding import StandingReminder


class ReminderKind(models.TextChoices):
    """What somebody has to look after."""

    OVERDUE = "overdue", _("reply overdue")
    DUE_SOON = "due_soon", _("reply due soon")
    UNASSIGNED = "unassigned", _("not yet assigned to a department")
    UNACCEPTED = "unaccepted", _("not taken up within a day")
    NOTICE_DUE = "notice_due", _("notice of taking up due (15 days)")
    OBJECTION = "objection", _("writer says it is not solved")
    SUPERVISION_OVER = "supervision_over", _("answer to supervision overdue")


ESCALATED: Final = frozenset({ReminderKind.OVERDUE.value, ReminderKind.SUPERVISION_OVER.value})
"""What the head of the center sees as well."""


class MessageReminder(StandingReminder):
    """A reminder stands while its occasion does; the row stays when the occasion has passed."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="reminders")
    kind = models.CharField(_("what about"), max_length=20, choices=ReminderKind)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["day", "id"]
        indexes = [
            models.Index(fields=["kind", "day"], condition=models.Q(ended_at=None), name="messagereminder_standing")
        ]
        constraints = [
            known("kind", ReminderKind),
            models.UniqueConstraint(fields=["message", "kind"], name="messagereminder_once"),
            models.CheckConstraint(
                condition=models.Q(ended_at=None) | models.Q(ended_at__gte=models.F("raised_at")),
                name="messagereminder_ends_after_it_was_raised",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message} · {self.get_kind_display()}"
