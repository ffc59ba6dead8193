"""Import batches: one per file that was taken in, with a line for every row of the file."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from approvals.models import Item
from foundation.clock import local_now
from guides.models.guides import Guide


class RowOutcome(models.TextChoices):
    """What became of a row."""

    CREATED = "created", _("created")
    CHANGED = "changed", _("changed")
    UNCHANGED = "unchanged", _("unchanged")
    REFUSED = "refused", _("refused")


class ImportBatch(models.Model):
    """A file that was imported into drafts."""

    number = models.CharField(_("batch number"), max_length=20, unique=True)
    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(_("checksum"), max_length=64)
    profile = models.CharField(_("profile"), max_length=40)
    imported_at = models.DateTimeField(_("imported"), default=local_now)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    rows = models.PositiveIntegerField(_("rows"))
    created = models.PositiveIntegerField(_("created"))
    changed = models.PositiveIntegerField(_("changed"))
    unchanged = models.PositiveIntegerField(_("unchanged"))
    refused = models.PositiveIntegerField(_("refused"))

    class Meta:
        verbose_name = _("import batch")
        verbose_name_plural = _("import batches")
        ordering = ["-imported_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(rows=F("created") + F("changed") + F("unchanged") + F("refused")),
                name="importbatch_accounts_for_every_row",
            )
        ]

    def __str__(self) -> str:
        return self.number


class ImportRow(models.Model):
    """What became of one row of the file."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="outcomes", verbose_name=_("batch"))
    row_number = models.PositiveIntegerField(_("row"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=RowOutcome)
    item = models.ForeignKey(Item, models.SET_NULL, null=True, related_name="+", verbose_name=_("item"))
    guide = models.ForeignKey(Guide, models.SET_NULL, null=True, related_name="+", verbose_name=_("guide"))
    messages = ArrayField(models.CharField(max_length=500), verbose_name=_("messages"), default=list)

    class Meta:
        verbose_name = _("imported row")
        verbose_name_plural = _("imported rows")
        ordering = ["row_number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "row_number"], name="importrow_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=RowOutcome.values), name="importrow_outcome_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch} · {self.row_number}"
