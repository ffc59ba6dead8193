"""The five kinds of messages in words: what each is for, and how long a reply takes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from feedback.deadlines import Limit, Unit
from feedback.models.limits import Limits
from feedback.states import MessageKind
from foundation.workflow import DomainError

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

NOTES: Final[dict[str, StrOrPromise]] = {
    MessageKind.ENQUIRY: _("You want to know how something is done, or what a rule means."),
    MessageKind.SUGGESTION: _("You have an idea how the service could be better."),
    MessageKind.COMPLAINT: _("You were treated badly, had to wait, or got no answer."),
    MessageKind.REPORT: _(
        "You know of wrongdoing. It never reaches the unit that it is about, and is never published."
    ),
    MessageKind.HELP: _("You are stuck and need somebody to step in."),
}


@dataclass(frozen=True)
class KindInWords:
    """A kind of message as pages explain it; ``limit`` is None where none is entered."""

    kind: MessageKind
    note: StrOrPromise
    limit: Limit | None

    @property
    def unit(self) -> StrOrPromise:
        """The days that the limit counts."""
        return Unit(self.limit.unit).label if self.limit else ""


def kinds_in_words(today: dt.date) -> list[KindInWords]:
    """Return all kinds with the limits in force on a day; one query."""
    limits = Limits()
    return [KindInWords(kind, NOTES[kind], _limit(limits, kind, today)) for kind in MessageKind]


def _limit(limits: Limits, kind: str, today: dt.date) -> Limit | None:
    try:
        return limits.of(kind, today)
    except DomainError:
        return None
