"""The plan of the hall: floors, where each window is, and what else people look for. All lengths in decimetres."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.constraints import known
from foundation.languages import for_reader
from foundation.organization import Window
from hall.codelists import LandmarkKind


class Floor(models.Model):
    """A floor of the hall, seen from above: its left upper corner is the origin."""

    level = models.SmallIntegerField(_("level"), unique=True, help_text=_("1 is the ground floor."))
    name = models.CharField(_("name"), max_length=20, unique=True)
    name_en = models.CharField(_("English name"), max_length=40, blank=True)
    width = models.PositiveSmallIntegerField(
        _("width in decimetres"), validators=[MinValueValidator(50), MaxValueValidator(3000)]
    )
    depth = models.PositiveSmallIntegerField(
        _("depth in decimetres"), validators=[MinValueValidator(50), MaxValueValidator(3000)]
    )
    route = models.CharField(_("how to get there"), max_length=100, blank=True)
    route_en = models.CharField(_("how to get there, in English"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("floor of the hall")
        verbose_name_plural = _("floors of the hall")
        ordering = ["level"]
        constraints = [
            models.CheckConstraint(condition=Q(width__range=(50, 3000), depth__range=(50, 3000)), name="floor_size")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def local_name(self) -> str:
        """The name in the reader's language."""
        return for_reader(self.name, self.name_en)

    @property
    def local_route(self) -> str:
        """The way there in the reader's language."""
        return for_reader(self.route, self.route_en)


class Spot(models.Model):
    """A rectangle on a floor."""

    floor = models.ForeignKey(Floor, models.PROTECT, related_name="%(class)ss", verbose_name=_("floor"))
    x = models.PositiveSmallIntegerField(_("from the left, in decimetres"))
    y = models.PositiveSmallIntegerField(_("from the top, in decimetres"))
    width = models.PositiveSmallIntegerField(_("width in decimetres"))
    depth = models.PositiveSmallIntegerField(_("depth in decimetres"))

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(width__gte=5, depth__gte=5), name="%(app_label)s_%(class)s_size")
        ]

    def clean(self) -> None:
        """Refuse a place outside the floor, or one that another window covers already."""
        if None in (self.x, self.y, self.width, self.depth) or self.floor_id is None:
            return
        if self.width < 5 or self.depth < 5:
            raise ValidationError(_("Width and depth are at least 5 decimetres."))
        if self.x + self.width > self.floor.width or self.y + self.depth > self.floor.depth:
            raise ValidationError(
                _("This lies outside the floor, which is %(width)d by %(depth)d decimetres.")
                % {"width": self.floor.width, "depth": self.floor.depth}
            )
        if (other := self.overlapping().first()) is not None:
            raise ValidationError(_("This place overlaps with: %s.") % other)

    def overlapping(self) -> models.QuerySet[Any]:
        """Return the places of the same kind that cover a part of this one."""
        beside = type(self)._default_manager.filter(floor=self.floor_id).exclude(pk=self.pk)
        ends = beside.annotate(right=F("x") + F("width"), bottom=F("y") + F("depth"))
        return ends.filter(x__lt=self.x + self.width, y__lt=self.y + self.depth, right__gt=self.x, bottom__gt=self.y)


class WindowPlace(Spot):
    """Where a window is, and how to find it."""

    window = models.OneToOneField(Window, models.CASCADE, related_name="place", verbose_name=_("window"))
    route = models.CharField(_("how to get there"), max_length=100, blank=True)
    route_en = models.CharField(_("how to get there, in English"), max_length=200, blank=True)

    class Meta(Spot.Meta):
        abstract = False
        verbose_name = _("place of a window")
        verbose_name_plural = _("places of windows")
        ordering = ["floor__level", "window__number"]

    def __str__(self) -> str:
        return str(self.window)

    @property
    def local_route(self) -> str:
        """The way there in the reader's language; without one of its own, the way to the floor."""
        return for_reader(self.route, self.route_en) or self.floor.local_route


class Landmark(Spot):
    """An entrance, a lift, a toilet …"""

    kind = models.CharField(_("kind"), max_length=12, choices=LandmarkKind)
    name = models.CharField(_("name"), max_length=12, blank=True, help_text=_("Empty: the name of the kind."))
    name_en = models.CharField(_("English name"), max_length=30, blank=True)

    class Meta(Spot.Meta):
        abstract = False
        verbose_name = _("landmark of the hall")
        verbose_name_plural = _("landmarks of the hall")
        ordering = ["floor__level", "kind", "x"]
        constraints = [*Spot.Meta.constraints, known("kind", LandmarkKind)]

    def __str__(self) -> str:
        return self.name or str(self.get_kind_display())

    @property
    def label(self) -> str:
        """What the plan calls it, in the reader's language."""
        return for_reader(self.name, self.name_en) or str(self.get_kind_display())
