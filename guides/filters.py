"""Filters of the public guide list, which are those of the catalog over the names of guides, and of staff lists."""

from __future__ import annotations

from typing import Any, ClassVar, Final

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.filters import CatalogFilterSet
from approvals.shelves import WATCHED, load_rows
from foundation import access
from foundation.access import Capability
from foundation.facets import FacetIndex
from foundation.organization import Department
from foundation.people import User
from guides.freshness import CURRENT, State
from guides.models import PublishedGuide
from guides.publication import GUIDE_KIND
from guides.reports.freshness import with_broken_links

GUIDE_INDEX: Final = FacetIndex("guides.guide", PublishedGuide, lambda: load_rows(PublishedGuide, "slug"), WATCHED)


class GuideFilterSet(CatalogFilterSet):
    """Filters of the guide list."""

    search_kind = GUIDE_KIND

    class Meta:
        model = PublishedGuide
        fields: ClassVar[list[str]] = []


def own_departments(request: HttpRequest | None) -> QuerySet[Department]:
    """Return the departments that somebody may choose: the own ones, for the center all."""
    if request is None or not isinstance(request.user, User):
        return Department.objects.none()
    scope = access.scope_of(request.user, Capability.VIEW_CONTENT)
    return scope.limit(Department.objects.order_by("position", "name"), "pk")


class FreshnessFilterSet(django_filters.FilterSet):
    """Public guides by title, department, state, who looks after them, and what is wrong with them."""

    q = django_filters.CharFilter(label=_("Title"), method="search", max_length=100)
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[("current", _("checked in time, also if soon due")), *State.choices],
        empty_label=_("any"),
        method="by_state",
    )
    whose = django_filters.ChoiceFilter(
        label=pgettext_lazy("guide", "Looked after"),
        choices=[("me", _("by me"))],
        empty_label=_("by anybody"),
        method="by_keeper",
    )
    fault = django_filters.ChoiceFilter(
        label=pgettext_lazy("guide", "What is wrong"),
        choices=[("links", _("broken links")), ("gaps", _("missing contents"))],
        empty_label=_("any"),
        method="by_fault",
    )
    department = django_filters.ModelChoiceFilter(
        label=_("Department"), queryset=own_departments, to_field_name="code", empty_label=_("any")
    )

    class Meta:
        model = PublishedGuide
        fields: ClassVar[list[str]] = []

    def search(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Find by all words of the title."""
        words = Q()
        for word in value.replace("\0", " ").split():
            words &= Q(title__icontains=word) | Q(slug__icontains=word)
        return queryset.filter(words)

    def by_state(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep one state, or all that the share of guides checked in time counts."""
        return queryset.filter(state__in=CURRENT if value == "current" else [value])

    def by_keeper(self, queryset: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Keep what the person looks after: as the keeper, or as an editor where nobody is named or has left."""
        keeper = "record__care__keeper"
        nobody = Q(**{f"{keeper}__isnull": True}) | Q(**{f"{keeper}__user__is_active": False})
        scope = access.scope_of(self.request.user, Capability.EDIT_CONTENT)
        own = Q() if scope.everywhere else Q(department__in=scope.department_ids)
        return queryset.filter(Q(**{f"{keeper}__user": self.request.user}) | (nobody & own))

    def by_fault(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep the guides with broken links, or those that lack contents."""
        return with_broken_links(queryset) if value == "links" else queryset.filter(gap_count__gt=0)
