"""The text of a report with figures bound to cells: ``{{ requests.granted.total }}`` or ``{{ granted.total }}``.

A placeholder names a cell and, after a bar, how its figure is written: ``{{ published | wan }}`` gives 24万,
``{{ published | thousands }}`` 240,000.  ``{{ year }}`` is the year of the report.  Nothing is executed: what stands
between the braces is looked up, and what is not found is a problem with its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from disclosure.annual.layout import Cell
from disclosure.annual.tables import Figures, UnknownFigure, Value, figure_text, find_cell
from disclosure.placeholders import Place, Problem, Slot, Words, read

__all__ = ["BLANK", "Bound", "Place", "Problem", "bind", "printable"]

BLANK: Final = "—"
"""What stands where nothing was counted."""
_TEN_THOUSAND: Final = 10_000


_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """Return a text without control characters, which XML files refuse and fonts lack."""
    return _CONTROLS.sub("", text)


@dataclass(frozen=True)
class Bound:
    """A text with its figures written in, the cells they came from, and the problems."""

    text: str
    cells: tuple[str, ...]
    problems: tuple[Problem, ...]

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The lines that are not empty, without characters that no paper or file can hold."""
        lines = (printable(line).strip() for line in self.text.splitlines())
        return tuple(line for line in lines if line)


def _plain(value: Value, cell: Cell) -> str:
    return figure_text(value)


def _thousands(value: Value, cell: Cell) -> str:
    whole, _point, decimals = figure_text(value).partition(".")
    return f"{int(whole):,}" + (f".{decimals}" if decimals else "")


def _wan(value: Value, cell: Cell) -> str:
    if cell.unit == "万元":
        return f"{figure_text(value)}万元"
    return f"{figure_text(Decimal(value) / _TEN_THOUSAND)}万{cell.unit}"


WRITINGS: Final[dict[str, Callable[[Value, Cell], str]]] = {
    "": _plain,
    "thousands": _thousands,
    "千分": _thousands,
    "wan": _wan,
    "万": _wan,
}


def bind(text: str, figures: Figures) -> Bound:
    """Write the figures into a text.

    What cannot be bound stays as it was typed and is among the problems: the text is never refused.
    """
    lines, cells = [], []
    problems: list[Problem] = []
    for line in read(text):
        pieces = []
        for part in line:
            if isinstance(part, Words):
                problems += _loose(part, figures)
                pieces.append(str(part))
                continue
            words, address, problem = _bind_one(part, figures)
            pieces.append(words)
            cells += [address] if address else []
            problems += [problem] if problem else []
        lines.append("".join(pieces))
    return Bound("\n".join(lines), tuple(cells), tuple(sorted(problems, key=_by_place)))


def _bind_one(slot: Slot, figures: Figures) -> tuple[str, str, Problem | None]:
    """Return the words, the address of their cell, and what is wrong with the placeholder."""
    try:
        return *_write(slot.inside, figures), None
    except UnknownFigure as error:
        return slot.typed, "", Problem(slot.place, str(error))


def _by_place(problem: Problem) -> tuple[int, int]:
    return problem.place.line, problem.place.character


def _write(inside: str, figures: Figures) -> tuple[str, str]:
    """Return the words for a placeholder and the address of its cell ("" for the year)."""
    name, _bar, writing = (part.strip() for part in inside.partition("|"))
    if not name:
        raise UnknownFigure(_("Write the name of a figure between the braces."))
    if writing not in WRITINGS:
        known = _(", ").join(key for key in WRITINGS if key)
        raise UnknownFigure(
            _("“%(name)s” is no way to write a figure; known are %(known)s.") % {"name": writing, "known": known}
        )
    if name == "year":
        return str(figures.year), ""
    cell = find_cell(figures.format, name)
    value = figures[cell.address]
    if value is None:
        raise UnknownFigure(_("“%(cell)s” is blank, so there is nothing to write.") % {"cell": cell.label})
    return WRITINGS[writing](value, cell), cell.address


_NUMBER: Final = re.compile(r"[0-9]+(?:[,，][0-9]{3})*(?:\.[0-9]+)?")
_NOT_COUNTED: Final = re.compile(r"^\s*(?:年|月|日|号|时|分|[-–—－至~]\s*[0-9])")
_ORDINAL: Final = re.compile(r"(?:第|[〔【\[（(]|[0-9][-–./])$")
_NUMBERED_LINE: Final = re.compile(r"\s*[0-9]+[、.．]")
_AFTER: Final = re.compile(r"[余多]?(?P<wan>万)?[余多]?(?P<cases>件)?")
_NOTABLE: Final = 10
"""Smaller numbers agree with some cell by chance."""


def _loose(words: Words, figures: Figures) -> Iterator[Problem]:
    """Yield what looks like a figure typed by hand, and braces that do not close."""
    yield from words.loose_braces()
    line, start, end = words.line, words.start, words.end
    begin = _NUMBERED_LINE.match(line, start, end) if start == 0 else None
    for found in _NUMBER.finditer(line, begin.end() if begin else start, end):
        before, after = line[start : found.start()], line[found.end() : end]
        if _NOT_COUNTED.match(after) or _ORDINAL.search(before):
            continue
        tail = _AFTER.match(after)
        wan, cases = (tail["wan"], tail["cases"]) if tail else (None, None)
        value = Decimal(re.sub("[,，]", "", found.group())) * (_TEN_THOUSAND if wan else 1)
        cell = _cell_with(value, figures) if value >= _NOTABLE else None
        if cell is not None or cases:
            yield Problem(words.place(found.start()), _loose_words(found.group(), cell), blocks=False)


def _loose_words(number: str, cell: Cell | None) -> str:
    words = {"number": number, "name": cell.address if cell else "", "cell": cell.label if cell else ""}
    if cell is None:
        return _("“%(number)s” was typed and will not follow the tables; bind it if it is counted there.") % words
    return _("“%(number)s” was typed but equals “%(cell)s”; write {{ %(name)s }}, so that both agree.") % words


def _cell_with(value: Decimal, figures: Figures) -> Cell | None:
    for address in figures:
        if figures[address] == value:
            return figures.format.cells[address]
    return None
