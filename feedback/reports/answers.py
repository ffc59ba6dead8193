"""The published answers as a table: one row per answer that fits the filters of the page."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from feedback.filters.answers import AnswerFilterSet
from feedback.models import PublishedAnswer
from feedback.shelves import ANSWER_INDEX, chosen_year, read_facets
from feedback.states import Ending, MessageKind
from foundation.tables.csv_format import guard

_BATCH: Final = 500


def answers_csv(parameters: QueryDict) -> Iterator[str]:
    """Return the lines of the table, headings first (UTF-8 with a mark, as spreadsheets here expect it).

    All words are fixed here; the lines themselves may be made when the request has already been answered.
    """
    snapshot = ANSWER_INDEX.current()
    facets = read_facets(snapshot, chosen_year(parameters))
    filters = AnswerFilterSet(parameters, PublishedAnswer.objects.order_by(), facets)
    within = snapshot.bitset(filters.search_keys()) if filters.words else None
    matching, _counts = snapshot.counts(filters.chosen, within)
    labels = {str(code): str(label) for code, label in (*MessageKind.choices, *Ending.choices)}
    return chain(["\ufeff" + _line(_headings())], _lines(snapshot.page(matching, "", slice(None)), labels))


def _headings() -> list[str]:
    return [
        _("Number"), _("Kind"), _("Subject"), _("Message"), _("Received"), _("Department"), _("Reply"), _("Answered"),
        _("Ending"),
    ]  # fmt: skip


def _lines(keys: Sequence[int], labels: dict[str, str]) -> Iterator[str]:
    for start in range(0, len(keys), _BATCH):
        batch = keys[start : start + _BATCH]
        found = PublishedAnswer.objects.select_related("department").in_bulk(batch)
        yield from (_line(_cells(found[key], labels)) for key in batch if key in found)


def _cells(row: PublishedAnswer, labels: dict[str, str]) -> list[str]:
    return [
        row.number, labels[row.kind], row.subject, row.question, row.received_on.isoformat(), row.department.name,
        row.answer, row.answered_on.isoformat(), labels[row.ending],
    ]  # fmt: skip


def _line(cells: Iterable[str]) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerow([guard(cell) for cell in cells])
    return buffer.getvalue()
