"""A register that is taken over from a flat table: what its columns are called, and what their cells may hold."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from foundation.tables import cells
from foundation.tables.problems import BadFile, BadValue, shorten
from foundation.tables.sheets import Sheet


@dataclass(frozen=True)
class RegisterColumn:
    """One column: its name, its heading, what a cell holds, and what for."""

    name: str
    label: Promise
    read: Callable[[Any], Any]
    note: Promise | str = ""
    required: bool = False
    length: int = 0
    most: int = 0
    codes: type | None = None

    @property
    def help(self) -> str:
        """The documentation in one line: what a cell holds, and the codes that may stand there."""
        known = _("; ").join(f"{code} {label}" for code, label in self.choices)
        return " ".join(filter(None, (self.meaning, known)))

    @property
    def meaning(self) -> str:
        """The sentences of the documentation, without the codes."""
        told = [_("Required.") if self.required else "", str(self.note)]
        if self.read is cells.read_date:
            told.append(_("A day, as in 2026-01-31."))
        elif self.length:
            told.append(_("At most %(most)d characters.") % {"most": self.length})
        elif self.most:
            told.append(_("A number from 1 to %(most)d.") % {"most": self.most})
        return " ".join(filter(None, told))

    @property
    def choices(self) -> list[tuple[str, Any]]:
        """The codes that a cell may hold, with their words; nothing where it holds no code."""
        return list(self.codes.choices) if self.codes else []  # type: ignore[attr-defined]

    def parse(self, raw: Any) -> Any:
        """Return the value of a cell; empty cells are None.  Raises BadValue with a sentence."""
        if isinstance(raw, cells.Formula):
            raise BadValue(_("This cell holds a formula; replace it with its value (copy, paste as values)."))
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            if self.required:
                raise BadValue(_("This cell must not be empty."))
            return None
        value = cells.read_choice(raw, dict(self.choices), _words(self)) if self.codes else self.read(raw)
        return self._within(value.strip() if isinstance(value, str) else value)

    def _within(self, value: Any) -> Any:
        if self.length and len(value) > self.length:
            raise BadValue(
                _("At most %(most)d characters; there are %(count)d.") % {"most": self.length, "count": len(value)}
            )
        if self.most and not 1 <= value <= self.most:
            raise BadValue(_("A number from 1 to %(most)d belongs here.") % {"most": self.most})
        return value


@functools.cache
def _words(column: RegisterColumn) -> Mapping[str, str]:
    return cells.words_of(dict(column.choices))


def text_column(
    name: str, label: Promise, length: int, note: Promise | str = "", *, required: bool = False
) -> RegisterColumn:
    """Return a column of texts of at most so many characters."""
    return RegisterColumn(name, label, cells.read_text, note, required, length=length)


def day_column(name: str, label: Promise, note: Promise | str = "", *, required: bool = False) -> RegisterColumn:
    """Return a column of dates."""
    return RegisterColumn(name, label, cells.read_date, note, required)


def code_column(
    name: str, label: Promise, codes: type, note: Promise | str = "", *, required: bool = False
) -> RegisterColumn:
    """Return a column of the codes of a list, which may also be given by their labels."""
    return RegisterColumn(name, label, cells.read_text, note, required, codes=codes)


@dataclass(frozen=True)
class Layout:
    """The columns of a register, and further headings that registers of other systems carry."""

    columns: Sequence[RegisterColumn]
    also: Mapping[str, str] = field(default_factory=dict)

    @functools.cached_property
    def by_name(self) -> Mapping[str, RegisterColumn]:
        """The columns by their names."""
        return {column.name: column for column in self.columns}

    def headings(self) -> dict[str, str]:
        """Return every heading that is understood, in lower case, with the column it stands for."""
        found = dict(self.also)
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                found.update({str(column.label).lower(): column.name for column in self.columns})
        return {**found, **{column.name: column.name for column in self.columns}}

    def match(self, sheet: Sheet) -> tuple[dict[str, str], list[str]]:
        """Return the column for each heading of a table, and the headings that nobody knows.

        Raises BadFile when two headings stand for one column, or a required column is missing.
        """
        known = self.headings()
        columns: dict[str, str] = {}
        for name in filter(None, sheet.header):
            column = known.get(name.lower())
            if column in columns.values():
                raise BadFile(_("Two columns stand for “%(column)s”; delete one.") % {"column": column})
            if column is not None:
                columns[name] = column
        missing = [str(c.label) for c in self.columns if c.required and c.name not in columns.values()]
        if missing:
            raise BadFile(
                _("The first row must hold the column names; missing: %(columns)s.")
                % {"columns": _(", ").join(missing)}
            )
        return columns, [shorten(name) for name in sheet.header if name and name not in columns]

    def parse(self, raw: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
        """Return the values of a row by column name, and a sentence for each cell that is wrong."""
        values: dict[str, Any] = {}
        problems: list[str] = []
        for column in self.columns:
            try:
                values[column.name] = column.parse(raw.get(column.name))
            except BadValue as error:
                problems.append(self.told(column.name, str(error), raw.get(column.name)))
        return values, problems

    def told(self, name: str, sentence: str, value: Any = None) -> str:
        """Return a sentence about a cell, with the heading of its column and what the file holds there."""
        told = _("%(place)s: %(sentence)s") % {"place": self.by_name[name].label, "sentence": sentence}
        return told if value in (None, "") else f"{told} " + _("The file has “%(value)s”.") % {"value": shorten(value)}
