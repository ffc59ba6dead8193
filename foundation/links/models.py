"""Links in public records, what became of them, and where they stand."""

from __future__ import annotations

import datetime as dt
from typing import Final, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.clock import local_now
from foundation.constraints import known
from foundation.links.visiting import AT_ONCE, FAILURES, Result

URL_LENGTH: Final = 800
BROKEN_AFTER: Final = 3
"""Failures on so many different days make a link broken: sites have bad days, too."""
RECHECK_DAYS: Final = 14
"""Days after which a link that opens is visited again; one that failed is visited the next day."""

_BROKEN: Final = Q(failures__gte=BROKEN_AFTER) | Q(result__in=AT_ONCE)


class LinkQuerySet(models.QuerySet["Link"]):
    """Links by what became of them."""

    def broken(self) -> Self:
        """Those that failed on several days, and those that can never open."""
        return self.filter(_BROKEN)

    def due(self, today: dt.date) -> Self:
        """Those to be visited on this day: first those that never were, then the ones that failed, then the oldest."""
        again = Q(checked_on__lt=today, failures__gt=0) | Q(checked_on__lte=today - dt.timedelta(RECHECK_DAYS))
        first = F("checked_on").asc(nulls_first=True)
        return self.filter(Q(checked_on=None) | again).order_by(first, "-failures", "pk")


class Link(models.Model):
    """An address that public records name.  ``failures`` counts the different days on which it failed in a row."""

    url = models.CharField(gettext_lazy("address"), max_length=URL_LENGTH, unique=True)
    found_at = models.DateTimeField(gettext_lazy("found"), default=local_now)
    result = models.CharField(gettext_lazy("last visit"), max_length=12, choices=Result, blank=True)
    status = models.PositiveSmallIntegerField(gettext_lazy("status"), null=True)
    checked_on = models.DateField(gettext_lazy("visited"), null=True)
    failures = models.PositiveSmallIntegerField(gettext_lazy("days of failure"), default=0)
    failed_on = models.DateField(gettext_lazy("failed last"), null=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("link")
        verbose_name_plural = gettext_lazy("links")
        ordering = ["url"]
        constraints = [
            known("result", Result, blank=True),
            models.CheckConstraint(
                condition=Q(result="", checked_on=None) | (~Q(result="") & Q(checked_on__isnull=False)),
                name="link_result_of_a_day",
            ),
            models.CheckConstraint(
                condition=Q(failures=0, failed_on=None) | Q(failures__gt=0, failed_on__isnull=False),
                name="link_failures_have_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.url

    @property
    def is_broken(self) -> bool:
        """Whether people who follow it are let down, as far as that can be known."""
        return self.failures >= BROKEN_AFTER or self.result in AT_ONCE

    @property
    def words(self) -> str:
        """What became of it, in words."""
        if not self.result:
            return _("not visited yet")
        return f"{self.get_result_display()} ({self.status})" if self.status else self.get_result_display()

    def note(self, result: str, status: int | None, *, on: dt.date) -> None:
        """Take down what a visit found; several failures on one day count once."""
        if result in FAILURES:
            self.failures += self.failed_on != on
            self.failed_on = on
        else:
            self.failures, self.failed_on = 0, None
        self.result, self.status, self.checked_on = result, status, on


class LinkPlaceQuerySet(models.QuerySet["LinkPlace"]):
    """Places by the links that stand there."""

    def broken(self) -> Self:
        """Places of broken links."""
        return self.filter(link__in=Link.objects.broken())


class LinkPlace(models.Model):
    """Where a link stands: in which public record, of which department, in which part of it.

    Derived from the live revisions at the beginning of each run, so the record is named and not referred to.
    """

    link = models.ForeignKey(Link, models.CASCADE, related_name="places", verbose_name=gettext_lazy("link"))
    record_type = models.CharField(gettext_lazy("kind of record"), max_length=60)
    record_id = models.BigIntegerField(gettext_lazy("record id"))
    record_label = models.CharField(gettext_lazy("record"), max_length=200)
    department = models.ForeignKey(
        "foundation.Department", models.CASCADE, related_name="+", verbose_name=gettext_lazy("department")
    )
    part = models.CharField(gettext_lazy("part"), max_length=60)

    objects = LinkPlaceQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("place of a link")
        verbose_name_plural = gettext_lazy("places of links")
        ordering = ["record_type", "record_id", "part", "id"]
        # The broken links of a record, for the figures of freshness.
        indexes = [models.Index(fields=["record_type", "record_id"], name="linkplace_record")]
        constraints = [
            models.UniqueConstraint(fields=["link", "record_type", "record_id", "part"], name="linkplace_once")
        ]

    def __str__(self) -> str:
        return f"{self.record_label} · {self.link}"
