"""Rules that propose, or choose at once, the department that handles a message; data, with their reason."""

from __future__ import annotations

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from feedback.states import MessageKind
from foundation.constraints import known
from foundation.organization import Department, Region


class RoutingRuleQuerySet(models.QuerySet["RoutingRule"]):
    """Rules in the order in which they are tried."""

    def in_use(self) -> Self:
        """Rules that are tried, first to last; the first that fits counts."""
        return self.filter(is_active=True).order_by("position", "id")


class RoutingRule(models.Model):
    """Messages of this kind, about this department or region, with one of these words, go to that department."""

    position = models.PositiveSmallIntegerField(
        _("order"), default=100, help_text=_("The first rule that fits counts.")
    )
    kind = models.CharField(
        _("kind of message"), max_length=12, choices=MessageKind, blank=True, help_text=_("Empty: every kind.")
    )
    words = models.TextField(
        _("words"),
        blank=True,
        max_length=2000,
        help_text=_("One a line; the message has one of them. Empty: any text."),
    )
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("region"),
        help_text=_("Empty: anywhere."),
    )
    about = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("department that the writer names"),
        help_text=_("Empty: any or none."),
    )
    department = models.ForeignKey(Department, models.PROTECT, related_name="routing_rules", verbose_name=_("goes to"))
    reason = models.CharField(_("reason, shown to the department"), max_length=200)
    at_once = models.BooleanField(
        _("without a person"), default=False, help_text=_("Otherwise the rule only proposes, and the center decides.")
    )
    is_active = models.BooleanField(_("in use"), default=True)

    objects = RoutingRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("routing rule")
        verbose_name_plural = _("routing rules")
        ordering = ["position", "id"]
        constraints = [
            known("kind", MessageKind, blank=True),
            models.CheckConstraint(
                condition=Q(at_once=False) | ~Q(kind=MessageKind.REPORT), name="routingrule_reports_need_a_person"
            ),
            models.CheckConstraint(
                condition=Q(at_once=False) | ~Q(words="") | Q(about__isnull=False) | Q(region__isnull=False),
                name="routingrule_at_once_is_narrow",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department}：{self.reason}"

    def clean(self) -> None:
        """A rule without a person needs a narrow condition, and never moves reports of wrongdoing."""
        if self.at_once and self.kind == MessageKind.REPORT:
            raise ValidationError({"at_once": _("Where a report of wrongdoing goes, a person decides.")})
        if self.at_once and not (self.words.strip() or self.about or self.region):
            raise ValidationError({"at_once": _("A rule without a person needs words, a department or a region.")})

    def fits(self, kind: str, text: str, *, about_id: int | None, region_id: int | None) -> bool:
        """Tell whether a message falls under the rule."""
        words = [word for line in self.words.splitlines() if (word := line.strip().casefold())]
        return (
            self.kind in ("", kind)
            and self.about_id in (None, about_id)
            and self.region_id in (None, region_id)
            and (not words or any(word in text.casefold() for word in words))
        )
