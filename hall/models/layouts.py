"""Layouts of displays: data, not a template for each hall."""

from __future__ import annotations

from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from disclosure.models import Column
from foundation.constraints import known
from hall.codelists import PanelKind, Region, Shape
from hall.models.plan import Floor

SHORTEST_SECONDS: Final = 8
"""Less is not read at eight metres."""
LONGEST_SECONDS: Final = 300


class Layout(models.Model):
    """What a display shows, in which order and for how long."""

    name = models.CharField(_("name"), max_length=40, unique=True)
    shape = models.CharField(_("shape"), max_length=10, choices=Shape)

    class Meta:
        verbose_name = _("layout of displays")
        verbose_name_plural = _("layouts of displays")
        ordering = ["name"]
        constraints = [known("shape", Shape)]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Keep the shape while displays of it use the layout."""
        if self.pk and self.devices.exclude(kind=self.shape).exists():
            raise ValidationError({"shape": _("Displays of the other shape use this layout.")})


class Panel(models.Model):
    """One part of a layout: what it shows, how much of it, and how long."""

    layout = models.ForeignKey(Layout, models.CASCADE, related_name="panels", verbose_name=_("layout"))
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    region = models.CharField(_("region"), max_length=4, choices=Region, default=Region.MAIN)
    kind = models.CharField(_("shows"), max_length=15, choices=PanelKind)
    title = models.CharField(
        _("heading"), max_length=20, blank=True, help_text=_("Empty: the usual one of what the panel shows.")
    )
    seconds = models.PositiveSmallIntegerField(
        _("seconds for each page"),
        default=20,
        validators=[MinValueValidator(SHORTEST_SECONDS), MaxValueValidator(LONGEST_SECONDS)],
    )
    rows = models.PositiveSmallIntegerField(
        _("entries on a page"), default=6, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    columns = models.PositiveSmallIntegerField(
        _("columns"), default=1, validators=[MinValueValidator(1), MaxValueValidator(3)]
    )
    pages = models.PositiveSmallIntegerField(
        _("pages at most"), default=2, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    floor = models.ForeignKey(
        Floor,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("floor"),
        help_text=_("For windows and plans; empty: all floors, one after the other."),
    )
    column = models.ForeignKey(
        Column,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("column of disclosure"),
        help_text=_("For notices; empty: the newest of all columns."),
    )

    class Meta:
        verbose_name = _("panel")
        verbose_name_plural = _("panels")
        ordering = ["region", "position", "pk"]
        constraints = [
            known("region", Region),
            known("kind", PanelKind),
            models.CheckConstraint(
                condition=Q(seconds__gte=SHORTEST_SECONDS, seconds__lte=LONGEST_SECONDS), name="panel_seconds"
            ),
            models.CheckConstraint(
                condition=Q(rows__range=(1, 12), columns__range=(1, 3), pages__range=(1, 12)), name="panel_size"
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(self.get_kind_display())

    def clean(self) -> None:
        """Refuse options that this kind of panel would ignore."""
        if self.column_id and self.kind != PanelKind.NOTICES:
            raise ValidationError({"column": _("Only notices come from a column.")})
        if self.floor_id and self.kind not in (PanelKind.WINDOWS, PanelKind.PLAN):
            raise ValidationError({"floor": _("Only windows and plans belong to a floor.")})
