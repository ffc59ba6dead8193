"""The portal's only door to the current time."""

import datetime as dt
from typing import Final

from django.conf import settings
from django.utils import timezone

_STARTED_ON: Final = timezone.localtime().date()


def local_now() -> dt.datetime:
    """Return the current moment in the city's time zone.

    Outside production ``PORTAL_TODAY`` shifts the clock by whole days, counted when the process starts;
    from then on time passes as usual.
    """
    now = timezone.localtime()
    today: dt.date | None = settings.PORTAL_TODAY
    return now if today is None else now + (today - _STARTED_ON)


def local_today() -> dt.date:
    """Return today's date in the city; called by views, commands and jobs only."""
    return local_now().date()
