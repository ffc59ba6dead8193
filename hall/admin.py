"""The back office of the hall: layouts with their panels, the plan, the duty roster. Devices have their own pages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from foundation.scoped_admin import ReferenceAdmin, ScopedInline, yes_column
from hall.models import DutyTurn, Floor, Landmark, Layout, Panel, WindowPlace


class PanelInline(ScopedInline):
    """The panels of a layout."""

    model = Panel
    fields = (("kind", "region", "position"), ("title", "seconds"), ("rows", "columns", "pages"), ("floor", "column"))
    summary_fields = ("kind", "region")

    def row_name(self, row: Panel) -> str:
        """Heading or kind."""
        return str(row)


@admin.register(Layout)
class LayoutAdmin(ReferenceAdmin):
    """What displays show."""

    list_display = ("name", "shape", "panel_count", "device_count")
    list_filter = ("shape",)
    search_fields = ("name",)
    fields = (("name", "shape"),)
    inlines = (PanelInline,)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Count panels and devices along."""
        panels, devices = models.Count("panels", distinct=True), models.Count("devices", distinct=True)
        rows: models.QuerySet[Any] = super().get_queryset(request).annotate(panel_total=panels, device_total=devices)
        return rows

    @admin.display(description=_("panels"), ordering="panel_total")
    def panel_count(self, obj: Any) -> int:
        """How many panels it has."""
        total: int = obj.panel_total
        return total

    @admin.display(description=_("displays with it"), ordering="device_total")
    def device_count(self, obj: Any) -> int:
        """How many devices show it."""
        total: int = obj.device_total
        return total


class WindowPlaceInline(ScopedInline):
    """The windows of a floor."""

    model = WindowPlace
    fields = (("window", "x", "y"), ("width", "depth"), ("route", "route_en"))
    autocomplete_fields = ("window",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Read the windows along."""
        return super().get_queryset(request).select_related("window", "floor")


class LandmarkInline(ScopedInline):
    """What else stands on a floor."""

    model = Landmark
    fields = (("kind", "x", "y"), ("width", "depth"), ("name", "name_en"))

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Read the floor along."""
        return super().get_queryset(request).select_related("floor")


@admin.register(Floor)
class FloorAdmin(ReferenceAdmin):
    """Floors with their windows and landmarks; the drawing is made from these figures."""

    list_display = ("name", "level", "width", "depth", "route")
    search_fields = ("name", "name_en")
    fields = (("level", "name", "name_en"), ("width", "depth"), ("route", "route_en"))
    inlines = (WindowPlaceInline, LandmarkInline)


@admin.register(DutyTurn)
class DutyTurnAdmin(ReferenceAdmin):
    """Who is on duty where, by weekday."""

    list_display = (
        "window",
        "day",
        "starts",
        "ends",
        "called",
        "work_number",
        yes_column("is_public", _("may be shown")),
    )
    list_filter = ("day", "is_public", "window__department")
    list_select_related = ("window",)
    search_fields = ("window__number", "window__name", "surname", "work_number")
    autocomplete_fields = ("window",)
    fields = (("window", "day"), ("starts", "ends"), ("surname", "title", "work_number"), "is_public")
    save_as = True
