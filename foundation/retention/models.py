"""Retention periods as data, and what a removal leaves behind."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.constraints import known
from foundation.personal_files import Removal


class RetentionRule(models.Model):
    """How long the personal data of one kind of record is kept after the matter ended; without a rule, for ever."""

    kind = models.CharField(_("kind of record"), max_length=30, unique=True, editable=False)
    months = models.PositiveSmallIntegerField(
        _("months kept"),
        validators=[MinValueValidator(1), MaxValueValidator(600)],
        help_text=_("Counted from the end."),
    )
    basis = models.CharField(
        _("basis"), max_length=200, help_text=_("The law, or the rule of the center, that the period follows from.")
    )

    class Meta:
        verbose_name = _("retention period")
        verbose_name_plural = _("retention periods")
        ordering = ["kind"]
        constraints = [
            models.CheckConstraint(condition=models.Q(months__range=(1, 600)), name="retentionrule_months"),
            models.CheckConstraint(condition=~models.Q(basis=""), name="retentionrule_has_a_basis"),
        ]

    def __str__(self) -> str:
        from foundation.retention.kinds import label_of

        return label_of(self.kind)


class Tombstone(models.Model):
    """That the personal data of a record was removed: which record, when, why; never what it was."""

    kind = models.CharField(_("kind of record"), max_length=30)
    number = models.CharField(_("number"), max_length=40)
    removed_on = models.DateField(_("removed"))
    why = models.CharField(_("why removed"), max_length=20, choices=Removal)
    months = models.PositiveSmallIntegerField(_("months kept"), null=True)
    """The period that was over; nothing where the person asked."""

    class Meta:
        verbose_name = _("removal of personal data")
        verbose_name_plural = _("removals of personal data")
        ordering = ["-removed_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="tombstone_once"),
            known("why", Removal),
        ]

    def __str__(self) -> str:
        from foundation.retention.kinds import label_of

        return f"{label_of(self.kind)} {self.number}"
