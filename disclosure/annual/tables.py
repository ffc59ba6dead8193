"""The figures of one report: an immutable value for each cell, found by its address."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext as _

from disclosure.annual.formats import format_for
from disclosure.annual.layout import Cell, Kind
from disclosure.annual.structure import Format

Value = int | Decimal
AMOUNT_PLACES: Final = 6
"""Decimal places of an amount in 万元: that is a fen."""
LARGEST: Final = 10**12


class UnknownFigure(LookupError):
    """A name that leads to no cell, or to more than one; the message is a sentence for the author."""


def check_value(kind: Kind, value: Value) -> Value:
    """Return the value if a cell of this kind may hold it.

    Raises ValueError with a sentence: a fraction where things are counted, less than nothing, or a figure beyond
    all measure.
    """
    if kind != Kind.AMOUNT and (not isinstance(value, int) or isinstance(value, bool)):
        raise ValueError(_("Only whole numbers are counted here."))
    if isinstance(value, Decimal) and (not value.is_finite() or _places(value) > AMOUNT_PLACES):
        raise ValueError(_("At most %(places)d decimal places fit here.") % {"places": AMOUNT_PLACES})
    if kind != Kind.CHANGE and value < 0:
        raise ValueError(_("This figure cannot be less than 0."))
    if not -LARGEST <= value <= LARGEST:
        raise ValueError(_("This figure is too large."))
    return value


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def figure_text(value: Value) -> str:
    """Return a figure as every face prints it: no separators, no blank zeros after the point, 0 as 0."""
    if isinstance(value, int):
        return str(value)
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True)
class Figures:
    """The figures of the report on a year.

    Cells that are not given are blank (None).  Raises KeyError for an address that the format does not have and
    ValueError for a value that its cell cannot hold.
    """

    year: int
    values: Mapping[str, Value | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        cells = self.format.cells
        for address, value in self.values.items():
            kind = cells[address].kind
            if value is not None:
                check_value(kind, value)
        object.__setattr__(self, "values", MappingProxyType({address: self.values.get(address) for address in cells}))

    @property
    def format(self) -> Format:
        """The format of the year."""
        return format_for(self.year)

    def __getitem__(self, address: str) -> Value | None:
        return self.values[address]

    def __iter__(self) -> Iterator[str]:
        return iter(self.values)

    def with_values(self, values: Mapping[str, Value | None]) -> Figures:
        """Return figures in which some cells hold other values."""
        return Figures(self.year, {**self.values, **values})

    def blanks(self) -> list[Cell]:
        """Return the cells of printed tables that hold nothing."""
        printed = [cell for table in self.format.tables if table.printed for cell in table.cells.values()]
        return [cell for cell in printed if self.values[cell.address] is None]


def find_cell(form: Format, name: str) -> Cell:
    """Return the cell that a name leads to: its address, or its address without the table.

    Raises UnknownFigure where there is none or more than one, with the names that may be meant.
    """
    if name in form.cells:
        return form.cells[name]
    found = [cell for address, cell in form.cells.items() if address.partition(".")[2] == name]
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownFigure(
            _("“%(name)s” leads to several figures: %(names)s.")
            % {"name": name, "names": _(", ").join(cell.address for cell in found)}
        )
    known = [short for address in form.cells for short in (address, address.partition(".")[2])]
    near = difflib.get_close_matches(name, known, n=1)
    hint = _("Did you mean “%(near)s”?") % {"near": near[0]} if near else ""
    raise UnknownFigure(" ".join(filter(None, (_("There is no figure “%(name)s”.") % {"name": name}, hint))))
