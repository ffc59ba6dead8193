"""The figures of the annual report, counted from the register; each counted cell opens its rows.

Nothing in the system counts licensing decisions, penalties, compulsion and fees of the center: they are entered by
hand, as is every figure of a year before the register began.

The statistics period is 1 January to 31 December.  A request counts by its legal day of receipt (条例 art. 31)
and by the day on which it was concluded; the questions to the database are few and as many for 14,000 requests
as for one.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.conf import settings
from django.db.models import Case, Count, F, Min, Q, QuerySet, Sum, Value, When

from disclosure.annual.formats import REMEDY_KINDS, format_for, outcome_keys, outcome_row
from disclosure.annual.tables import Figures
from disclosure.annual.tables import Value as Figure
from disclosure.codelists import PublicationKind, Validity
from disclosure.models import FeeNotice, ManualFigure, PublishedPublication, Remedy, Request
from disclosure.models.annual import AnnualReport
from disclosure.models.index_numbers import IssuingBody
from disclosure.states import RequestStage
from disclosure.validity import Change, validity_on

TOTAL: Final = "total"
PENDING: Final = "pending"
_DOCUMENT_ROWS: Final = {"regulations": PublicationKind.RULE, "normative_documents": PublicationKind.NORMATIVE}
"""Rows of section two that the publications count."""
_DOCUMENT_COLUMNS: Final = ("made", "abolished", "valid")


@dataclass(frozen=True)
class Gathered:
    """The figures of a report, and where they come from."""

    figures: Figures
    counted: frozenset[str]
    """Cells that the system counted; the others are entered by hand."""
    notes: Mapping[str, str]
    """Notes of the figures that were entered by hand, by address."""

    @property
    def by_hand(self) -> list[str]:
        """The cells that may be entered by hand, in the order of the tables."""
        return [address for address in self.figures if address not in self.counted]


def first_counted_year() -> int | None:
    """Return the first year that the register holds in full, or None while it holds nothing.

    That is the setting, where the register was begun with requests carried over from earlier years; otherwise the
    year of the earliest receipt.
    """
    if settings.PORTAL_REGISTER_YEAR:
        return int(settings.PORTAL_REGISTER_YEAR)
    earliest: dt.date | None = Request.objects.aggregate(day=Min("received_on"))["day"]
    return earliest.year if earliest is not None else None


def gather(year: int, body: IssuingBody) -> Gathered:
    """Return the figures of the report on a year: counted ones, and those entered by hand for the rest."""
    first = first_counted_year()
    counted: dict[str, Figure] = {}
    if first is not None and year >= first:
        counted = {**count_requests(year), **count_remedies(year), **count_fees(year), **count_documents(year, body)}
    entered = {row.address: row for row in ManualFigure.objects.filter(year=year)}
    cells = format_for(year).cells
    by_hand = {address: row for address, row in entered.items() if address in cells and address not in counted}
    values = {**{address: row.figure for address, row in by_hand.items()}, **counted}
    notes = {address: row.note for address, row in by_hand.items()}
    return Gathered(Figures(year, values), frozenset(counted), notes)


def previous_figures(year: int, body: IssuingBody) -> Figures:
    """Return last year's figures: those that were signed, otherwise those known today."""
    signed = AnnualReport.objects.signed(year - 1).first()
    return Figures(year - 1, signed.frozen.values) if signed is not None else gather(year - 1, body).figures


def period(year: int) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of the statistics period."""
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def due_on(year: int) -> dt.date:
    """Return the day by which a department publishes the report on a year: 31 January of the next (条例 art. 49)."""
    return dt.date(year + 1, 1, 31)


def cell_rows(year: int, body: IssuingBody, address: str) -> QuerySet[Any] | list[PublishedPublication]:
    """Return the rows behind a cell: requests, remedies, fee notices or publications.

    Raises LookupError for a cell that nothing counts.
    """
    table, *place = address.split(".")
    if address == "further.processing_fee":
        return cell_fees(year).select_related("request").order_by("paid_on", "pk")
    if len(place) != len(("row", "column")) or address not in format_for(year).cells:
        raise LookupError(address)
    row, column = place
    if table == "requests":
        return cell_requests(year, row, column).order_by("received_on", "pk")
    if table == "remedies":
        return cell_remedies(year, row, column).select_related("request").order_by("filed_on", "pk")
    if table == "proactive" and row in _DOCUMENT_ROWS and format_for(year).code == "2021":
        return cell_documents(year, body, row, column)
    raise LookupError(address)


# Section three


def requests_of(year: int) -> QuerySet[Request]:
    """Return the requests that the report on a year counts: received by its end, and not concluded before it.

    A new handling that a review or court ordered is no new request: the request was counted when it came, and its
    correction stands in section four.
    """
    first, last = period(year)
    return Request.objects.exclude(stage=RequestStage.DISMISSED).filter(
        Q(concluded_on=None) | Q(concluded_on__gte=first), received_on__lte=last, reopens=None
    )


def _row_condition(year: int, row: str) -> Q:
    """Return which of the year's requests a row of the table counts."""
    first, last = period(year)
    form = format_for(year).code
    if row == "new_received":
        return Q(received_on__gte=first)
    if row == "carried_over":
        return Q(received_on__lt=first)
    if row == "carried_forward":
        return Q(concluded_on=None) | Q(concluded_on__gt=last)
    if row == "total_processed":
        return Q(concluded_on__lte=last)
    rows = [outcome for outcome in outcome_keys("2021") if outcome_row(form, outcome) == row]
    return Q(concluded_on__lte=last, outcome_row__in=rows)


