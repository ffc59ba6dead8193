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
        news = {year: days for year, days in published.items() if _is_news(entered.get(year), days)}
        for year, days in news.items():
            write_year(year, days, source=source, actor=None, known=entered.get(year))
        if news:
            recompute_later()
    return len(published)


def _is_news(known: CalendarYear | None, days: list[NamedDay]) -> bool:
    """Tell whether the package says something new of a year, and nobody else has said anything about it."""
    if known is None:
        return True
    ours = known.entered_by_id is None and known.source.startswith(f"{PACKAGE} ")
    return ours and known.named_days() != days
