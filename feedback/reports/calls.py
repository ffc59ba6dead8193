"""Figures of hotline and hall by month: calls connected = enquiries + call-backs, checked with the switchboard."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Sum
from django.db.models.functions import TruncMonth

from feedback.models.calls import Call, CallKind, CallPlace, SwitchboardDay


@dataclass(frozen=True)
class CallFigures:
    """The figures of a month."""

    month: dt.date
    hotline_enquiries: int = 0
    callbacks: int = 0
    hall_enquiries: int = 0
    connected: int | None = None
    """What the telephone system counted; None while no day of the month was entered."""

    @property
    def logged(self) -> int:
        """Calls in the log: enquiries on the hotline and call-backs."""
        return self.hotline_enquiries + self.callbacks

    @property
    def difference(self) -> int | None:
        """Calls connected that the log lacks (or, below zero, has too many); None where nothing was entered."""
        return None if self.connected is None else self.connected - self.logged

    @property
    def holds(self) -> bool:
        """Whether calls connected = enquiries + call-backs, or there is nothing to compare with."""
        return not self.difference


def monthly_calls(start: dt.date, end: dt.date) -> list[CallFigures]:
    """Return the figures of each month from start to end (both counted) that has any, in two queries."""
    counted: dict[dt.date, dict[tuple[str, str], int]] = defaultdict(dict)
    rows = (
        Call.objects.filter(void_reason="", taken_on__range=(start, end))
        .annotate(month=TruncMonth("taken_on"))
        .values_list("month", "place", "kind")
        .annotate(count=Count("id"))
        .order_by()
    )
    for month, place, kind, count in rows:
        counted[month][(place, kind)] = count
    entered = dict(
        SwitchboardDay.objects.filter(day__range=(start, end))
        .annotate(month=TruncMonth("day"))
        .values_list("month")
        .annotate(connected=Sum(F("connected")))
        .order_by()
    )
    return [_figures(month, counted.get(month, {}), entered.get(month)) for month in sorted({*counted, *entered})]


def _figures(month: dt.date, counts: dict[tuple[str, str], int], connected: int | None) -> CallFigures:
    return CallFigures(
        month,
        hotline_enquiries=counts.get((CallPlace.HOTLINE, CallKind.ENQUIRY), 0),
        callbacks=counts.get((CallPlace.HOTLINE, CallKind.CALLBACK), 0),
        hall_enquiries=counts.get((CallPlace.HALL, CallKind.ENQUIRY), 0),
        connected=connected,
    )


def total(months: Sequence[CallFigures], year: dt.date) -> CallFigures:
    """Return the sum of months; calls connected only where every month with calls has them."""
    entered = [figures.connected for figures in months if figures.connected is not None]
    return CallFigures(
        year,
        hotline_enquiries=sum(figures.hotline_enquiries for figures in months),
        callbacks=sum(figures.callbacks for figures in months),
        hall_enquiries=sum(figures.hall_enquiries for figures in months),
        connected=sum(entered) if entered and len(entered) == len(months) else None,
    )
