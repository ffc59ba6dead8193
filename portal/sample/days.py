"""Days of the sample: dates, or numbers of working days before the day on which the sample is loaded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

from django.conf import settings

from foundation.calendar_days import load_calendar
from foundation.workdays import YearNotCovered

_FARTHEST = 100
"""Working days before the day of loading that a file may name."""


class SampleDays:
    """Turns what the files say into dates."""

    def __init__(self, today: dt.date) -> None:
        self.today, self.calendar = today, load_calendar()

    def date(self, value: dt.date | int) -> dt.date:
        """Return a date as it is, a positive number as so many working days ago, a negative one as days ahead."""
        if isinstance(value, dt.date):
            return value
        if value < 0:
            return self.today - dt.timedelta(days=value)
        try:
            return self._workdays[value]
        except YearNotCovered:  # the sample loads without the calendar too; its dates are then only near
            return self.today - dt.timedelta(days=value * 7 // 5)

    @cached_property
    def _workdays(self) -> list[dt.date]:
        """The last working days, the newest first."""
        days: list[dt.date] = []
        day = self.today
        while len(days) <= _FARTHEST:
            if self.calendar.is_workday(day):
                days.append(day)
            day -= dt.timedelta(days=1)
        return days


@contextmanager
def clock_set_to(day: dt.date) -> Iterator[None]:
    """Let the portal's clock show a day, so that what happened then carries the time of then."""
    before = settings.PORTAL_TODAY
    settings.PORTAL_TODAY = day
    try:
        yield
    finally:
        settings.PORTAL_TODAY = before
