"""What a format of the annual report consists of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from disclosure.annual.layout import Cell, TableForm


@dataclass(frozen=True)
class Part:
    """A piece of prose within a section; without a heading it stands for itself."""

    key: str
    heading: str = ""
    required: bool = False
    """Whether a report without it cannot be signed."""


@dataclass(frozen=True)
class Section:
    """A section of the report: its heading, its prose, and the table that it shows before the prose."""

    heading: str
    parts: tuple[Part, ...] = ()
    table: str = ""


@dataclass(frozen=True)
class Sum:
    """A cell that is the sum of others; ``rule`` is the code of the identity."""

    rule: str
    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Format:
    """What a report of certain years consists of."""

    code: str
    title: str
    """Of the report; ``%d`` is the year."""
    sections: tuple[Section, ...]
    tables: tuple[TableForm, ...]
    sums: tuple[Sum, ...] = ()
    may_be_blank: bool = False
    """Whether a report may be signed with cells that nobody counted."""

    @cached_property
    def cells(self) -> Mapping[str, Cell]:
        """All cells by their address."""
        return {address: cell for table in self.tables for address, cell in table.cells.items()}

    def table(self, key: str) -> TableForm:
        """Return the table with this key; raises LookupError where the format has none."""
        for table in self.tables:
            if table.key == key:
                return table
        raise LookupError(key)

    @property
    def parts(self) -> list[Part]:
        """All pieces of prose in their order."""
        return [part for section in self.sections for part in section.parts]
