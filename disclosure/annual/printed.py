"""The report as a PDF, set by ``templates/typst/disclosure/report.typ``."""

from __future__ import annotations

from collections.abc import Iterator

from disclosure.annual.documents import LineDocument, ReportDocument, TableDocument
from foundation.typesetting import Cell, Report, ReportHeading, ReportTable, ReportText, Row, typeset


def report_pdf(document: ReportDocument) -> bytes:
    """Return the report as the bytes of a PDF; the same document gives the same bytes.

    Raises TypesettingFailed, MissingGlyphs among it, as ``typeset`` does.
    """
    report: Report = {
        "title": document.title,
        "head": document.head_pairs,
        "blocks": list(_blocks(document)),
        "closing": {"organ": document.organ, "date": document.signed_on},
    }
    return typeset("disclosure/report.typ", report)


def _blocks(document: ReportDocument) -> Iterator[ReportHeading | ReportText | ReportTable]:
    for section, table in document.outline:
        yield {"kind": "heading", "text": section.heading}
        if table is not None:
            yield _table(table)
            for note in table.notes:
                yield {"kind": "note", "text": note}
        for part in section.filled:
            if part.heading:
                yield {"kind": "heading", "text": part.heading, "level": 2}
            for text in part.paragraphs:
                yield {"kind": "paragraph", "text": text}


def _table(table: TableDocument) -> ReportTable:
    return {
        "kind": "table",
        "header": [_row(line) for line in table.head],
        "rows": [_row(line) for line in table.body],
        "widths": table.shares,
    }


def _row(line: LineDocument) -> Row:
    cells: list[Cell] = []
    for slot in line:
        cell: Cell = {"text": slot.shown}
        if slot.across > 1:
            cell["colspan"] = slot.across
        if slot.down > 1:
            cell["rowspan"] = slot.down
        if slot.scope.startswith("col"):
            cell["heading"] = True
        cells.append(cell)
    return cells
