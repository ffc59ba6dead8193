"""Filters of the lists of publications."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet

from disclosure.models import PublishedPublication
from disclosure.publication import DOCUMENT_KIND
from foundation.filters import FacetFilter, FacetFilterSet


class ComputedFilter(FacetFilter):
    """A facet that is in no column, as it depends on the day and on other texts; the index alone answers it."""

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        """Leave the query as it is."""
        return qs


class PublicationFilterSet(FacetFilterSet):
    """Filters of the document list and of the catalogue."""

    search_kind = DOCUMENT_KIND

    column = FacetFilter(field_name="column__code", lookup_expr="in")
    body = FacetFilter(field_name="body__prefix", lookup_expr="in")
    year = FacetFilter(field_name="issued_on__year", lookup_expr="in")
    kind = FacetFilter(field_name="kind", lookup_expr="in")
    mode = FacetFilter(field_name="disclosure_mode", lookup_expr="in")
    validity = ComputedFilter()

    class Meta:
        model = PublishedPublication
        fields: ClassVar[list[str]] = []
