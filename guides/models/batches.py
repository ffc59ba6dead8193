"""Import batches: one per file that changed drafts, with a line for every row of the file."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.models import Item
from foundation.clock import local_now
from guides.models.guides import Guide


class RowOutcome(models.TextChoices):
    """What became of a row."""

    CREATED = "created", pgettext_lazy("import", "created")
    CHANGED = "changed", pgettext_lazy("import", "changed")
    UNCHANGED = "unchanged", pgettext_lazy("import", "unchanged")
    REFUSED = "refused", pgettext_lazy("import", "refused")


WRITTEN = (RowOutcome.CREATED, RowOutcome.CHANGED)
"""The outcomes that wrote a draft."""


class ImportBatch(models.Model):
    """A file that was imported into drafts.

    Every draft that the batch wrote carries ``updated_at`` equal to ``imported_at``: a draft with another time
    was edited by a person since, and is not released with the batch.
    """

    number = models.CharField(_("batch number"), max_length=20, unique=True)
    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(_("checksum"), max_length=64)
    profile = models.CharField(_("profile"), max_length=40)
    imported_at = models.DateTimeField(_("imported"), default=local_now)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    rows = models.PositiveIntegerField(_("rows"))
    created = models.PositiveIntegerField(pgettext_lazy("import", "created"))
    changed = models.PositiveIntegerField(pgettext_lazy("import", "changed"))
    unchanged = models.PositiveIntegerField(pgettext_lazy("import", "unchanged"))
    refused = models.PositiveIntegerField(pgettext_lazy("import", "refused"))
    notices = ArrayField(models.CharField(max_length=500), verbose_name=_("notices"), default=list)

    released_at = models.DateTimeField(_("released"), null=True, editable=False)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("released by"),
    )
    release_reason = models.CharField(_("reason of the release"), max_length=500, blank=True, editable=False)
    release_asked_at = models.DateTimeField(_("release asked for"), null=True, editable=False)
    release_problem = models.CharField(
        _("why the release failed"),
        max_length=500,
        blank=True,
        editable=False,
        help_text=_("Large batches are released in the background; this is what came of the last attempt."),
    )

    class Meta:
        verbose_name = _("import batch")
        verbose_name_plural = _("import batches")
        ordering = ["-imported_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(rows=F("created") + F("changed") + F("unchanged") + F("refused")),
                name="importbatch_accounts_for_every_row",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, released_by__isnull=True)
                | Q(released_at__isnull=False, released_by__isnull=False),
                name="importbatch_release_has_person",
            ),
            models.CheckConstraint(
                condition=Q(released_by__isnull=True) | ~Q(released_by=F("imported_by")),
                name="importbatch_second_person",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class ImportRow(models.Model):
    """What became of one row of the file: one item and its guides."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="outcomes", verbose_name=_("batch"))
    row_number = models.PositiveIntegerField(_("row"))
    label = models.CharField(_("item in the file"), max_length=250, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=RowOutcome)
    item = models.ForeignKey(Item, models.SET_NULL, null=True, related_name="+", verbose_name=_("item"))
    guides = models.ManyToManyField(Guide, related_name="+", verbose_name=_("guides"))
    messages = ArrayField(models.CharField(max_length=500), verbose_name=_("messages"), default=list)

    class Meta:
        verbose_name = _("imported row")
        verbose_name_plural = _("imported rows")
        ordering = ["row_number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "row_number"], name="importrow_once"),
            models.CheckConstraint(condition=Q(outcome__in=RowOutcome.values), name="importrow_outcome_known"),
        ]

    def __str__(self) -> str:
        return f"{self.batch} · {self.row_number}"
