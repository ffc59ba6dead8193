"""Booklets that were ordered: which guides in which versions, how far they are, and their volumes."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.models import Theme
from foundation.clock import local_now
from foundation.organization import Department

PATIENCE: Final = dt.timedelta(minutes=20)
"""A booklet that showed no sign of life for so long was given up by its worker."""


class BookletState(models.TextChoices):
    """What became of a booklet; follows from the facts of its row."""

    UNDER_WAY = "under_way", pgettext_lazy("booklet", "being made")
    FINISHED = "finished", pgettext_lazy("booklet", "finished")
    REPLACED = "replaced", pgettext_lazy("booklet", "replaced by a newer one")
    FAILED = "failed", pgettext_lazy("booklet", "failed")
    STUCK = "stuck", pgettext_lazy("booklet", "interrupted")


class BookletQuerySet(models.QuerySet[Any]):
    """Booklets by what they hold and how far they are."""

    def of(self, department: Department | None, theme: Theme | None) -> Self:
        """The booklets of a department, of a theme, or, with neither, of the whole center."""
        return self.filter(department=department, theme=theme)

    def under_way(self) -> Self:
        """Ordered and neither finished nor failed."""
        return self.filter(finished_at=None, problem="")

    def kept(self) -> Self:
        """Finished, with its volumes at hand."""
        return self.filter(finished_at__isnull=False, replaced_at=None)


class Booklet(models.Model):
    """A booklet of the center, a department or a theme, made of exactly these revisions."""

    department = models.ForeignKey(
        Department, models.PROTECT, null=True, related_name="+", verbose_name=_("department")
    )
    theme = models.ForeignKey(Theme, models.PROTECT, null=True, related_name="+", verbose_name=_("theme"))
    revisions = ArrayField(models.BigIntegerField(), verbose_name=_("revisions of guides"))
    fingerprint = models.CharField(_("checksum"), max_length=64)
    ordered_at = models.DateTimeField(_("ordered"), default=local_now)
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("ordered by"),
        help_text=_("Empty: made anew in the night."),
    )
    seen_at = models.DateTimeField(_("last sign of life"), default=local_now)
    done = models.PositiveIntegerField(_("guides done"), default=0)
    pages = models.PositiveIntegerField(_("pages"), default=0)
    finished_at = models.DateTimeField(_("finished"), null=True)
    replaced_at = models.DateTimeField(_("replaced"), null=True)
    problem = models.CharField(_("why it failed"), max_length=500, blank=True)

    objects = BookletQuerySet.as_manager()

    class Meta:
        verbose_name = _("booklet")
        verbose_name_plural = _("booklets")
        ordering = ["-ordered_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["department", "theme"],
                condition=Q(finished_at=None, problem=""),
                nulls_distinct=False,
                name="booklet_one_under_way",
            ),
            models.CheckConstraint(condition=Q(department=None) | Q(theme=None), name="booklet_one_scope"),
            models.CheckConstraint(condition=Q(finished_at=None) | Q(problem=""), name="booklet_finished_or_failed"),
            models.CheckConstraint(
                condition=Q(replaced_at=None) | Q(finished_at__isnull=False), name="booklet_replaced_was_finished"
            ),
        ]

    def __str__(self) -> str:
        return str(self.department or self.theme or _("the whole center"))

    @property
    def total(self) -> int:
        """How many guides it holds."""
        return len(self.revisions)

    def state(self, now: dt.datetime) -> BookletState:
        """What became of it."""
        if self.problem:
            return BookletState.FAILED
        if self.replaced_at is not None:
            return BookletState.REPLACED
        if self.finished_at is not None:
            return BookletState.FINISHED
        return BookletState.STUCK if now - self.seen_at > PATIENCE else BookletState.UNDER_WAY


class BookletVolume(models.Model):
    """A finished volume; its file lies among the kept papers."""

    booklet = models.ForeignKey(Booklet, models.CASCADE, related_name="volumes", verbose_name=_("booklet"))
    number = models.PositiveSmallIntegerField(_("volume"))
    first_page = models.PositiveIntegerField(_("first page"))
    pages = models.PositiveIntegerField(_("pages"))
    places = models.JSONField(_("pages of the guides"), help_text=_("By the id of the revision; for the index."))
    size = models.PositiveIntegerField(_("size in bytes"))

    class Meta:
        verbose_name = _("volume")
        verbose_name_plural = _("volumes")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["booklet", "number"], name="bookletvolume_once")]

    def __str__(self) -> str:
        return f"{self.booklet} {self.number}"

    @property
    def file_name(self) -> str:
        """The name under which the paper is kept."""
        return f"booklets/{self.booklet_id}-{self.number}.pdf"
