"""Filters of the catalog: its facets as parameters of the lists of items and guides."""

from __future__ import annotations

from typing import ClassVar

from django.db.models import Q

from approvals.models import PublishedItem
from approvals.publication import ITEM_KIND
from foundation.filters import FacetFilter, FacetFilterSet


class OnlineFilter(FacetFilter):
    """``yes`` and ``no`` for what can and cannot be handled online."""

    def condition(self, value: list[str]) -> Q:
        """Return the condition for these values."""
        return Q(online__in=[code == "yes" for code in value])


class VisitsFilter(FacetFilter):
    """``0``, ``1`` and ``2`` visits, where 2 stands for two or more."""

    def condition(self, value: list[str]) -> Q:
        """Return the condition for these values."""
        few = Q(onsite_visits__in=[int(code) for code in value if code != "2"])
        return few | Q(onsite_visits__gte=2) if "2" in value else few


class CatalogFilterSet(FacetFilterSet):
    """What lists of items and of guides have in common."""

    audience = FacetFilter(field_name="audiences", lookup_expr="overlap")
    theme = FacetFilter(field_name="theme_codes", lookup_expr="overlap")
    event = FacetFilter(field_name="theme_codes", lookup_expr="overlap")
    department = FacetFilter(field_name="department__code", lookup_expr="in")
    item_type = FacetFilter(field_name="item_type", lookup_expr="in")
    project_type = FacetFilter(field_name="project_type", lookup_expr="in")
    online = OnlineFilter()
    visits = VisitsFilter()
    level = FacetFilter(field_name="exercise_level", lookup_expr="in")
    initial = FacetFilter(field_name="initial", lookup_expr="in")


class ItemFilterSet(CatalogFilterSet):
    """Filters of the item list."""

    search_kind = ITEM_KIND

    class Meta:
        model = PublishedItem
        fields: ClassVar[list[str]] = []
