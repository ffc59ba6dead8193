"""CSV: a zip with one file for each table, or one file alone.

A spreadsheet takes a text that begins with ``=`` for a formula.  Such texts, and those that begin with an
apostrophe, get one apostrophe in front when they are written; reading takes exactly one away.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import IO, Any, Final

from django.utils.translation import gettext as _

from foundation.tables.archives import open_archive
from foundation.tables.problems import BadFile, shorten
from foundation.tables.sheets import Sheet, make_sheet
from foundation.tables.sources import Source, decode

_APOSTROPHE: Final = "'"
_GUARDED: Final = (_APOSTROPHE, *"=+-@\t\r\n＝＋－＠")
"""What may begin a formula, also in its full-width form."""

_STAMP: Final = (1980, 1, 1, 0, 0, 0)
"""Equal contents make equal files."""


def guard(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would take for a formula."""
    return _APOSTROPHE + text if text.startswith(_GUARDED) else text


def unguard(cell: str) -> str:
    """Take the apostrophe away again."""
    return cell.removeprefix(_APOSTROPHE)


def read(source: Source, single: str = "table") -> list[Sheet]:
    """Return the tables of a zip of CSV files, or the one table of a CSV file under the name ``single``."""
    if not source.is_archive:
        return [_sheet(single, source.text())]
    sheets: dict[str, Sheet] = {}
    with open_archive(source.data) as archive:
        for part in archive.infolist():
            path = PurePosixPath(part.filename)
            if path.suffix.lower() != ".csv" or path.name.startswith(".") or "__MACOSX" in path.parts:
                continue
            if path.stem in sheets:
                raise BadFile(_("The archive holds “%(name)s” twice.") % {"name": shorten(path.name)})
            sheets[path.stem] = _sheet(path.stem, decode(archive.read(part)))
    if not sheets:
        raise BadFile(_("The archive holds no CSV file; expected is %(name)s.csv.") % {"name": single})
    return list(sheets.values())


def _sheet(name: str, text: str) -> Sheet:
    return make_sheet(name, _rows(name, text))


def _rows(name: str, text: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in reader:
            yield [unguard(cell) for cell in row]
    except csv.Error as error:
        raise BadFile(
            _(
                "The CSV table “%(table)s” is broken near line %(line)d:"
                " quotation marks do not match, or a cell is far too long."
            )
            % {"table": shorten(name), "line": reader.line_num}
        ) from error


def write(stream: IO[bytes], tables: Mapping[str, Iterable[Sequence[Any]]]) -> None:
    """Write tables, headings first, as a zip of CSV files."""
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in tables.items():
            entry = zipfile.ZipInfo(f"{name}.csv", _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, _text(rows).encode("utf-8-sig"))


def _text(rows: Iterable[Sequence[Any]]) -> str:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return buffer.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return guard(value) if isinstance(value, str) else str(value)
