"""Filters of the list of solicitations."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet

from feedback.models import PublishedSolicitation
from feedback.models.published_solicitations import CONSULTATION_KIND
from foundation.filters import FacetFilter, FacetFilterSet


class StateFilter(FacetFilter):
    """Where a solicitation stands: that depends on the day, so the index alone answers it."""

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        """Leave the query as it is."""
        return qs


class SolicitationFilterSet(FacetFilterSet):
    """State, kind, organ and year."""

    search_kind = CONSULTATION_KIND

    state = StateFilter()
    kind = FacetFilter(field_name="kind", lookup_expr="in")
    organ = FacetFilter(field_name="department__code", lookup_expr="in")
    year = FacetFilter(field_name="starts_on__year", lookup_expr="in")

    class Meta:
        model = PublishedSolicitation
        fields: ClassVar[list[str]] = []
