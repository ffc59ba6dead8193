"""Annual reports: their drafts, the frozen document of a signed one, and the figures entered by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from disclosure.annual.documents import ReportDocument
from disclosure.annual.formats import format_for
from disclosure.annual.layout import Kind
from disclosure.annual.tables import AMOUNT_PLACES, check_value
from disclosure.models.index_numbers import IndexNumber, IssuingBody
from foundation.clock import local_now
from foundation.constraints import known
from foundation.publishing.documents import checksum

if TYPE_CHECKING:
    from disclosure.annual.structure import Format
    from disclosure.annual.tables import Value

FIRST_YEAR: Final = 2008
"""The regulation came into force on 2008-05-01."""
LAST_YEAR: Final = 2200
AMENDMENT_LENGTH: Final = 300
NOTE_LENGTH: Final = 300


class ReportStage(models.TextChoices):
    """Where a version of a report stands."""

    DRAFTING = "drafting", _("being drafted")
    IN_REVIEW = "in_review", _("before the second person")
    SIGNED = "signed", _("signed")


class AnnualReportQuerySet(models.QuerySet["AnnualReport"]):
    """Reports by who reads them."""

    def public(self) -> Self:
        """The signed version of each year that no later one amends, newest year first."""
        later = AnnualReport.objects.filter(
            year=OuterRef("year"), version__gt=OuterRef("version"), stage=ReportStage.SIGNED
        )
        return self.filter(~models.Exists(later), stage=ReportStage.SIGNED)

    def signed(self, year: int) -> Self:
        """The signed versions of a year, newest first."""
        return self.filter(year=year, stage=ReportStage.SIGNED)


class AnnualReport(models.Model):
    """One version of the annual report on a year (政府信息公开工作年度报告, 条例 arts. 49–50).

    A draft has its text and takes its figures live; the signature of a second person freezes both as ``document``.
    The database refuses to change or delete a signed version; a correction is a new version with its reason.
    """

    body = models.ForeignKey(IssuingBody, models.PROTECT, related_name="annual_reports", verbose_name=_("issuing body"))
    year = models.PositiveSmallIntegerField(
        _("year of the report"), validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    version = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    stage = models.CharField(
        _("stage"), max_length=12, choices=ReportStage, default=ReportStage.DRAFTING, editable=False
    )
    amendment = models.CharField(_("what this version corrects"), max_length=AMENDMENT_LENGTH, blank=True)
    category = models.CharField(_("category in the catalogue"), max_length=40, blank=True)
    document_number = models.CharField(_("document number"), max_length=100, blank=True)
    given_index = models.CharField(
        _("index number given elsewhere"),
        max_length=32,
        blank=True,
        help_text=_("Empty: the next number of the body is given with the signature."),
    )
    issued_on = models.DateField(
        _("date issued"), null=True, blank=True, help_text=_("Empty: the day of the signature.")
    )
    texts = models.JSONField(_("text by part"), default=dict)
    edit_version = models.PositiveIntegerField(_("edit version"), default=1, editable=False)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("last edited by")
    )
    edited_at = models.DateTimeField(_("last edited"), default=local_now, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("submitted by"),
    )
    submitted_at = models.DateTimeField(_("submitted"), null=True, editable=False)
    return_note = models.CharField(_("why it was returned"), max_length=NOTE_LENGTH, blank=True, editable=False)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("signed by"),
    )
    signed_at = models.DateTimeField(_("signed"), null=True, editable=False)
    index_number = models.ForeignKey(
        IndexNumber,
        models.PROTECT,
        null=True,
        related_name="annual_reports",
        editable=False,
        verbose_name=_("index number"),
    )
    document = models.JSONField(_("document"), null=True, editable=False)
    checksum = models.CharField(_("checksum"), max_length=64, blank=True, editable=False)

    objects = AnnualReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("annual report")
        verbose_name_plural = _("annual reports")
        ordering = ["-year", "-version"]
        constraints = [
            known("stage", ReportStage),
            models.UniqueConstraint(fields=["year", "version"], name="annualreport_version_once"),
            models.UniqueConstraint(
                fields=["year"], condition=~Q(stage=ReportStage.SIGNED), name="annualreport_one_draft"
            ),
            models.CheckConstraint(condition=Q(year__range=(FIRST_YEAR, LAST_YEAR)), name="annualreport_year_in_range"),
            models.CheckConstraint(
                condition=Q(version=1, amendment="") | (Q(version__gt=1) & ~Q(amendment="")),
                name="annualreport_amended_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(
                    stage=ReportStage.SIGNED,
                    signed_by__isnull=False,
                    signed_at__isnull=False,
                    submitted_by__isnull=False,
                    issued_on__isnull=False,
                    index_number__isnull=False,
                    document__isnull=False,
                    checksum__regex=r"^[0-9a-f]{64}$",
                )
                | (
                    ~Q(stage=ReportStage.SIGNED) & Q(signed_by=None, signed_at=None, document__isnull=True, checksum="")
                ),
                name="annualreport_signed_is_frozen",
            ),
            models.CheckConstraint(
                condition=Q(signed_by=None) | (~Q(signed_by=F("submitted_by")) & ~Q(signed_by=F("edited_by"))),
                name="annualreport_second_person",
            ),
            models.CheckConstraint(
                condition=Q(stage=ReportStage.DRAFTING) | Q(submitted_by__isnull=False, submitted_at__isnull=False),
                name="annualreport_reviewed_was_submitted",
            ),
        ]

    def __str__(self) -> str:
        title = self.format.title % self.year
        return title if self.version == 1 else _("%(title)s, version %(n)d") % {"title": title, "n": self.version}

    @property
    def format(self) -> Format:
        """The format that the year prescribes."""
        return format_for(self.year)

    @property
    def is_signed(self) -> bool:
        """Whether the report is frozen."""
        return self.stage == ReportStage.SIGNED

    @property
    def frozen(self) -> ReportDocument:
        """The document of a signed report, and nothing for a draft: it has none.

        Raises ValueError for a draft.
        """
        if self.document is None:
            raise ValueError("a draft has no document")
        return ReportDocument.model_validate(self.document)

    @property
    def is_intact(self) -> bool:
        """Whether the document of a signed report still has the checksum of its signature."""
        return self.document is not None and checksum(self.document) == self.checksum


class ManualFigure(models.Model):
    """A figure that somebody entered by hand, because nothing in the system counts it."""

    year = models.PositiveSmallIntegerField(_("year of the report"))
    address = models.CharField(_("cell"), max_length=80)
    value = models.DecimalField(_("figure"), max_digits=13 + AMOUNT_PLACES, decimal_places=AMOUNT_PLACES)
    note = models.CharField(_("where it comes from"), max_length=NOTE_LENGTH, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    entered_at = models.DateTimeField(_("entered"), default=local_now)

    class Meta:
        verbose_name = _("figure entered by hand")
        verbose_name_plural = _("figures entered by hand")
        ordering = ["year", "id"]
        constraints = [
            models.UniqueConstraint(fields=["year", "address"], name="manualfigure_cell_once"),
            models.CheckConstraint(condition=Q(year__range=(FIRST_YEAR, LAST_YEAR)), name="manualfigure_year_in_range"),
            models.CheckConstraint(
                condition=Q(value__gte=0) | Q(address__endswith=".change"), name="manualfigure_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.address}"

    def clean(self) -> None:
        """Hold the value to what its cell can hold."""
        cell = format_for(self.year).cells.get(self.address)
        if cell is None:
            raise ValidationError({"address": _("The report on this year has no such cell.")})
        try:
            check_value(cell.kind, whole_if_counted(cell.kind, self.value))
        except ValueError as error:
            raise ValidationError({"value": str(error)}) from error

    @property
    def figure(self) -> Value:
        """The value as its cell holds it."""
        return whole_if_counted(format_for(self.year).cells[self.address].kind, self.value)


def whole_if_counted(kind: Kind, value: Decimal) -> Value:
    """Return a stored value as a whole number where things are counted; a fraction stays what it is."""
    return int(value) if kind != Kind.AMOUNT and value == int(value) else value
