"""The verb of exporting: drafts in the columns of the importer, so that a file comes back without loss."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from approvals.models import Item
from foundation import access, audit
from foundation.organization import Department
from foundation.tables import csv_format, xlsx_format
from foundation.workflow import Refused
from guides.exchange import json_format
from guides.exchange.columns import ITEMS, TABLES, Table, rows_below
from guides.exchange.reading import LEGEND
from guides.exchange.values import as_cell, show
from guides.models import Guide

if TYPE_CHECKING:
    from foundation.people import User

FORMATS: Final = {
    "xlsx": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": ("zip", "application/zip"),
    "json": ("json", "application/json"),
}
"""Format → ending of the file and its media type."""

_CHUNK: Final = 200

Rows = dict[str, list[dict[str, Any]]]


def format_of(path: Path) -> str:
    """Return the format that the ending of a file name asks for. Raises Refused for other endings."""
    for name, (ending, _media_type) in FORMATS.items():
        if path.suffix.lower() == f".{ending}":
            return name
    raise Refused(
        _("The ending of “%(name)s” names no format; use .json, .xlsx or, for CSV, .zip.") % {"name": path.name}
    )


def exportable(actor: User | None, department: Department | None) -> QuerySet[Item]:
    """Return the items that the actor may see; None stands for the system itself."""
    items = Item.objects.all()
    if actor is not None:
        items = access.scope_of(actor, access.Capability.VIEW_CONTENT).limit(items)
    return items.filter(department=department) if department is not None else items


def export_items(
    stream: IO[bytes], file_format: str, *, actor: User | None, department: Department | None = None
) -> int:
    """Write the drafts of items, with all their guides, to a stream and return how many items there are.

    Raises PermissionDenied for actors who may see no drafts at all.
    """
    if actor is not None:
        access.require(actor, access.Capability.VIEW_CONTENT)
    with transaction.atomic():
        records = list(_records(exportable(actor, department)))
        if file_format == "json":
            json_format.write(stream, records)
        else:
            writer = xlsx_format if file_format == "xlsx" else csv_format
            writer.write(stream, _tables(records))
        audit.record(
            audit.Act.EXPORTED,
            actor=actor,
            department_id=department.pk if department else None,
            detail={
                "format": file_format,
                "items": len(records),
                "sha256": audit.list_checksum(record[ITEMS.key] for record in records),
            },
        )
    return len(records)


# Records: an item as JSON has it


def _records(items: QuerySet[Item]) -> Iterator[dict[str, Any]]:
    guides = Guide.objects.select_related("department").prefetch_related(*rows_below(Guide)).order_by("slug")
    queryset = (
        items.select_related("department")
        .prefetch_related("themes", *rows_below(Item), Prefetch("guides", guides))
        .order_by("code")
    )
    for item in queryset.iterator(chunk_size=_CHUNK):
        yield _record(ITEMS, item)


def _record(table: Table, row: Any) -> dict[str, Any]:
    record = {column.name: show(column, getattr(row, column.name)) for column in table.columns}
    for name in table.children:
        record[name] = [_record(TABLES[name], below) for below in getattr(row, name).all()]
    return record


# Tables: the same as sheets have it


def _tables(records: Iterable[Mapping[str, Any]]) -> dict[str, Iterable[Sequence[Any]]]:
    rows: dict[str, list[Sequence[Any]]] = {name: [_heading(table)] for name, table in TABLES.items()}
    for record in records:
        _spread(ITEMS, record, "", rows)
    return {**rows, LEGEND: _legend()}


def _heading(table: Table) -> list[str]:
    parent = [table.parent_column] if table.parent else []
    return [*parent, *(column.name for column in table.columns)]


def _spread(table: Table, record: Mapping[str, Any], parent: str, rows: dict[str, list[Sequence[Any]]]) -> None:
    """Put a record into its table and the records below it into theirs."""
    cells = [as_cell(record[column.name]) for column in table.columns]
    rows[table.name].append([parent, *cells] if table.parent else cells)
    for name in table.children:
        for below in record[name]:
            _spread(TABLES[name], below, record[table.key], rows)


def _legend() -> Iterator[Sequence[str]]:
    """Explain every column: for people, not read again."""
    yield [_("Table"), _("Column"), _("Meaning"), _("Codes")]
    for table in TABLES.values():
        if table.parent:
            meaning = _("belongs to this row of “%(table)s”") % {"table": table.parent}
            yield [table.name, table.parent_column, meaning, ""]
        for column in table.columns:
            codes = _("; ").join(f"{code} {label}" for code, label in column.codes.items())
            yield [table.name, column.name, column.label, codes]
