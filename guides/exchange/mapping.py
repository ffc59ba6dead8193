"""From the records of a foreign system to raw rows, by the rules of a profile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from foundation.tables.cells import Formula
from foundation.tables.problems import BadFile, BadValue
from guides.exchange.columns import GUIDES, ITEMS, TABLES, Column, Kind, Table
from guides.exchange.problems import Problem
from guides.exchange.profiles import FieldSource, Profile, RowsSource
from guides.exchange.rows import DepartmentKey, RawRow, Reading
from guides.exchange.values import entries


def map_records(records: Iterable[tuple[int, Any]], profile: Profile) -> Reading:
    """Turn records into one item and one guide each.

    Raises BadFile when no record has the field that holds the code: then it is another system's file.
    """
    reading = Reading()
    seen: set[str] = set()
    for number, record in records:
        if not isinstance(record, dict):
            problem = Problem(_("An entry of the list is no record ({…})."), value=record)
            reading.rows.append(RawRow(ITEMS, number, problems=[problem]))
            continue
        seen.update(record)
        reading.rows.append(_item(number, record, profile))
    code_field = profile.item[ITEMS.key].source
    if reading.rows and code_field not in seen:
        raise BadFile(
            _("No row has the field “%(field)s”, so this is not a file for the profile “%(profile)s”.")
            % {"field": code_field, "profile": profile.name}
        )
    for name in sorted(wanted_fields(profile) - seen):
        reading.notice(_("The profile expects a field “%(field)s”, which no row has.") % {"field": name})
    return reading


def wanted_fields(profile: Profile) -> set[str]:
    """Return the fields of the foreign system that a profile reads."""
    sources = [*profile.item.values(), *profile.guide.values()]
    names = {source.source for source in sources}
    for rows in (*profile.item_rows.values(), *profile.guide_rows.values()):
        names |= {rows.each, rows.when}
        if not rows.each:
            names |= {source.source for source in rows.fields.values()}
    names |= {profile.department.uscc, profile.department.name, profile.department.region}
    return names - {"", "."}


def _item(number: int, record: Mapping[str, Any], profile: Profile) -> RawRow:
    department = DepartmentKey(
        uscc=_text(record.get(profile.department.uscc)),
        name=_text(record.get(profile.department.name)),
        region=_text(record.get(profile.department.region)),
    )
    item = _row(ITEMS, number, record, profile.item, profile)
    guide = _row(GUIDES, number, record, profile.guide, profile)
    item.values["department"] = department
    item.names = {**item.names, "department": profile.department.name}
    for name, rows in profile.item_rows.items():
        item.children[name] = _rows(TABLES[name], number, record, rows, profile, item)
    for name, rows in profile.guide_rows.items():
        guide.children[name] = _rows(TABLES[name], number, record, rows, profile, item)
    item.children[GUIDES.name] = [guide]
    return item


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _rows(
    table: Table, number: int, record: Mapping[str, Any], rows: RowsSource, profile: Profile, parent: RawRow
) -> list[RawRow]:
    if rows.when and record.get(rows.when) in (None, "", [], False):
        return []
    if not rows.each:
        return [_row(table, number, record, rows.fields, profile)]
    found = record.get(rows.each)
    if isinstance(found, str):
        found = [part for part in found.splitlines() if part.strip()]
    if not isinstance(found, list | None):
        sentence = _("A list ([…]) belongs here.")
        parent.problems.append(Problem(sentence, column=rows.each, label=table.label, value=found))
        return []
    inner = ({**record, **entry} if isinstance(entry, dict) else {**record, ".": entry} for entry in found or [])
    return [_row(table, number, fields, rows.fields, profile) for fields in inner]


def _row(
    table: Table,
    number: int,
    record: Mapping[str, Any],
    fields: Mapping[str, FieldSource],
    profile: Profile,
) -> RawRow:
    row = RawRow(table, number, names={name: source.source for name, source in fields.items()})
    for name, source in fields.items():
        if source.source and source.source not in record:
            continue
        try:
            row.values[name] = _value(record.get(source.source), source, table.by_name[name], profile)
        except BadValue as error:
            row.problems.append(row.problem(str(error), name, record.get(source.source)))
    return row


def _value(raw: Any, source: FieldSource, column: Column, profile: Profile) -> Any:
    if not source.source:
        return source.value
    if profile.strip and isinstance(raw, str):
        raw = raw.strip()
    if source.codes:
        return _translate(raw, source, column, profile)
    if isinstance(raw, str) and source.longest and len(raw) > source.longest:
        return ""
    return raw.lower() if source.lower and isinstance(raw, str) else raw


def _translate(raw: Any, source: FieldSource, column: Column, profile: Profile) -> Any:
    """Look values up in a code list of the profile."""
    if raw is None or raw == "" or isinstance(raw, Formula):
        return raw
    several = column.kind in (Kind.CHOICES, Kind.THEMES)
    codes = profile.lists[source.codes]
    found: list[str] = []
    for entry in entries(raw) if several else [raw]:
        ours = codes.get(str(entry).strip(), source.unlisted)
        if not ours:
            known = _(", ").join(codes)
            raise BadValue(_("This is not in the code list. Known: %(codes)s.") % {"codes": known})
        found.extend([ours] if isinstance(ours, str) else ours)
    return list(dict.fromkeys(found)) if several else found[0]
