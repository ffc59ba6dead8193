"""The calendars published so far, from the package chinesecalendar, as a start for every deployment."""

from __future__ import annotations

from collections import defaultdict
from importlib.metadata import version
from typing import Final

from chinese_calendar.constants import Holiday, holidays, workdays
from django.db import transaction

from foundation.calendar_days import CalendarYear, lock_calendars, recompute_later, write_year
from foundation.calendar_notices import NamedDay

PACKAGE: Final = "chinesecalendar"


def published_days() -> dict[int, list[NamedDay]]:
    """Return the days that the package names, by year, in order."""
    years: dict[int, list[NamedDay]] = defaultdict(list)
    for facts, is_workday in ((holidays, False), (workdays, True)):
        for date, name in facts.items():
            years[date.year].append(NamedDay(date, is_workday, Holiday(name).chinese))
    return {year: sorted(days) for year, days in years.items()}


def load_published_calendars() -> int:
    """Enter the years of the package, and renew those that it corrected since; return how many it has.

    A later notice may still change the end of a year that was published before. What people entered or changed stays as
    it is.
    """
    published = published_days()
    source = f"{PACKAGE} {version(PACKAGE)}"
    with transaction.atomic():
        entered = lock_calendars()
        moved = [
            write_year(year, days, source=source, actor=None, known=known)
            for year, days in published.items()
            if (known := entered.get(year)) is None or (_is_ours(known) and known.named_days() != days)
        ]
        if any(moved):
            recompute_later()
    return len(published)


def _is_ours(calendar: CalendarYear) -> bool:
    return calendar.entered_by_id is None and calendar.source.startswith(f"{PACKAGE} ")