def cell_requests(year: int, row: str, column: str) -> QuerySet[Request]:
    """Return the requests behind a cell of the request table."""
    found = requests_of(year).filter(_row_condition(year, row))
    return found if column == TOTAL else found.filter(applicant_category=column)


def count_requests(year: int) -> dict[str, Figure]:
    """Return every cell of the request table, in one question to the database."""
    form = format_for(year)
    if form.code == "sheet":
        return {}
    last = period(year)[1]
    groups = (
        requests_of(year)
        .order_by()
        .values("applicant_category", row=Case(When(concluded_on__lte=last, then=F("outcome_row")), default=Value("")))
        .annotate(all=Count("pk"), new=Count("pk", filter=_row_condition(year, "new_received")))
    )
    cells: Counter[tuple[str, str]] = Counter()
    for group in groups:
        rows = {"new_received": group["new"], "carried_over": group["all"] - group["new"]}
        done = outcome_row(form.code, group["row"])
        rows |= {done: group["all"], "total_processed": group["all"]} if done else {"carried_forward": group["all"]}
        for row, number in rows.items():
            for column in (group["applicant_category"], TOTAL):
                cells[row, column] += number
    table = form.table("requests")
    return {
        f"requests.{row}.{column}": cells[row, column] for row in table.row_labels for column in table.column_labels
    }


# Section four


def remedies_of(year: int) -> QuerySet[Remedy]:
    """Return the reviews and suits that the report counts: filed by its end, and not closed before it."""
    first, last = period(year)
    kinds = [kind for kind, _path in REMEDY_KINDS]
    return Remedy.objects.filter(Q(closed_on=None) | Q(closed_on__gte=first), filed_on__lte=last, kind__in=kinds)


def cell_remedies(year: int, kind: str, result: str) -> QuerySet[Remedy]:
    """Return the cases behind a cell of the table of remedies."""
    found, last = remedies_of(year).filter(kind=kind), period(year)[1]
    if result == TOTAL:
        return found
    if result == PENDING:
        return found.filter(Q(closed_on=None) | Q(closed_on__gt=last))
    return found.filter(closed_on__lte=last, outcome=result)


def count_remedies(year: int) -> dict[str, Figure]:
    """Return every cell of the table of remedies, in one question to the database."""
    form, last = format_for(year), period(year)[1]
    if form.code == "sheet":
        return {}
    groups = (
        remedies_of(year)
        .order_by()
        .values("kind", result=Case(When(closed_on__lte=last, then=F("outcome")), default=Value(PENDING)))
        .annotate(all=Count("pk"))
    )
    cells: Counter[tuple[str, str]] = Counter()
    for group in groups:
        cells[group["kind"], group["result"]] += group["all"]
        cells[group["kind"], TOTAL] += group["all"]
    table = form.table("remedies")
    return {
        f"remedies.{kind}.{result}": cells[kind, result] for kind in table.row_labels for result in table.column_labels
    }


# Section six


def cell_fees(year: int) -> QuerySet[FeeNotice]:
    """Return the fee notices that were paid in a year."""
    return FeeNotice.objects.filter(paid_on__range=period(year))


def count_fees(year: int) -> dict[str, Figure]:
    """Return what was taken in information-processing fees, in yuan."""
    if format_for(year).code == "sheet":
        return {}
    return {"further.processing_fee": Decimal(cell_fees(year).aggregate(sum=Sum("amount"))["sum"] or 0)}


# Section two


def count_documents(year: int, body: IssuingBody) -> dict[str, Figure]:
    """Return what was made and abolished and what is in force, from the body's public documents (format of 2021)."""
    if format_for(year).code != "2021":
        return {}
    return {f"proactive.{row}.{column}": len(documents) for (row, column), documents in _documents(year, body).items()}


def cell_documents(year: int, body: IssuingBody, row: str, column: str) -> list[PublishedPublication]:
    """Return the documents behind a cell of section two."""
    return _documents(year, body)[row, column]


def _documents(year: int, body: IssuingBody) -> dict[tuple[str, str], list[PublishedPublication]]:
    """Return the documents of each counted cell, in two questions to the database."""
    first, last = period(year)
    rows = {kind.value: row for row, kind in _DOCUMENT_ROWS.items()}
    documents = list(PublishedPublication.objects.filter(body=body, kind__in=rows, issued_on__lte=last))
    changes = _changes([document.record_id for document in documents])
    found: dict[tuple[str, str], list[PublishedPublication]] = {
        (row, column): [] for row in _DOCUMENT_ROWS for column in _DOCUMENT_COLUMNS
    }
    for document in documents:
        before, after = (
            validity_on(day, document.term, changes.get(document.record_id, ()))
            for day in (first - dt.timedelta(days=1), last)
        )
        row = rows[document.kind]
        if document.issued_on >= first:
            found[row, "made"].append(document)
        if after == Validity.ABOLISHED and (before != Validity.ABOLISHED or document.issued_on >= first):
            found[row, "abolished"].append(document)
        if after in {Validity.IN_FORCE, Validity.AMENDED}:
            found[row, "valid"].append(document)
    return found


def _changes(record_ids: list[int]) -> dict[int, list[Change]]:
    """Return what newer documents do to these."""
    changes: dict[int, list[Change]] = {}
    for newer in PublishedPublication.objects.filter(affects__overlap=record_ids):
        for record_id in set(newer.affects) & set(record_ids):
            changes.setdefault(record_id, []).append(newer.change_to(record_id))
    return changes
