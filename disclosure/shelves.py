"""The facets by which publications are found, with the words for their values and the rows of the lists."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from django.db.models import TextChoices
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from disclosure.addresses import document_url
from disclosure.codelists import DisclosureMode, PublicationKind, Validity
from disclosure.models import Column, IssuingBody, PublishedPublication
from disclosure.validity import Change, Term, is_stated, validity_on
from foundation.facets import FacetIndex, Row, Snapshot, Stamp
from foundation.listings import Facet, Label, ListKind, local_label

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

COLUMNS: Final = (
    "index_text", "title", "title_en", "document_number", "kind", "summary", "written_on", "issued_on",
    "disclosure_mode", "column__code",
)  # fmt: skip
"""What a list shows of each text."""
_READ: Final = (
    "pk", "record_id", "kind", "disclosure_mode", "initial", "index_text", "issued_on", "effective_on", "expires_on",
    "abolished_on", "column__code", "column__parent__code", "body__prefix",
)  # fmt: skip
SORTS: Final[dict[str, StrOrPromise]] = {
    "": gettext_lazy("newest first"),
    "name": gettext_lazy("by first letter"),
    "index": gettext_lazy("by index number"),
}
_facets: dict[str, tuple[Stamp, dict[str, Facet]]] = {}


def load_rows(today: dt.date) -> Iterator[Row]:
    """Yield the public texts, newest first, as they stand on a day."""
    changes = _changes()
    for row in PublishedPublication.objects.values(*_READ).iterator():
        term = Term(row["effective_on"], row["expires_on"], row["abolished_on"])
        validity = validity_on(today, term, changes.get(row["record_id"], ()))
        facets = {
            "column": [code for code in (row["column__code"], row["column__parent__code"]) if code],
            "body": (row["body__prefix"],),
            "year": (str(row["issued_on"].year),),
            "kind": (row["kind"],),
            "mode": (row["disclosure_mode"],),
            "validity": (validity.value,) if is_stated(row["kind"], validity) else (),
        }
        yield Row(row["pk"], facets, {"name": row["initial"], "index": row["index_text"]})


def _changes() -> Mapping[int, list[Change]]:
    """Return what newer documents do, by the record that they act on."""
    found: dict[int, list[Change]] = defaultdict(list)
    acting = PublishedPublication.objects.exclude(affects=[]).only("effects", "effective_on", "issued_on")
    for row in acting.order_by():
        for effect in row.effects:
            found[effect["id"]].append(Change(effect["effect"], row.in_force_on))
    return found


PUBLICATION_INDEX: Final = FacetIndex("disclosure.publication", PublishedPublication, load_rows, (Column, IssuingBody))


def read_facets(snapshot: Snapshot) -> dict[str, Facet]:
    """Return all facets in the order of the page, with labels in the active language; kept while nothing changes."""
    language = get_language() or ""
    kept = _facets.get(language)
    if kept is None or kept[0] != snapshot.stamp:
        kept = _facets[language] = (snapshot.stamp, _make_facets(snapshot))
    return kept[1]


def _make_facets(snapshot: Snapshot) -> dict[str, Facet]:
    columns = {code: local_label(*names) for code, *names in Column.objects.values_list("code", "name", "name_en")}
    bodies = {
        prefix: local_label(*names) for prefix, *names in IssuingBody.objects.values_list("prefix", "name", "name_en")
    }
    years = sorted(snapshot.bits.get("year", ()), reverse=True)
    found = (
        Facet("column", pgettext("publication", "Column"), columns, by_count=True),
        Facet("body", _("Issuing body"), bodies, by_count=True),
        Facet("year", _("Year"), {year: Label(year) for year in years}),
        Facet("kind", _("Kind of text"), _words(PublicationKind)),
        Facet("mode", _("Way of disclosure"), _words(DisclosureMode)),
        Facet("validity", _("Validity"), _words(Validity)),
    )
    return {facet.code: facet for facet in found}


def _words(codelist: type[TextChoices]) -> dict[str, Label]:
    return {str(code): Label(str(label)) for code, label in codelist.choices}


def list_kind(snapshot: Snapshot) -> ListKind:
    """Return how lists of publications are made at this moment."""
    return ListKind(COLUMNS, partial(result_rows, snapshot=snapshot), SORTS)


def result_rows(
    rows: Iterable[Mapping[str, Any]], facets: Mapping[str, Facet], *, snapshot: Snapshot
) -> list[dict[str, Any]]:
    """Return what a list shows of each text."""
    columns, shown = facets["column"].labels, []
    for row in rows:
        validity = validity_in(snapshot, row["pk"])
        label = local_label(row["title"], row["title_en"])
        shown.append(
            {
                **row,
                "url": document_url(row["index_text"]),
                "label": label.text,
                "lang": label.lang,
                "column": columns[row["column__code"]],
                "validity": validity,
                "validity_label": facets["validity"].labels[validity].text if validity else "",
            }
        )
    return shown


def validity_in(snapshot: Snapshot, key: int) -> str:
    """Return the stated validity of a text as the index knows it."""
    bit = 1 << snapshot.positions[key]
    shelf = snapshot.bits.get("validity", {})
    return next((validity for validity, rows in shelf.items() if rows & bit), "")
