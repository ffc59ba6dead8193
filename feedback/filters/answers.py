"""Filters of the list of published answers."""

from __future__ import annotations

from typing import ClassVar

from django.db.models import Q

from feedback.models import PublishedAnswer
from feedback.models.published import ANSWER_KIND
from foundation.filters import FacetFilter, FacetFilterSet


class MonthFilter(FacetFilter):
    """Months, written as 2026-03."""

    def condition(self, value: list[str]) -> Q:
        """Return the condition for these months."""
        wanted = Q()
        for month in value:
            wanted |= Q(answered_on__year=int(month[:4]), answered_on__month=int(month[5:]))
        return wanted


class AnswerFilterSet(FacetFilterSet):
    """Filters of the list and of its table."""

    search_kind = ANSWER_KIND
    search_key = "message"

    kind = FacetFilter(field_name="kind", lookup_expr="in")
    department = FacetFilter(field_name="department__code", lookup_expr="in")
    ending = FacetFilter(field_name="ending", lookup_expr="in")
    year = FacetFilter(field_name="answered_on__year", lookup_expr="in")
    month = MonthFilter()

    class Meta:
        model = PublishedAnswer
        fields: ClassVar[list[str]] = []
