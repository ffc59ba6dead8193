"""The report as a Word file, with real headings and tables."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any, Final

import docx
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from disclosure.annual.documents import PartDocument, ReportDocument, SlotDocument, TableDocument

_BODY_FONT: Final = "仿宋"
_HEAD_FONT: Final = "黑体"
_TITLE_FONT: Final = "宋体"
_PAGE_WIDTH: Final = Cm(21)
_PAGE_HEIGHT: Final = Cm(29.7)
_MARGIN: Final = Cm(2.5)
_TEXT_WIDTH_CM: Final = 16.0
_MANY_COLUMNS: Final = 8


def report_word(document: ReportDocument) -> bytes:
    """Return the report as the bytes of a Word file."""
    file = docx.Document()
    _set_up(file, document)
    _paragraph(file, document.title, font=_TITLE_FONT, size=22, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER)
    for label, value in document.head_pairs:
        _paragraph(file, f"{label}：{value}", size=12)
    for section, table in document.outline:
        _heading(file, section.heading, level=1)
        if table is not None:
            _draw(file, table)
        for part in section.filled:
            _part(file, part)
    _paragraph(file, document.organ, align=WD_ALIGN_PARAGRAPH.RIGHT, space_before=24)
    _paragraph(file, document.signed_on, align=WD_ALIGN_PARAGRAPH.RIGHT)
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


def _set_up(file: Any, document: ReportDocument) -> None:
    """Set paper, language, fonts and properties."""
    page = file.sections[0]
    page.page_width, page.page_height = _PAGE_WIDTH, _PAGE_HEIGHT
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = _MARGIN
    for name, font, size in (("Normal", _BODY_FONT, 16), ("Heading 1", _HEAD_FONT, 16), ("Heading 2", _BODY_FONT, 16)):
        style = file.styles[name]
        style.font.name, style.font.size = font, Pt(size)
        style.font.color.rgb = None
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), font)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(theme), None)
    properties = file.core_properties
    properties.title, properties.author, properties.comments = document.title, document.organ, ""
    properties.language = "zh-CN"
    properties.created = properties.modified = dt.datetime.combine(document.issued_on, dt.time())


def _paragraph(
    file: Any, text: str, *, font: str = "", size: int = 0, bold: bool = False, align: Any = None, space_before: int = 0
) -> Any:
    paragraph = file.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.space_before = Pt(space_before)
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(text)
    run.bold = bold or None
    if font:
        run.font.name = font
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    if size:
        run.font.size = Pt(size)
    return paragraph


def _heading(file: Any, text: str, *, level: int) -> None:
    heading = file.add_heading(text, level=level)
    heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(12), Pt(4)


def _part(file: Any, part: PartDocument) -> None:
    if part.heading:
        _heading(file, part.heading, level=2)
    for text in part.paragraphs:
        _paragraph(file, text).paragraph_format.first_line_indent = Pt(32)  # two characters


def _draw(file: Any, table: TableDocument) -> None:
    """Draw the table with merged cells; its heading lines repeat on each page."""
    size = 8 if table.width > _MANY_COLUMNS else 10.5
    drawn = file.add_table(rows=len(table.lines), cols=table.width, style="Table Grid")
    drawn.alignment, drawn.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    grid = [list(row.cells) for row in drawn.rows]
    for cells in grid:
        for cell, width in zip(cells, _widths(table), strict=True):
            cell.width = width
    for line, column, slot in table.places:
        cell = grid[line][column]
        if slot.down > 1 or slot.across > 1:
            cell = cell.merge(grid[line + slot.down - 1][column + slot.across - 1])
        _fill(cell, slot, size)
    for row in drawn.rows[: len(table.head)]:
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for note in table.notes:
        _paragraph(file, note, size=9)


def _widths(table: TableDocument) -> list[Any]:
    whole = sum(table.shares)
    return [Cm(_TEXT_WIDTH_CM * share / whole) for share in table.shares]


def _fill(cell: Any, slot: SlotDocument, size: float) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    if not slot.scope.startswith("row"):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(slot.shown)
    run.font.size = Pt(size)
