"""Numbers that never repeat: one locked counter row per series."""

from django.db import connection, models
from django.utils.translation import gettext_lazy as _


class Counter(models.Model):
    """The last number given in a series, for example ``import/2026``."""

    series = models.CharField(_("series"), max_length=60, unique=True)
    last = models.PositiveBigIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("counter")
        verbose_name_plural = _("counters")

    def __str__(self) -> str:
        return f"{self.series}: {self.last}"


def next_number(series: str) -> int:
    """Return the next number of the series, starting at 1.

    The counter row stays locked until the surrounding transaction ends, so numbers have no doubles and,
    as a rolled-back transaction gives its number back, no gaps either.
    """
    return next_numbers(series, 1)[0]


def next_numbers(series: str, count: int) -> range:
    """Return the next ``count`` numbers of the series at once; see ``next_number``."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO foundation_counter (series, last) VALUES (%s, %s)"
            " ON CONFLICT (series) DO UPDATE SET last = foundation_counter.last + EXCLUDED.last RETURNING last",
            [series, count],
        )
        row: tuple[int] = cursor.fetchone()
    return range(row[0] - count + 1, row[0] + 1)


def raise_counter(series: str, number: int) -> None:
    """Move the counter of a series past a number that was given elsewhere; it never moves back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO foundation_counter (series, last) VALUES (%s, %s)"
            " ON CONFLICT (series) DO UPDATE SET last = GREATEST(foundation_counter.last, EXCLUDED.last)",
            [series, number],
        )
