"""Tables as spreadsheets have them: a heading row and rows of cells, whatever file they came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

from foundation.tables.problems import BadFile, shorten

MAX_ROWS: Final = 200_000
MAX_COLUMNS: Final = 300


@dataclass
class Sheet:
    """One table: its name, its headings, and its rows by their number in the file."""

    name: str
    header: list[str] = field(default_factory=list)
    rows: list[tuple[int, Sequence[Any]]] = field(default_factory=list)

    def records(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield each row as a record; cells beyond the headings are left out."""
        for number, cells in self.rows:
            yield number, {name: cell for name, cell in zip(self.header, cells, strict=False) if name}


def make_sheet(name: str, rows: Iterable[Sequence[Any]]) -> Sheet:
    """Build a sheet from all rows of a table; the first one that is not blank holds the headings.

    Raises BadFile for two columns of one name and for tables that nobody needs.
    """
    sheet = Sheet(name)
    for number, cells in enumerate(rows, start=1):
        if all(cell is None or cell == "" for cell in cells):
            continue
        if not sheet.header:
            sheet.header = _header(name, cells)
            continue
        if len(sheet.rows) >= MAX_ROWS:
            raise BadFile(
                _("The table “%(table)s” has more than %(limit)d rows; split the file.")
                % {"table": shorten(name), "limit": MAX_ROWS}
            )
        sheet.rows.append((number, cells[: len(sheet.header)]))
    return sheet


def _header(table: str, cells: Sequence[Any]) -> list[str]:
    names = ["" if cell is None else str(cell).strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    words = {"table": shorten(table), "limit": MAX_COLUMNS}
    if len(names) > MAX_COLUMNS:
        raise BadFile(_("The table “%(table)s” has more than %(limit)d columns.") % words)
    for name in names:
        if name and names.count(name) > 1:
            words["column"] = shorten(name)
            raise BadFile(_("The table “%(table)s” has two columns “%(column)s”; delete one.") % words)
    return names
