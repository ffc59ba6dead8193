"""Excel workbooks: one sheet for each table.

Every text is written as a string cell in text format with the quote prefix where it looks like a formula, so no
spreadsheet computes it and none turns a code into a number when somebody edits the cell.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, Any, Final

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils.exceptions import InvalidFileException

from foundation.tables.archives import open_archive
from foundation.tables.cells import Formula
from foundation.tables.csv_format import guard
from foundation.tables.problems import BadFile
from foundation.tables.sheets import Sheet, make_sheet
from foundation.tables.sources import Source

_BROKEN: Final = (
    ArithmeticError,
    AttributeError,
    InvalidFileException,
    LookupError,
    OSError,
    RecursionError,
    SyntaxError,  # what both XML parsers raise
    TypeError,
    ValueError,  # defusedxml's refusals among them
)
"""What the reader raises for workbooks that are none inside."""

_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TO_ESCAPE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\ufffe\uffff]")
"""What XML cannot hold or changes, and what would be taken for an escape (ECMA-376, ST_Xstring)."""


def escape(text: str) -> str:
    """Write characters that XML cannot hold the way workbooks do: ``_x000D_``."""
    return _TO_ESCAPE.sub(lambda match: f"_x{ord(match.group()):04X}_", text)


def unescape(text: str) -> str:
    """Turn the escapes of a workbook back into characters."""
    return _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text) if "_x" in text else text


def read(source: Source) -> list[Sheet]:
    """Return the sheets of a workbook.

    Raises BadFile for archives that are damaged, too large or no workbook.
    """
    open_archive(source.data).close()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            workbook = load_workbook(io.BytesIO(source.data), read_only=True, keep_links=False)
            try:
                return [make_sheet(sheet.title, _rows(sheet)) for sheet in workbook.worksheets]
            finally:
                workbook.close()
    except _BROKEN as error:
        raise BadFile(_("The workbook is damaged inside; open it in Excel and save it again.")) from error


def _rows(sheet: Any) -> Iterator[list[Any]]:
    sheet.reset_dimensions()
    for row in sheet.iter_rows():
        yield [_value(cell) for cell in row]


def _value(cell: Any) -> Any:
    if cell.data_type in ("f", "e"):
        return Formula(str(getattr(cell.value, "text", cell.value)))
    return unescape(cell.value) if isinstance(cell.value, str) else cell.value


def write(stream: IO[bytes], tables: Mapping[str, Iterable[Sequence[Any]]]) -> None:
    """Write tables, headings first, as the sheets of a workbook."""
    workbook = Workbook(write_only=True)
    for name, rows in tables.items():
        sheet = workbook.create_sheet(name)
        sheet.freeze_panes = "B2"
        for number, row in enumerate(rows):
            sheet.append([_cell(sheet, value, heading=number == 0) for value in row])
    workbook.save(stream)


def _cell(sheet: Any, value: Any, *, heading: bool) -> Any:
    if not isinstance(value, str) or not value:
        return value
    cell = WriteOnlyCell(sheet, escape(value))
    cell.data_type = "s"
    cell.number_format = "@"
    if heading:
        cell.font = Font(bold=True)
    if guard(value) != value:
        cell.quotePrefix = True
    return cell
