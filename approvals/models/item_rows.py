"""Rows below an item: legal bases, fees, special procedures, results and intermediary services."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.codelists import LimitUnit, ResultType
from approvals.models.items import Item
from foundation.attachments import StoredFile
from foundation.constraints import known
from foundation.publishing.models import DraftChild


class ItemRow(DraftChild):
    """A row below an item; concrete classes add ``item``."""

    class Meta(DraftChild.Meta):
        abstract = True
        constraints = [models.UniqueConstraint(fields=["item", "key"], name="%(class)s_key_once")]


class LegalBasis(ItemRow):
    """A law and article on which the item stands (设定依据)."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="legal_bases", verbose_name=_("item"))
    title = models.CharField(_("law or document"), max_length=300)
    document_number = models.CharField(_("document number"), max_length=100, blank=True)
    article = models.CharField(_("article"), max_length=100, blank=True)
    text = models.TextField(_("text"), max_length=8000, blank=True)
    issuing_organ = models.CharField(_("issuing organ"), max_length=200, blank=True)
    effective_on = models.DateField(_("in force from"), null=True, blank=True)
    url = models.URLField(_("link"), max_length=500, blank=True)

    class Meta(ItemRow.Meta):
        verbose_name = _("legal basis")
        verbose_name_plural = _("legal bases")

    def __str__(self) -> str:
        return f"《{self.title}》{self.article}"


class Fee(ItemRow):
    """A fee with its standard and basis (收费项目)."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="fees", verbose_name=_("item"))
    name = models.CharField(_("fee"), max_length=200)
    standard = models.CharField(_("standard"), max_length=500, blank=True)
    basis = models.CharField(_("basis of the fee"), max_length=500, blank=True)
    reducible = models.BooleanField(_("may be reduced or waived"), default=False)
    reduction_basis = models.CharField(_("basis of the reduction"), max_length=500, blank=True)

    class Meta(ItemRow.Meta):
        verbose_name = _("fee")
        verbose_name_plural = _("fees")

    def __str__(self) -> str:
        return self.name


class SpecialProcedure(ItemRow):
    """A procedure whose time is not counted (特别程序; 行政许可法 art. 45)."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="special_procedures", verbose_name=_("item"))
    name = models.CharField(_("special procedure"), max_length=100)
    days = models.PositiveSmallIntegerField(_("time needed"), null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=10, choices=LimitUnit, blank=True)
    basis = models.CharField(_("basis of the procedure"), max_length=500, blank=True)

    class Meta(ItemRow.Meta):
        verbose_name = _("special procedure")
        verbose_name_plural = _("special procedures")
        constraints = [
            *ItemRow.Meta.constraints,
            known("unit", LimitUnit, blank=True),
            models.CheckConstraint(
                condition=Q(days__isnull=True) | ~Q(unit=""), name="specialprocedure_days_have_unit"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Result(ItemRow):
    """What the applicant gets (审批结果), with a sample."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="results", verbose_name=_("item"))
    name = models.CharField(_("result"), max_length=200)
    result_type = models.CharField(_("type of result"), max_length=2, choices=ResultType, default=ResultType.OTHER)
    validity = models.CharField(_("valid for"), max_length=200, blank=True)
    sample = models.ForeignKey(
        StoredFile,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sample of the result"),
    )

    quoted: ClassVar[tuple[str, ...]] = ("sample",)

    class Meta(ItemRow.Meta):
        verbose_name = _("result")
        verbose_name_plural = _("results")
        constraints = [
            *ItemRow.Meta.constraints,
            known("result_type", ResultType),
        ]

    def __str__(self) -> str:
        return self.name


class IntermediaryService(ItemRow):
    """A third party's service that the item needs, with its legal basis (优化营商环境条例 art. 43)."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="intermediary_services", verbose_name=_("item"))
    name = models.CharField(_("intermediary service"), max_length=200)
    basis = models.CharField(_("legal basis of the service"), max_length=500)

    class Meta(ItemRow.Meta):
        verbose_name = _("intermediary service")
        verbose_name_plural = _("intermediary services")
        constraints = [
            *ItemRow.Meta.constraints,
            models.CheckConstraint(condition=~Q(basis=""), name="intermediaryservice_has_basis"),
        ]

    def __str__(self) -> str:
        return self.name
