"""Figures of hotline and hall by month: calls connected = enquiries + call-backs, checked with the switchboard.

The identity is checked day by day, so that a call too many on one day never hides one too few on another.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.models.calls import Call, CallKind, CallPlace, CallResult, SwitchboardDay


@dataclass(frozen=True)
class CallFigures:
    """The figures of a day, a month or a year; ``month`` is its first day."""

    month: dt.date
    hotline_enquiries: int = 0
    callbacks: int = 0
    """Call-backs that reached somebody; others were not connected."""
    hall_enquiries: int = 0
    connected: int | None = None
    """What the telephone system counted; None while no day was entered."""
    unreached: int = 0
    """Call-backs that reached nobody; they count nowhere."""
    compared: int = 0
    """Calls in the log on the days that were entered."""
    wrong_days: tuple[dt.date, ...] = ()
    """Days entered on which log and telephone system differ."""
    missing_days: int = 0
    """Days with calls in the log that were not entered."""

    @property
    def logged(self) -> int:
        """Calls in the log: enquiries on the hotline and call-backs."""
        return self.hotline_enquiries + self.callbacks

    @property
    def difference(self) -> int | None:
        """Calls connected that the log lacks (or, below zero, has too many); None where nothing was entered."""
        return None if self.connected is None else self.connected - self.compared

    @property
    def holds(self) -> bool:
        """Whether calls connected = enquiries + call-backs on every day that was entered."""
        return not self.wrong_days and not self.difference

    def words(self) -> list[str]:
        """Return what does not hold or cannot be said yet, as sentences; none where all is well."""
        if self.connected is None:
            return [_("The telephone system's figure is not entered yet.")] if self.logged else []
        said = []
        difference = self.difference or 0
        if difference > 0:
            said.append(_("The telephone system connected %(n)d more than the log holds.") % {"n": difference})
        elif difference < 0:
            said.append(_("The log holds %(n)d more than the telephone system connected.") % {"n": -difference})
        elif self.wrong_days:
            said.append(_("The sum holds, but single days do not."))
        if self.missing_days:
            sentence = ngettext(
                "%(n)d day with calls is not entered yet.",
                "%(n)d days with calls are not entered yet.",
                self.missing_days,
            )
            said.append(sentence % {"n": self.missing_days})
        return said


def daily_calls(start: dt.date, end: dt.date) -> list[CallFigures]:
    """Return the figures of each day from start to end (both counted) that has any, in two queries."""
    hotline, enquiry = Q(place=CallPlace.HOTLINE), Q(kind=CallKind.ENQUIRY)
    reached = ~Q(result=CallResult.UNREACHABLE)
    rows = (
        Call.objects.filter(void_reason="", taken_on__range=(start, end))
        .values("taken_on")
        .annotate(
            hotline_enquiries=Count("id", filter=hotline & enquiry),
            callbacks=Count("id", filter=Q(kind=CallKind.CALLBACK) & reached),
            hall_enquiries=Count("id", filter=Q(place=CallPlace.HALL) & enquiry),
            unreached=Count("id", filter=~reached),
        )
        .order_by()
    )
    days = {row.pop("taken_on"): row for row in rows}
    entered = dict(SwitchboardDay.objects.filter(day__range=(start, end)).values_list("day", "connected").order_by())
    return [_day(day, days.get(day, {}), entered.get(day)) for day in sorted({*days, *entered})]


def _day(day: dt.date, counts: dict[str, Any], connected: int | None) -> CallFigures:
    figures = CallFigures(day, **counts, connected=connected)
    if connected is None:
        return replace(figures, missing_days=1 if figures.logged else 0)
    return replace(figures, compared=figures.logged, wrong_days=() if connected == figures.logged else (day,))


def monthly_calls(start: dt.date, end: dt.date) -> list[CallFigures]:
    """Return the figures of each month from start to end (both counted) that has any, in two queries."""
    days = daily_calls(start, end)
    return [_sum(month, list(group)) for month, group in groupby(days, lambda day: day.month.replace(day=1))]


def total(months: Sequence[CallFigures], year: dt.date) -> CallFigures:
    """Return the sum of months; calls connected only where every month with calls has them."""
    whole = _sum(year, months)
    complete = all(figures.connected is not None for figures in months if figures.logged)
    return whole if complete else replace(whole, connected=None)


def _sum(first: dt.date, parts: Sequence[CallFigures]) -> CallFigures:
    entered = [part.connected for part in parts if part.connected is not None]
    return CallFigures(
        first,
        connected=sum(entered) if entered else None,
        wrong_days=tuple(day for part in parts for day in part.wrong_days),
        **{name: _added(parts, name) for name in _ADDED},
    )


_ADDED = ("hotline_enquiries", "callbacks", "hall_enquiries", "unreached", "compared", "missing_days")


def _added(parts: Iterable[CallFigures], name: str) -> int:
    return sum(getattr(part, name) for part in parts)
