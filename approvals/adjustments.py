"""How the public log of adjustments is filtered and worded."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

import django_filters
from django.core.exceptions import FieldDoesNotExist
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from approvals.codelists import AdjustmentKind
from approvals.models import Adjustment, Item, PublishedItem
from foundation.filters import left_out
from foundation.organization import Department


def _years() -> list[tuple[str, str]]:
    """Return the years that the log holds, newest first."""
    return [(str(moment.year), str(moment.year)) for moment in Adjustment.objects.datetimes("at", "year", order="DESC")]


def _departments() -> QuerySet[Department]:
    return Department.objects.filter(pk__in=Adjustment.objects.order_by().values("department_id"))


class DepartmentChoice(django_filters.ModelChoiceFilter):  # type: ignore[misc]
    """Departments that have adjustments, under the name in the reader's language."""

    @property
    def field(self) -> Any:
        """The form field, with names in the reader's language."""
        field = super().field
        field.label_from_instance = lambda department: department.local_name
        return field


class AdjustmentFilterSet(django_filters.FilterSet):  # type: ignore[misc]
    """By kind, department and year."""

    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=AdjustmentKind.choices, empty_label=_("All kinds"))
    department = DepartmentChoice(
        label=_("Department"),
        queryset=lambda _request: _departments(),
        to_field_name="code",
        empty_label=_("All departments"),
    )
    year = django_filters.ChoiceFilter(
        label=_("Year"), field_name="at", lookup_expr="year", choices=_years, empty_label=_("All years")
    )

    class Meta:
        model = Adjustment
        fields: ClassVar[list[str]] = []

    def problems(self) -> list[str]:
        """Return a sentence for each parameter that could not be used."""
        form = self.form
        return [left_out(str(form.data[name]), str(form.fields[name].label)) for name in form.errors]


def prepare(adjustments: Iterable[Adjustment]) -> list[Adjustment]:
    """Return the adjustments with what the page adds to them.

    ``changed_labels`` words the changed contents; ``is_public`` tells whether the item still has a page.
    """
    found = list(adjustments)
    codes = {adjustment.code for adjustment in found}
    public = set(PublishedItem.objects.filter(code__in=codes).values_list("code", flat=True)) if codes else set()
    for adjustment in found:
        labels = list(dict.fromkeys(map(field_label, adjustment.changed_fields)))
        adjustment.changed_labels = labels  # type: ignore[attr-defined]
        adjustment.is_public = adjustment.code in public  # type: ignore[attr-defined]
    return found


def field_label(name: str) -> str:
    """Return the words for a field of an item or for a list of its rows."""
    try:
        field: Any = Item._meta.get_field(name)
    except FieldDoesNotExist:
        return name
    related = getattr(field, "related_model", None) if field.one_to_many else None
    return str(related._meta.verbose_name_plural if related else field.verbose_name)
