"""How far a letter got, and whether posting and proof of service came in time; pure.

The law leaves open whether posting or service decides, so both are shown against the last day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Progress(TextChoices):
    """How far a letter got."""

    UNSENT = "unsent", _("not sent yet")
    SENT = "sent", _("sent, not proved")
    RETURNED = "returned", pgettext_lazy("progress of a letter", "came back")
    SERVED = "served", pgettext_lazy("progress of a letter", "served")


class Attempt(Protocol):
    """One attempt to serve a letter."""

    sent_on: dt.date
    served_on: dt.date | None
    returned_on: dt.date | None


@dataclass(frozen=True)
class Timing:
    """When a letter was first sent and first served, beside the last day for it (None where there is none)."""

    progress: Progress
    sent_on: dt.date | None
    served_on: dt.date | None
    due_on: dt.date | None
    today: dt.date

    @property
    def is_sent_late(self) -> bool:
        """Whether it went out after the last day, or still lies here after it."""
        return self.due_on is not None and (self.sent_on or self.today) > self.due_on

    @property
    def is_served_late(self) -> bool:
        """Whether it arrived after the last day, or nothing proves that it arrived by then."""
        return self.due_on is not None and (self.served_on or self.today) > self.due_on


def timing_of(attempts: Sequence[Attempt], due_on: dt.date | None, today: dt.date) -> Timing:
    """Return how far a letter got with the attempts that count, in the order in which they were made."""
    served = min((attempt.served_on for attempt in attempts if attempt.served_on), default=None)
    sent = min((attempt.sent_on for attempt in attempts), default=None)
    if served is not None:
        progress = Progress.SERVED
    elif any(attempt.returned_on is None for attempt in attempts):
        progress = Progress.SENT
    else:
        progress = Progress.RETURNED if attempts else Progress.UNSENT
    return Timing(progress, sent, served, due_on, today)
