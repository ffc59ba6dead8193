"""The report as an Excel workbook: its text on the first sheet, then one sheet for each table."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from disclosure.annual.documents import ReportDocument, SlotDocument, TableDocument
from disclosure.annual.layout import Kind
from foundation.tables.xlsx_format import escape

_SIDE: Final = Side(style="thin", color="FF808080")
_BORDER: Final = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_CENTER: Final = Alignment(horizontal="center", vertical="center", wrap_text=True)
_START: Final = Alignment(horizontal="left", vertical="center", wrap_text=True)
_WORDS: Final = PatternFill("solid", start_color="FFF0F0ED")
_TITLE: Final = Font(bold=True, size=14)
_BOLD: Final = Font(bold=True)
_PLAIN: Final = Font()
_TEXT_WIDTH: Final = 100
_FIGURE_WIDTH: Final = 12
_FIRST_LINE: Final = 3


def report_workbook(document: ReportDocument) -> bytes:
    """Return the report as the bytes of a workbook."""
    workbook = Workbook()
    _write_text(workbook.active, document)
    for table in document.tables:
        _draw(workbook.create_sheet(sheet_name(table)), table)
    properties = workbook.properties
    properties.title, properties.creator = document.title, document.organ
    properties.created = properties.modified = dt.datetime.combine(document.issued_on, dt.time())
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def sheet_name(table: TableDocument) -> str:
    """Return the name of a table's sheet; Excel takes 31 characters."""
    return table.title[:31]


def _write_text(sheet: Any, document: ReportDocument) -> None:
    sheet.title = "正文"
    sheet.column_dimensions["A"].width = _TEXT_WIDTH
    for number, (text, font) in enumerate(_text(document), start=1):
        cell = sheet.cell(number, 1)
        _write(cell, text)
        cell.font, cell.alignment = font, _START


def _text(document: ReportDocument) -> Iterator[tuple[str, Font]]:
    """Yield the lines of the report with their fonts."""
    yield document.title, _TITLE
    for label, value in document.head_pairs:
        yield f"{label}：{value}", _PLAIN
    for section, table in document.outline:
        yield section.heading, _BOLD
        if table is not None:
            yield f"（见工作表“{sheet_name(table)}”）", _PLAIN
        for part in section.filled:
            yield from ((text, _PLAIN) for text in (part.heading, *part.paragraphs) if text)


def _write(cell: Any, text: str) -> None:
    """Write words so that no spreadsheet takes them for a formula."""
    cell.value = escape(text)
    cell.data_type = "s"


def _draw(sheet: Any, table: TableDocument) -> None:
    """Draw the table with the same merged cells as on paper."""
    _write(sheet.cell(1, 1), table.title)
    sheet.cell(1, 1).font = _TITLE
    for line, column, slot in table.places:
        top, left = _FIRST_LINE + line, 1 + column
        bottom, right = top + slot.down - 1, left + slot.across - 1
        for row in range(top, bottom + 1):
            for each in range(left, right + 1):
                sheet.cell(row, each).border = _BORDER
        _fill(sheet.cell(top, left), slot)
        if (top, left) != (bottom, right):
            sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    for number, note in enumerate(table.notes, start=_FIRST_LINE + len(table.lines) + 1):
        _write(sheet.cell(number, 1), note)
    _set_up(sheet, table)


def _fill(cell: Any, slot: SlotDocument) -> None:
    cell.alignment = _START if slot.scope.startswith("row") else _CENTER
    if not slot.address:
        cell.fill = _WORDS
    if slot.value is None:
        _write(cell, slot.shown)
    else:
        cell.value = slot.value
        cell.number_format = "0.######" if slot.kind == Kind.AMOUNT else "0"


def _set_up(sheet: Any, table: TableDocument) -> None:
    """Set widths, the frozen head and the paper."""
    for column, share in enumerate(table.shares, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = _FIGURE_WIDTH * share
    if table.head:
        sheet.freeze_panes = f"{get_column_letter(table.stub_width + 1)}{_FIRST_LINE + len(table.head)}"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = sheet.ORIENTATION_LANDSCAPE
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
