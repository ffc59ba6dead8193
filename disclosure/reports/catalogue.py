"""The disclosure catalogue as a table: one row per record that fits the filters of the page."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from disclosure.codelists import DisclosureMode, PublicationKind, Validity
from disclosure.filters.publications import PublicationFilterSet
from disclosure.models import PublishedPublication
from disclosure.shelves import PUBLICATION_INDEX, read_facets, validity_in
from foundation.facets import Snapshot
from foundation.tables.csv_format import guard

_READ: Final = (
    "pk", "index_text", "title", "summary", "written_on", "issued_on", "document_number", "kind", "disclosure_mode",
    "column__name", "body__name",
)  # fmt: skip
_BATCH: Final = 500


def catalogue_csv(parameters: QueryDict, *, today: dt.date) -> Iterator[str]:
    """Return the lines of the table, headings first (UTF-8 with a mark, as spreadsheets here expect it).

    All words are fixed here; the lines themselves may be made when the request has already been answered.
    """
    snapshot = PUBLICATION_INDEX.current(today)
    filters = PublicationFilterSet(parameters, PublishedPublication.objects.order_by(), read_facets(snapshot))
    within = snapshot.bitset(filters.search_keys()) if filters.words else None
    matching, _counts = snapshot.counts(filters.chosen, within)
    labels = {
        str(code): str(label)
        for code, label in chain(PublicationKind.choices, DisclosureMode.choices, Validity.choices)
    }
    return chain(["\ufeff" + _line(_headings())], _lines(snapshot, snapshot.page(matching, "", slice(None)), labels))


def _headings() -> list[str]:
    return [
        _("Index number"), pgettext("publication", "Name"), _("Summary"), _("Date created"), _("Date issued"),
        _("Document number"), _("Category"), _("Issuing body"), _("Kind of text"), _("Validity"),
        _("Way of disclosure"),
    ]  # fmt: skip


def _lines(snapshot: Snapshot, keys: Sequence[int], labels: dict[str, str]) -> Iterator[str]:
    for start in range(0, len(keys), _BATCH):
        batch = keys[start : start + _BATCH]
        rows = PublishedPublication.objects.order_by().filter(pk__in=batch).values(*_READ)
        found = {row["pk"]: row for row in rows}
        for key in batch:
            if key in found:
                yield _line(_cells(found[key], labels, validity_in(snapshot, key)))


def _cells(row: dict[str, Any], labels: dict[str, str], validity: str) -> list[str]:
    return [
        row["index_text"],
        row["title"],
        row["summary"],
        row["written_on"].isoformat() if row["written_on"] else "",
        row["issued_on"].isoformat(),
        row["document_number"],
        row["column__name"],
        row["body__name"],
        labels[row["kind"]],
        labels[validity] if validity else "",
        labels[row["disclosure_mode"]],
    ]


def _line(cells: Iterable[str]) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerow([guard(cell) for cell in cells])
    return buffer.getvalue()
