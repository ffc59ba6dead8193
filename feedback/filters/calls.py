"""Filters of the hotline log."""

from __future__ import annotations

from typing import Any, ClassVar, cast

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from feedback.filters.ratings import own_departments
from feedback.models.calls import Call, CallKind, CallPlace, CallQuerySet, CallResult
from feedback.periods import Period


class CallFilterSet(django_filters.FilterSet):
    """Calls by words, place, kind, result, department, what counts, and month or day."""

    q = django_filters.CharFilter(label=_("Words of the subject"), method="search", max_length=100)
    place = django_filters.ChoiceFilter(label=_("Where"), choices=CallPlace, empty_label=_("any"))
    kind = django_filters.ChoiceFilter(label=_("What"), choices=CallKind, empty_label=_("any"))
    result = django_filters.ChoiceFilter(label=_("Result"), choices=CallResult, empty_label=_("any"))
    department = django_filters.ModelChoiceFilter(
        label=_("Department"), queryset=own_departments, to_field_name="code", empty_label=_("any")
    )
    state = django_filters.ChoiceFilter(
        label=pgettext_lazy("call", "Counted"),
        choices=[
            ("counted", _("what the figures count")),
            ("waiting", _("call-back promised and not made")),
            ("struck", _("struck out")),
        ],
        empty_label=_("any"),
        method="by_state",
    )
    period = django_filters.CharFilter(label=_("Year or month (2026, 2026-03)"), method="by_period", max_length=7)
    day = django_filters.DateFilter(
        label=_("Day"), field_name="taken_on", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    class Meta:
        model = Call
        fields: ClassVar[list[str]] = []

    def search(self, queryset: QuerySet[Call], _name: str, value: str) -> QuerySet[Call]:
        """Find by all words."""
        words = Q()
        for word in value.replace("\0", " ").split():
            words &= Q(subject__icontains=word)
        return queryset.filter(words)

    def by_state(self, queryset: QuerySet[Call], _name: str, value: str) -> QuerySet[Call]:
        """Keep what counts, what waits, or what was struck out."""
        rows: Any = cast("CallQuerySet", queryset)
        match value:
            case "counted":
                return cast("CallQuerySet", rows.counted())
            case "waiting":
                return cast("CallQuerySet", rows.waiting())
        return queryset.exclude(void_reason="")

    def by_period(self, queryset: QuerySet[Call], _name: str, value: str) -> QuerySet[Call]:
        """Keep the calls of a year or month; what names neither keeps nothing."""
        period = Period.read(value.strip())
        return queryset.filter(taken_on__range=(period.first, period.last)) if period else queryset.none()
