"""What stands behind a figure of the public scoreboard: the published answers among the messages that it counts.

Messages that are not public have no row here, only their number: a date, a department and a time would be enough to
recognise the writer, or who reported.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from feedback.models import PublishedAnswer
from feedback.periods import Period
from feedback.reports.scoreboard import HALF, NINE_IN_TEN, Figures
from foundation.organization import Department
from foundation.workdays import WorkCalendar, YearNotCovered

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_Rows = QuerySet[PublishedAnswer]


@dataclass(frozen=True)
class ShownFigure:
    """A figure that opens: its words, its number, the answers that it counts, and of times the share."""

    words: StrOrPromise
    count: Callable[[Figures], int]
    """How many messages the figure counts."""
    narrow: Callable[[_Rows, Period], _Rows]
    share: float | None = None


def _received(rows: _Rows, period: Period) -> _Rows:
    return rows.filter(received_on__range=(period.first, period.last)).order_by("-received_on", "-pk")


def _answered(rows: _Rows, period: Period) -> _Rows:
    return rows.filter(answered_on__range=(period.first, period.last))


def _late(rows: _Rows, period: Period) -> _Rows:
    return _answered(rows, period).filter(answered_on__gt=F("message__reply_was_due_on"))


def _longest_first(rows: _Rows, period: Period) -> _Rows:
    return _answered(rows, period).order_by(F("received_on") - F("answered_on"), "-pk")


SHOWN: Final[Mapping[str, ShownFigure]] = {
    "received": ShownFigure(_("Messages received"), lambda f: f.received, _received),
    "answered": ShownFigure(_("Messages answered"), lambda f: f.answered, _answered),
    "late": ShownFigure(_("Messages answered late"), lambda f: f.late, _late),
    "half": ShownFigure(_("Time within which half of the replies came"), lambda f: f.answered, _longest_first, HALF),
    "nine": ShownFigure(
        _("Time within which nine in ten replies came"), lambda f: f.answered, _longest_first, NINE_IN_TEN
    ),
}
"""The figures that open, by their name in the address."""


def answers_behind(figure: ShownFigure, period: Period, department: Department | None) -> _Rows:
    """Return the published answers that a figure counts."""
    rows = PublishedAnswer.objects.select_related("department", "message")
    rows = rows.only(
        "number", "subject", "ending", "received_on", "answered_on", "message__reply_was_due_on",
        "department__name", "department__name_en",
    )  # fmt: skip
    return figure.narrow(rows if department is None else rows.filter(department=department), period)


def working_days(answer: PublishedAnswer, calendar: WorkCalendar) -> int | None:
    """Return how many working days the reply took, as the scoreboard counts; None without the calendar."""
    try:
        return calendar.count(answer.received_on, answer.answered_on)
    except YearNotCovered:
        return None
