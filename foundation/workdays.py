"""Working days (工作日): pure arithmetic on the published calendars, without a guess.

Saturday and Sunday are off unless a calendar says otherwise; which days a year swaps (调休) is published year by year.
A year whose calendar has not been entered is an error that names the year, never a guess.
"""

from __future__ import annotations

import datetime as dt
import functools
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Self

from django.utils.translation import gettext as _

SATURDAY: Final = 5


def is_weekend(day: dt.date) -> bool:
    """Tell whether the day is a Saturday or Sunday."""
    return day.weekday() >= SATURDAY


class YearNotCovered(LookupError):
    """A day was asked for in a year whose calendar has not been entered."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year

    def __str__(self) -> str:
        return _("Not computable until the working-day calendar of %(year)s is entered.") % {"year": self.year}


@dataclass(frozen=True)
class WorkCalendar:
    """The working days of every covered year, in order.

    Every method raises YearNotCovered, naming the first missing year, when its answer depends on a year that is not
    covered; the years of the days it is given count among these.
    """

    workdays: Mapping[int, tuple[dt.date, ...]]

    @classmethod
    def build(cls, years: Iterable[int], exceptions: Mapping[dt.date, bool]) -> Self:
        """Make a calendar of the covered years.

        ``exceptions`` holds the days that the published calendars name, with whether they are working days; for all
        other days the weekday decides.
        """
        return cls({year: tuple(_workdays_of(year, exceptions)) for year in years})

    def is_workday(self, day: dt.date) -> bool:
        """Tell whether the day is a working day."""
        workdays = self._of(day.year)
        place = bisect_left(workdays, day)
        return place < len(workdays) and workdays[place] == day

    def advance(self, start: dt.date, n: int) -> dt.date:
        """Return the n-th working day after the start, which itself is not counted (民法典 arts. 201–203).

        With 0 that is the start itself, working day or not. Raises ValueError when n is negative.
        """
        if n < 0:
            raise ValueError("a number of working days is never negative")
        year = start.year
        place = bisect_right(self._of(year), start)
        if n == 0:
            return start
        while place + n > len(self._of(year)):
            n -= len(self._of(year)) - place
            year, place = year + 1, 0
        return self._of(year)[place + n - 1]

    def count(self, start: dt.date, end: dt.date) -> int:
        """Return how many working days lie after the start, up to and including the end.

        Raises ValueError when the end lies before the start.
        """
        if end < start:
            raise ValueError("the end lies before the start")
        whole_years = sum(len(self._of(year)) for year in range(start.year, end.year))
        return whole_years - bisect_right(self._of(start.year), start) + bisect_right(self._of(end.year), end)

    def count_rather_early(self, start: dt.date, end: dt.date) -> int:
        """Count working days as ``count`` does; where a year is missing all days, so that a reminder comes early."""
        try:
            return self.count(start, end)
        except YearNotCovered:
            return (end - start).days

    def _of(self, year: int) -> tuple[dt.date, ...]:
        try:
            return self.workdays[year]
        except KeyError:
            raise YearNotCovered(year) from None


def _workdays_of(year: int, exceptions: Mapping[dt.date, bool]) -> list[dt.date]:
    named = {day: is_worked for day, is_worked in exceptions.items() if day.year == year}
    plain = (day for day in _weekdays_of(year) if day not in named)
    return sorted([*plain, *(day for day, is_worked in named.items() if is_worked)])


@functools.cache
def _weekdays_of(year: int) -> tuple[dt.date, ...]:
    """Return Monday to Friday of a year: no calendar changes them, so they are worked out once."""
    first = dt.date(year, 1, 1)
    days = (first + dt.timedelta(days=offset) for offset in range(dt.date(year, 12, 31).timetuple().tm_yday))
    return tuple(day for day in days if not is_weekend(day))
