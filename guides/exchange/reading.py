"""Read a file of any format into raw rows of our tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from foundation.tables.problems import BadFile, shorten
from foundation.tables.reading import read_sheets
from foundation.tables.sheets import Sheet
from foundation.tables.sources import Source
from foundation.tables.suggestions import did_you_mean
from guides.exchange import json_format
from guides.exchange.columns import ITEMS, TABLES, Table
from guides.exchange.mapping import map_records
from guides.exchange.problems import Problem
from guides.exchange.profiles import Profile, profile_names
from guides.exchange.rows import RawRow, Reading


def read(source: Source, profile: Profile | None) -> Reading:
    """Read a file; the format follows from the bytes, not from the name.

    Raises BadFile with a sentence when the file as a whole cannot be taken in.
    """
    source.check()
    content = _content(source)
    if profile is not None:
        reading = map_records(_foreign_records(content), profile)
    elif isinstance(content, Entries):
        reading = _from_entries(content)
    else:
        reading = _from_sheets(content)
    if not reading.rows:
        raise BadFile(_("The file holds no rows."))
    return reading


class Entries(list[Any]):
    """The entries of a JSON list."""


def _content(source: Source) -> Entries | list[Sheet]:
    if source.is_json and not source.is_archive:
        return Entries(json_format.read(source))
    return read_sheets(source, ITEMS.name)


def _foreign_records(content: Entries | list[Sheet]) -> Iterator[tuple[int, Any]]:
    if isinstance(content, Entries):
        return iter(enumerate(content, start=1))
    return content[0].records() if content else iter(())


# JSON


def _from_entries(entries: Entries) -> Reading:
    reading = Reading()
    if entries and not any(isinstance(entry, dict) and ITEMS.key in entry for entry in entries):
        raise BadFile(
            _("No row has the key “%(key)s”. A file of another system needs its profile (known: %(known)s).")
            % {"key": ITEMS.key, "known": _(", ").join(profile_names())}
        )
    for number, entry in enumerate(entries, start=1):
        reading.rows.append(_entry(ITEMS, number, entry, reading))
    return reading


def _entry(table: Table, number: int, entry: Any, reading: Reading) -> RawRow:
    row = RawRow(table, number, place=table.name if table.parent else "")
    if not isinstance(entry, dict):
        row.problems.append(row.problem(_("An entry of the list is no record ({…})."), value=entry))
        return row
    for name, value in entry.items():
        if name in table.by_name:
            row.values[name] = value
        elif name in table.children:
            row.children[name] = _entries(TABLES[name], value, row, reading)
        else:
            _unknown_column(table, name, [*table.by_name, *table.children], reading)
    return row


def _entries(table: Table, value: Any, parent: RawRow, reading: Reading) -> list[RawRow]:
    if not isinstance(value, list):
        sentence = _("A list ([…]) belongs here.")
        parent.problems.append(Problem(sentence, column=table.name, label=table.label, value=value))
        return []
    return [_entry(table, number, entry, reading) for number, entry in enumerate(value, start=1)]


# Sheets


def _from_sheets(sheets: list[Sheet]) -> Reading:
    reading = Reading()
    by_table = dict(_known_sheets(sheets, reading))
    if ITEMS.name not in by_table:
        raise BadFile(
            _("There is no table “%(table)s”; found: %(found)s.")
            % {"table": ITEMS.name, "found": _(", ").join(shorten(sheet.name) for sheet in sheets)}
        )
    parents: dict[str, dict[str, RawRow]] = {}
    for table in TABLES.values():
        if table.name in by_table:
            rows = _rows(table, by_table[table.name], reading)
            _attach(table, rows, parents, reading)
    return reading


def _known_sheets(sheets: list[Sheet], reading: Reading) -> Iterator[tuple[str, Sheet]]:
    for sheet in sheets:
        if sheet.name in TABLES:
            yield sheet.name, sheet
        elif sheet.rows and sheet.name != LEGEND:
            reading.notice(
                _("The table “%(table)s” is not known and was left out%(hint)s.")
                % {"table": shorten(sheet.name), "hint": did_you_mean(sheet.name, TABLES)}
            )


LEGEND = "legend"
"""The table that explains the columns; it is written for people and not read."""


def _rows(table: Table, sheet: Sheet, reading: Reading) -> list[RawRow]:
    columns = _columns(table, sheet, reading)
    names = {ours: theirs for theirs, ours in columns.items()}
    found = []
    for number, record in sheet.records():
        values = {columns[name]: value for name, value in record.items() if name in columns}
        row = RawRow(table, number, {**dict.fromkeys(columns.values()), **values}, names)
        row.place = table.name if table.parent else ""
        found.append(row)
    return found


def _columns(table: Table, sheet: Sheet, reading: Reading) -> dict[str, str]:
    """Return which heading stands for which column.

    Raises BadFile when the columns are missing that say which row is which.
    """
    found: dict[str, str] = {}
    for name in filter(None, sheet.header):
        column = table.headings.get(name.lower())
        if column is None:
            _unknown_column(table, name, table.headings, reading)
        elif column in found.values():
            raise BadFile(
                _("The table “%(table)s” has two columns for “%(column)s”; delete one.")
                % {"table": table.name, "column": column}
            )
        else:
            found[name] = column
    needed = [table.parent_column] if table.parent else []
    needed += [table.key] if table.children else []
    for column in needed:
        if column not in found.values() and (sheet.rows or table is ITEMS):
            raise BadFile(
                _("The table “%(table)s” has no column “%(column)s”; its first row must hold the column names.")
                % {"table": table.name, "column": column}
            )
    return found


def _unknown_column(table: Table, name: str, known: Any, reading: Reading) -> None:
    reading.notice(
        _("The column “%(column)s” of “%(table)s” is not known and was left out%(hint)s.")
        % {"column": shorten(name), "table": table.name, "hint": did_you_mean(name, known)}
    )


def _attach(table: Table, rows: list[RawRow], parents: dict[str, dict[str, RawRow]], reading: Reading) -> None:
    """Hang rows below the rows they belong to, and keep those that others will hang below."""
    if table is ITEMS:
        reading.rows = rows
    else:
        above = parents.get(table.parent, {})
        for parent in above.values():
            parent.children[table.name] = []
        for row in rows:
            name = row.values.pop(table.parent_column, None)
            parent_row = above.get(str(name).strip())
            if parent_row is None:
                reading.errors.append(_orphan(table, row, name))
            else:
                parent_row.children[table.name].append(row)
    if table.children:
        found = parents.setdefault(table.name, {})
        for row in rows:
            found.setdefault(str(row.values.get(table.key)).strip(), row)


def _orphan(table: Table, row: RawRow, name: Any) -> str:
    sentence = _("There is no row “%(name)s” in the table “%(parent)s”; it was left out.") % {
        "name": shorten(name),
        "parent": table.parent,
    }
    return str(Problem(sentence, table=table.name, row=row.number, column=table.parent_column))
