"""The rows of a file, whichever format it has: CSV, a workbook, or JSON (a list of objects)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from feedback.imports.columns import LAYOUT
from foundation.tables.problems import BadFile
from foundation.tables.reading import read_sheets
from foundation.tables.sheets import Sheet, make_sheet
from foundation.tables.sources import Source


def read_records(source: Source) -> tuple[Iterator[tuple[int, dict[str, Any]]], list[str]]:
    """Return the rows with their numbers, cells by column name, and the headings that nobody knows. Raises BadFile."""
    source.check()
    sheets = [_json_sheet(source)] if source.is_json else read_sheets(source, "messages")
    filled = next((sheet for sheet in sheets if sheet.rows), None)
    if filled is None:
        raise BadFile(_("The file holds no rows."))
    columns, unknown = LAYOUT.match(filled)
    return _records(filled, columns), unknown


def _records(sheet: Sheet, columns: dict[str, str]) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, record in sheet.records():
        yield number, {columns[name]: cell for name, cell in record.items() if name in columns}


def _json_sheet(source: Source) -> Sheet:
    try:
        rows = json.loads(source.text())
    except (ValueError, RecursionError) as error:
        raise BadFile(_("This is not valid JSON.")) from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise BadFile(_("A list of objects belongs here, one for each message."))
    names = list(dict.fromkeys(str(name) for row in rows for name in row))
    return make_sheet("messages", [names, *([row.get(name) for name in names] for row in rows)])
