"""What is searched for, counted by day without a trace of persons, and what came of it."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.constraints import known

SKETCH_BITS: Final = 2048
"""Counts some 15,000 visits of one query on one day; above that it counts no further."""
QUERY_LENGTH: Final = 60


class BitField(models.Field):  # type: ignore[type-arg]  # Django's class takes no parameters when it runs
    """A fixed number of bits, as PostgreSQL joins and counts them."""

    def __init__(self, *args: Any, size: int, **kwargs: Any) -> None:
        self.size = size
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Return how a migration writes the field."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "size": self.size}

    def db_type(self, connection: Any) -> str:
        """Return the type of the column."""
        return f"bit({self.size})"


class QueryDay(models.Model):
    """A query on a day.  Its text is written with the third visit that asks it, never before.

    ``key`` is a digest of the query under a key of the day that is thrown away at its end; ``sketch`` holds one bit
    for each visit (address and browser, under the same key), so that visits can be counted and nobody be recognized.
    """

    on = models.DateField(_("day"))
    key = models.CharField(max_length=64)
    text = models.CharField(_("query"), max_length=QUERY_LENGTH, blank=True)
    searches = models.PositiveIntegerField(_("searches"), default=0)
    misses = models.PositiveIntegerField(_("without a result"), default=0)
    clicks = models.PositiveIntegerField(_("results opened"), default=0)
    visits = models.PositiveIntegerField(_("visits"), default=0)
    """Estimated from the sketch; exact to a few per cent."""
    sketch = BitField(size=SKETCH_BITS, null=True)
    """Empty once the day is over."""

    class Meta:
        verbose_name = _("query of a day")
        verbose_name_plural = _("queries by day")
        constraints = [models.UniqueConstraint(fields=["on", "key"], name="queryday_once")]
        # The list of queries of the last weeks, and the trail of one of them.
        indexes = [models.Index(fields=["text", "on"], name="queryday_text", condition=~Q(text=""))]

    def __str__(self) -> str:
        return f"{self.on} {self.text}"


class QueryDayKey(models.Model):
    """The key of a day, in an unlogged table: neither replicas nor archived logs ever hold it."""

    on = models.DateField(primary_key=True)
    key = models.BinaryField()

    class Meta:
        verbose_name = _("key of a day")
        verbose_name_plural = _("keys of days")

    def __str__(self) -> str:
        return str(self.on)


class QueryOutcome(models.TextChoices):
    """What was done about a query that finds nothing, or nothing that anybody opens."""

    SYNONYM = "synonym", _("synonym proposed")
    CONTENT = "content", _("guide written")
    NOTHING = "nothing", _("nothing to do")


class QueryMark(models.Model):
    """What was done about a query last."""

    text = models.CharField(_("query"), max_length=QUERY_LENGTH, unique=True)
    outcome = models.CharField(_("what was done"), max_length=10, choices=QueryOutcome)
    note = models.CharField(_("note"), max_length=200, blank=True)
    done_on = models.DateField(_("done on"))
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("done by"))

    class Meta:
        verbose_name = _("query that was looked after")
        verbose_name_plural = _("queries that were looked after")
        constraints = [
            known("outcome", QueryOutcome),
            models.CheckConstraint(condition=~Q(text=""), name="querymark_text_not_empty"),
        ]

    def __str__(self) -> str:
        return self.text
