"""From a raw row to a draft: understand the cells, put them into the record, judge it as a form would."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from approvals.models import Item, SpecialProcedure
from foundation.credit_codes import WRONG_CHECK
from foundation.phones import holds_phones, phone_fault
from foundation.publishing.models import new_key
from foundation.tables.problems import BadValue
from guides.exchange.columns import ITEMS, TABLES, Column, Kind, Table
from guides.exchange.lookups import Lookups
from guides.exchange.plans import DraftPlan, RowsPlan
from guides.exchange.problems import RowReport
from guides.exchange.rows import DepartmentKey, RawRow
from guides.exchange.values import parse

_KEY: Final = re.compile(r"[0-9A-Za-z_-]{1,40}")

_HELD_BY_DATABASE: Final = (SpecialProcedure,)
"""Models with a rule over several columns that only a constraint states; asking it costs a query."""


class Drafter:
    """Fills drafts from raw rows and writes what is wrong into the report of the row."""

    def __init__(self, lookups: Lookups, *, keep_unverified: bool) -> None:
        self._lookups = lookups
        self._keep_unverified = keep_unverified

    def fill(self, raw: RawRow, instance: Any, report: RowReport, *, is_new: bool) -> DraftPlan:
        """Put the cells of a row and the rows below it into a draft.

        What the file does not give stays as it is.
        """
        report.errors.extend(raw.problems)
        verified = getattr(instance, "code_verified", True)
        values, failed = self._values(raw, report)
        plan = DraftPlan(instance, is_new, failed=failed)
        themes = values.pop("themes", None)
        plan.changed = _assign(raw.table, instance, values)
        if themes is not None and (is_new or {t.pk for t in instance.themes.all()} != {t.pk for t in themes}):
            plan.themes = themes
        for name, rows in raw.children.items():
            if name in raw.table.model.children:
                plan.rows[name] = self._fill_rows(TABLES[name], rows, instance, report, is_new=is_new)
        if plan.touched:
            self._judge(raw, instance, failed, report, keep=self._keep_unverified)
            if verified != getattr(instance, "code_verified", True):
                plan.changed.add("code_verified")
        return plan

    def _values(self, raw: RawRow, report: RowReport) -> tuple[dict[str, Any], set[str]]:
        """Return the understood values and the names of the columns that could not be understood."""
        values: dict[str, Any] = {}
        failed = {problem.column for problem in raw.problems}
        failed = {ours for ours, theirs in raw.names.items() if theirs in failed} | failed
        for name, given in raw.values.items():
            column = raw.table.by_name[name]
            if column.kind is Kind.DEPARTMENT and given in (None, ""):
                continue
            try:
                values[name] = self._value(column, given)
            except BadValue as error:
                failed.add(name)
                report.refuse(raw.problem(str(error), column.name))
        return values, failed

    def _value(self, column: Column, given: Any) -> Any:
        if column.kind is Kind.DEPARTMENT:
            key = given if isinstance(given, DepartmentKey) else parse(column, given)
            return self._lookups.departments.find(key)
        value = parse(column, given)
        if column.kind is Kind.THEMES:
            return self._lookups.find_themes(value)
        return value

    # The rows below

    def _fill_rows(self, table: Table, rows: list[RawRow], parent: Any, report: RowReport, *, is_new: bool) -> RowsPlan:
        """Match the rows of the file with those of the draft: by key, else by what names them."""
        there = [] if is_new else list(getattr(parent, table.name).all())
        plan = RowsPlan()
        parsed = [(raw, *self._values(raw, report)) for raw in rows]
        for raw in rows:
            report.errors.extend(raw.problems)
        matched = _match(table, there, [values for _raw, values, _failed in parsed])
        final: list[Any] = []
        parent_name = "item" if table.parent == ITEMS.name else "guide"
        for (raw, values, failed), found in zip(parsed, matched, strict=True):
            row = found or table.model(**{parent_name: parent})
            key = values.pop("key", "") or row.key or new_key()
            changed = self._assign_row(table, row, {**values, "key": key}, raw, report)
            if found is None or changed:
                self._judge(raw, row, failed, report, keep=False)
            if found is None:
                plan.create.append(row)
            elif changed:
                plan.update.append((row, changed))
            final.append(row)
        _check_keys(rows, final, report)
        kept = {id(row) for row in final}
        plan.delete = [row for row in there if id(row) not in kept]
        _order(plan, there, final)
        return plan

    def _assign_row(self, table: Table, row: Any, values: dict[str, Any], raw: RawRow, report: RowReport) -> set[str]:
        for column in table.columns:
            if column.kind is Kind.FILE and column.name in values:
                reference = values[column.name] or ""
                current = getattr(row, column.name)
                try:
                    same = self._lookups.same_file(current, reference)
                    values[column.name] = current if same else self._lookups.find_file(reference)
                except BadValue as error:
                    del values[column.name]
                    report.refuse(raw.problem(str(error), column.name))
        return _assign(table, row, values)

    # Judgement

    def _judge(self, raw: RawRow, instance: Any, failed: set[str], report: RowReport, *, keep: bool) -> None:
        """Hold a record to the rules of its model, the same that a form holds people to."""
        found: dict[str, list[ValidationError]] = {}
        exclude = raw.table.exclude | failed
        checks: list[Callable[[], None]] = [lambda: instance.clean_fields(exclude=exclude), instance.clean]
        if isinstance(instance, _HELD_BY_DATABASE):
            checks.append(lambda: instance.validate_constraints(exclude=exclude | {"key"}))
        for check in checks:
            try:
                check()
            except ValidationError as error:
                for name, errors in _by_field(error):
                    found.setdefault(name, []).extend(errors)
        if isinstance(instance, Item):
            for name, sentence in instance.warnings().items():
                report.warn(raw.problem(str(sentence), name))
        _name_odd_phones(raw, instance, report)
        for name, errors in found.items():
            told = [error for error in errors if not (keep and error.code == WRONG_CHECK)]
            if told and name not in failed:
                column = name if name in raw.table.by_name else ""
                report.refuse(raw.problem(" ".join(ValidationError(told).messages), column))


def _name_odd_phones(raw: RawRow, instance: Any, report: RowReport) -> None:
    for name in filter(holds_phones, raw.values):
        fault = phone_fault(getattr(instance, name))
        if fault:
            report.warn(raw.problem(fault, name))


def _by_field(error: ValidationError) -> Iterator[tuple[str, list[ValidationError]]]:
    if hasattr(error, "error_dict"):
        yield from error.error_dict.items()
    else:
        yield NON_FIELD_ERRORS, error.error_list


def _assign(table: Table, instance: Any, values: Mapping[str, Any]) -> set[str]:
    """Set the values that differ and return the names of their fields."""
    changed = set()
    for name, value in values.items():
        column = table.by_name[name]
        if column.kind in (Kind.DEPARTMENT, Kind.FILE):
            after = value.pk if value is not None else None
            differs = after != getattr(instance, f"{name}_id") or (value is not None and after is None)
        else:
            differs = getattr(instance, name) != value
        if differs:
            setattr(instance, name, value)
            changed.add(name)
    return changed


def _match(table: Table, there: list[Any], wanted: list[dict[str, Any]]) -> list[Any]:
    """Return for each wanted row the row that is there already, or None."""
    free = {row.key: row for row in there}
    matched: list[Any] = [free.pop(values.get("key") or "", None) for values in wanted]
    by_name: dict[tuple[Any, ...], deque[Any]] = {}
    for row in free.values():
        by_name.setdefault(tuple(getattr(row, part) for part in table.natural), deque()).append(row)
    for index, values in enumerate(wanted):
        if matched[index] is None and not values.get("key"):
            same = by_name.get(tuple(values.get(part) for part in table.natural))
            matched[index] = same.popleft() if same else None
    return matched


def _check_keys(rows: list[RawRow], final: list[Any], report: RowReport) -> None:
    """Refuse keys that occur twice below one draft, or that an address on the site could not hold."""
    count = Counter(row.key for row in final)
    for raw, row in zip(rows, final, strict=True):
        if not _KEY.fullmatch(row.key):
            sentence = _("A key has at most 40 letters, digits, - and _; leave the cell empty to get one.")
            report.refuse(raw.problem(sentence, "key"))
        elif count[row.key] > 1:
            report.refuse(raw.problem(_("This key occurs twice; leave one cell empty."), "key"))


def _order(plan: RowsPlan, there: list[Any], final: list[Any]) -> None:
    """Number the rows anew when their order differs."""
    if [row.key for row in there] == [row.key for row in final]:
        return
    updates = {id(row): changed for row, changed in plan.update}
    created = {id(row) for row in plan.create}
    for position, row in enumerate(final, start=1):
        if row.position == position:
            continue
        row.position = position
        if id(row) in updates:
            updates[id(row)].add("position")
        elif id(row) not in created:
            plan.update.append((row, {"position"}))
