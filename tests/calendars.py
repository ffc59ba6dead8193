"""The published calendars in the database of a test, without the trail and the jobs that entering them brings."""

from django.utils import timezone

from foundation.calendar_days import CalendarDay, CalendarYear, day_rows
from foundation.published_calendars import published_days


def enter_calendars() -> None:
    """Enter what ``load_published_calendars`` enters, set-wise, since hundreds of tests begin with it."""
    published = published_days()
    CalendarYear.objects.bulk_create(
        (CalendarYear(year=year, source="test", entered_at=timezone.now(), edit_version=1) for year in published),
        ignore_conflicts=True,
    )
    CalendarDay.objects.bulk_create(
        (row for year, days in published.items() for row in day_rows(year, days)), ignore_conflicts=True
    )
