"""The facets by which solicitations are found, with the words for their values and the rows of the list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from feedback.consultations import SolicitationKind, SolicitationState, state_on
from feedback.models import PublishedSolicitation
from foundation.facets import FacetIndex, Row, Snapshot
from foundation.listings import Facet, Label, ListKind, local_label
from foundation.organization import Department

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_COLUMNS: Final = (
    "number", "title", "title_en", "lead", "kind", "starts_on", "ends_on", "result_at", "department__code",
)  # fmt: skip
SORTS: Final[dict[str, StrOrPromise]] = {
    "": gettext_lazy("newest first"),
    "end": gettext_lazy("by last day"),
}


def load_rows(today: dt.date) -> Iterator[Row]:
    """Yield the public solicitations, newest first, as they stand on a day."""
    for row in PublishedSolicitation.objects.values("pk", *_COLUMNS).iterator():
        facets = {
            "state": (_state(row, today).value,),
            "kind": (row["kind"],),
            "organ": (row["department__code"],),
            "year": (str(row["starts_on"].year),),
        }
        yield Row(row["pk"], facets, {"end": row["ends_on"]})


def _state(row: Mapping[str, Any], today: dt.date) -> SolicitationState:
    return state_on(today, row["starts_on"], row["ends_on"], has_result=row["result_at"] is not None)


SOLICITATION_INDEX: Final = FacetIndex("feedback.solicitation", PublishedSolicitation, load_rows, (Department,))


def read_facets(snapshot: Snapshot) -> dict[str, Facet]:
    """Return all facets in the order of the page, with labels in the active language."""
    organs = {code: local_label(*names) for code, *names in Department.objects.values_list("code", "name", "name_en")}
    years = sorted(snapshot.bits.get("year", ()), reverse=True)
    found = (
        Facet("state", _("State"), _words(SolicitationState)),
        Facet("kind", _("Kind of draft"), _words(SolicitationKind)),
        Facet("organ", pgettext("solicitation", "Organ"), organs, by_count=True),
        Facet("year", _("Year"), {year: Label(year) for year in years}),
    )
    return {facet.code: facet for facet in found}


def _words(codelist: type[TextChoices]) -> dict[str, Label]:
    return {str(code): Label(str(label)) for code, label in codelist.choices}


def list_kind(today: dt.date) -> ListKind:
    """Return how the list is made on a day."""
    return ListKind(_COLUMNS, partial(result_rows, today=today), SORTS)


def result_rows(
    rows: Iterable[Mapping[str, Any]], facets: Mapping[str, Facet], *, today: dt.date
) -> list[dict[str, Any]]:
    """Return what the list shows of each solicitation."""
    return [
        {
            **row,
            "url": reverse("consultations:detail", args=[row["number"]]),
            "label": local_label(row["title"], row["title_en"]),
            "state": _state(row, today),
            "kind_label": facets["kind"].labels[row["kind"]].text,
            "organ": facets["organ"].labels[row["department__code"]],
        }
        for row in rows
    ]
