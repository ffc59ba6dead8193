"""The report for programs: one JSON object in which a path is a cell's address (``requests.granted.total``)."""

from __future__ import annotations

import json
from typing import Any

from disclosure.annual.documents import ReportDocument
from disclosure.annual.formats import FORMATS
from disclosure.annual.layout import Kind


def report_json(document: ReportDocument, checksum: str) -> bytes:
    """Return the report as JSON text: counts are numbers, amounts strings, blank cells null."""
    return json.dumps(as_data(document, checksum), ensure_ascii=False, indent=1).encode()


def as_data(document: ReportDocument, checksum: str) -> dict[str, Any]:
    """Return head, text, labels and figures; each table stands under its key."""
    data: dict[str, Any] = {
        "schema": document.format,
        "year": document.year,
        "version": document.version,
        "title": document.title,
        "organ": document.organ,
        "index_number": document.index_number,
        "document_number": document.document_number,
        "issued_on": document.issued_on.isoformat(),
        "amendment": document.amendment,
        "checksum": checksum,
        "sections": [
            {
                "heading": section.heading,
                "table": section.table or None,
                "parts": [{"heading": part.heading, "paragraphs": list(part.paragraphs)} for part in section.filled],
            }
            for section in document.sections
        ],
        "labels": _labels(document),
        "entered_by_hand": {mark.address: mark.note for mark in document.manual},
    }
    for table in document.tables:
        own: dict[str, Any] = {}
        for slot in table.cells:
            _table, *steps, last = slot.address.split(".")
            place = own
            for step in steps:
                place = place.setdefault(step, {})
            place[last] = (slot.text or None) if slot.kind == Kind.AMOUNT else slot.value
        data[table.key] = own
    return data


def _labels(document: ReportDocument) -> dict[str, Any]:
    form = FORMATS[document.format]
    return {table.key: {"rows": dict(table.row_labels), "columns": dict(table.column_labels)} for table in form.tables}
