"""How often something may be tried: one atomic counter row in PostgreSQL for each visitor and purpose.

The counters live in an unlogged table (a crash empties it, which harms nobody) and hold no address: the key is a
keyed digest that changes every day.
"""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.db import connection, models
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from foundation.clock import local_now


class RateCounter(models.Model):
    """Tries in one window of time; the table is emptied of old rows by ``forget_old``."""

    key = models.CharField(_("key"), max_length=64)
    window = models.BigIntegerField(_("window"))
    tries = models.PositiveIntegerField(_("tries"), default=1)
    ends_at = models.DateTimeField(_("ends"), db_index=True)

    class Meta:
        verbose_name = _("rate counter")
        verbose_name_plural = _("rate counters")
        constraints = [models.UniqueConstraint(fields=["key", "window"], name="ratecounter_once")]

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.tries}"


_COUNT: Final = (
    'INSERT INTO foundation_ratecounter (key, "window", tries, ends_at)'
    " VALUES (%s, %s, 1, to_timestamp(%s))"
    ' ON CONFLICT (key, "window") DO UPDATE SET tries = foundation_ratecounter.tries + 1 RETURNING tries'
)


def visitor(request: HttpRequest) -> str:
    """Return the address of the visitor; behind a proxy, the one that the proxy saw."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.PORTAL_BEHIND_PROXY else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


def allow(purpose: str, who: str, *, limit: int, seconds: int) -> bool:
    """Count a try and tell whether it is within ``limit`` tries in a window of ``seconds``."""
    now = local_now()
    window = int(now.timestamp()) // seconds
    key = salted_hmac(f"rate:{purpose}:{now.date()}", who, algorithm="sha256").hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [key, window, (window + 1) * seconds])
        row: tuple[int] = cursor.fetchone()
    return row[0] <= limit


def forget_old() -> int:
    """Delete the counters whose window is over and return how many they were."""
    deleted, _by_kind = RateCounter.objects.filter(ends_at__lt=local_now()).delete()
    return deleted
