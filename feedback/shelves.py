"""The facets by which published answers are found, with the words for their values and the rows of the list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from feedback.models.published import CATALOG_KIND, PublishedAnswer
from feedback.states import REPLY_ENDINGS, MessageKind
from foundation.facets import FacetIndex, Row, Snapshot, Stamp
from foundation.listings import FOREIGN, Facet, Label, ListKind, local_label
from foundation.organization import Department

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

COLUMNS: Final = (
    "number", "kind", "subject", "answer", "ending", "received_on", "answered_on", "department__code",
)  # fmt: skip
"""What the list shows of each answer."""
SORTS: Final[dict[str, StrOrPromise]] = {
    "": pgettext_lazy("answers", "newest first"),
    "old": gettext_lazy("oldest first"),
}
EXCERPT: Final = 120
"""Characters of a reply that the list shows."""
_READ: Final = ("pk", "kind", "ending", "answered_on", "department__code")
_facets: dict[tuple[str, str], tuple[Stamp, dict[str, Facet]]] = {}


def load_rows() -> Iterator[Row]:
    """Yield the published answers, newest first."""
    for row in PublishedAnswer.objects.order_by("-answered_on", "-id").values(*_READ).iterator():
        day = row["answered_on"]
        facets = {
            "kind": (row["kind"],),
            "department": (row["department__code"],),
            "ending": (row["ending"],),
            "year": (str(day.year),),
            "month": (f"{day:%Y-%m}",),
        }
        yield Row(row["pk"], facets, {"old": (day, row["pk"])})


ANSWER_INDEX: Final = FacetIndex(CATALOG_KIND, PublishedAnswer, load_rows, (Department,), newest="id")


def chosen_year(parameters: QueryDict) -> str:
    """Return the one year whose months may be chosen; empty where none or several years are chosen."""
    years = {value[:4] for name in ("year", "month") for value in parameters.getlist(name)}
    return years.pop() if len(years) == 1 else ""


def read_facets(snapshot: Snapshot, year: str = "") -> dict[str, Facet]:
    """Return the facets in the order of the page, months only for a chosen year; kept while nothing changes."""
    key = (get_language() or "", year if year in snapshot.bits.get("year", ()) else "")
    kept = _facets.get(key)
    if kept is None or kept[0] != snapshot.stamp:
        kept = _facets[key] = (snapshot.stamp, _make_facets(snapshot, key[1]))
    return kept[1]


def _make_facets(snapshot: Snapshot, year: str) -> dict[str, Facet]:
    departments = {
        code: local_label(*names) for code, *names in Department.objects.values_list("code", "name", "name_en")
    }
    years = sorted(snapshot.bits.get("year", ()), reverse=True)
    months = sorted((one for one in snapshot.bits.get("month", ()) if year and one.startswith(year)), reverse=True)
    found = (
        Facet("kind", _("Kind"), {str(kind): Label(str(kind.label)) for kind in MessageKind}),
        Facet("department", _("Department"), departments, by_count=True),
        Facet("ending", _("Ending"), {str(ending): Label(str(ending.label)) for ending in REPLY_ENDINGS}),
        Facet("year", _("Year"), {one: Label(one) for one in years}),
        Facet("month", _("Month"), {one: Label(one) for one in months}),
    )
    return {facet.code: facet for facet in found}


def result_rows(rows: Iterable[Mapping[str, Any]], facets: Mapping[str, Facet]) -> list[dict[str, Any]]:
    """Return what the list shows of each answer."""
    departments, foreign = facets["department"].labels, FOREIGN if get_language() == "en" else ""
    return [
        {
            **row,
            "url": reverse("feedback:answer_detail", args=[row["number"]]),
            "lang": foreign,
            "kind_label": facets["kind"].labels[row["kind"]].text,
            "ending_label": facets["ending"].labels[row["ending"]].text,
            "department": departments[row["department__code"]],
            "excerpt": row["answer"][:EXCERPT] + ("…" if len(row["answer"]) > EXCERPT else ""),
        }
        for row in rows
    ]


LIST_KIND: Final = ListKind(COLUMNS, result_rows, SORTS)
