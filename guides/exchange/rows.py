"""Raw rows: what a file says, sorted into our tables and columns but not yet understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from foundation.tables.problems import shorten
from guides.exchange.columns import Table
from guides.exchange.problems import Problem


class DepartmentKey(NamedTuple):
    """What a foreign file says about the body of an item."""

    uscc: str
    name: str
    region: str

    def __str__(self) -> str:
        return " ".join(part for part in (self.name, self.uscc) if part)


@dataclass
class RawRow:
    """One row of a table with the rows below it; a column or table that is not there was not given."""

    table: Table
    number: int
    values: dict[str, Any] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    """Our column → how the file calls it, where that differs."""
    children: dict[str, list[RawRow]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    place: str = ""
    """The table that the row stands in, when it is not simply the row that is reported on."""

    def problem(self, sentence: str, column: str = "", value: Any = None) -> Problem:
        """Say what is wrong with the row, or with one of its cells."""
        if not column:
            return Problem(sentence, self.place, self.number, value=value)
        return Problem(
            sentence,
            table=self.place,
            row=self.number,
            column=self.names.get(column) or column,
            label=self.table.by_name[column].label,
            value=self.values.get(column) if value is None else value,
        )

    @property
    def label(self) -> str:
        """How a report names the row: code and name as the file has them."""
        words = (self.values.get(self.table.key), self.values.get("name") or self.values.get("title"))
        return " ".join(shorten(word) for word in words if isinstance(word, (str, int)) and word != "")


@dataclass
class Reading:
    """A file that was read: its rows, and what is to be said about it as a whole."""

    rows: list[RawRow] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def notice(self, sentence: str) -> None:
        """Say something about the file, once."""
        if sentence not in self.notices:
            self.notices.append(sentence)
