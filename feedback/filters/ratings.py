"""Filters of the staff's list of ratings."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, cast

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from feedback.grades import Grade, RatingStage
from feedback.models.ratings import Rating, RatingQuerySet
from foundation import access
from foundation.access import Capability
from foundation.organization import Department
from foundation.people import User


def own_departments(request: HttpRequest | None) -> QuerySet[Department]:
    """Return the departments that somebody may choose: the own ones, for the center all."""
    if request is None or not isinstance(request.user, User):
        return Department.objects.none()
    scope = access.scope_of(request.user, Capability.VIEW_MESSAGES)
    return scope.limit(Department.objects.order_by("position", "name"), "pk")


class RatingFilterSet(django_filters.FilterSet):
    """Ratings by number, grade, stage, department and what has to be done."""

    q = django_filters.CharFilter(label=_("Number"), method="search", max_length=40)
    grade = django_filters.ChoiceFilter(label=_("Grade"), choices=Grade, empty_label=_("any"))
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=RatingStage, empty_label=_("any"))
    todo = django_filters.ChoiceFilter(
        label=_("To do"),
        choices=[
            ("bad", _("all bad ones")),
            ("open", _("open")),
            ("overdue", _("overdue")),
            ("appeal", _("appeal to decide")),
            ("words", _("words to release")),
        ],
        empty_label=_("any"),
        method="by_todo",
    )
    department = django_filters.ModelChoiceFilter(
        label=_("Department"), queryset=own_departments, to_field_name="code", empty_label=_("any")
    )

    class Meta:
        model = Rating
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def search(self, queryset: QuerySet[Rating], _name: str, value: str) -> QuerySet[Rating]:
        """Find by number."""
        return queryset.filter(number__iexact=value.replace("\0", "").strip())

    def by_todo(self, queryset: QuerySet[Rating], _name: str, value: str) -> QuerySet[Rating]:
        """Keep what somebody has to look after."""
        rows = cast("RatingQuerySet", queryset)
        match value:
            case "open":
                return rows.open().order_by("due_on", "id")
            case "overdue":
                return rows.overdue(self.today).order_by("due_on", "id")
            case "appeal":
                return rows.appealed()
            case "words":
                return rows.words_submitted()
        return rows.bad()
