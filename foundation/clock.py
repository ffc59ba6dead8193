"""The portal's only door to the current time."""

import datetime as dt

from django.conf import settings
from django.utils import timezone


def local_now() -> dt.datetime:
    """Return the current moment in the city's time zone.

    Outside production ``PORTAL_TODAY`` moves the date; the time of day stays real, so that
    orderings within one day keep their meaning.
    """
    now = timezone.localtime()
    today: dt.date | None = settings.PORTAL_TODAY
    if today is None:
        return now
    return now.replace(year=today.year, month=today.month, day=today.day)


def local_today() -> dt.date:
    """Return today's date in the city; called by views, commands and jobs only."""
    return local_now().date()
