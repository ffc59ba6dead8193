"""How a statutory table is drawn: slots with spans, so that every face merges the same cells."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What a cell holds."""

    COUNT = "count"
    """A whole number, 0 or more."""
    CHANGE = "change"
    """A whole number that may be negative: an increase or a decrease."""
    AMOUNT = "amount"
    """A decimal of 0 or more: money."""


@dataclass(frozen=True)
class Slot:
    """One place in a table: words, or the cell with this address."""

    text: str = ""
    address: str = ""
    down: int = 1
    """Over how many lines it reaches."""
    across: int = 1
    """Over how many columns it reaches."""


Line = tuple[Slot, ...]


@dataclass(frozen=True)
class Cell:
    """A cell of a table: its address, the words that name it, what it holds."""

    address: str
    label: str
    kind: Kind = Kind.COUNT
    unit: str = ""
    """The unit of an amount: 元 or 万元."""


@dataclass(frozen=True, eq=False)
class TableForm:
    """A table as the format prescribes it: heading lines, lines, and the cells in them."""

    key: str
    title: str
    width: int
    head: tuple[Line, ...]
    body: tuple[Line, ...]
    cells: Mapping[str, Cell] = field(repr=False)
    row_labels: Mapping[str, str] = field(default_factory=dict)
    column_labels: Mapping[str, str] = field(default_factory=dict)
    printed: bool = True
    """Whether the table itself appears in the report; figures of others appear in the text only."""


Path = tuple[str, ...]
"""The words that lead to a row or column, from the widest group down."""

SPACE: Final = " "


def stub(paths: Sequence[Path]) -> list[Line]:
    """Return the words before the figures, line by line; equal beginnings become one slot.

    >>> [[(s.text, s.down, s.across) for s in line] for line in stub([("a",), ("b", "c"), ("b", "d")])]
    [[('a', 1, 2)], [('b', 2, 1), ('c', 1, 1)], [('d', 1, 1)]]
    """
    depth = max(len(path) for path in paths)
    lines: list[Line] = []
    for number, path in enumerate(paths):
        line = []
        for level, text in enumerate(path):
            beginning = path[: level + 1]
            if number and paths[number - 1][: level + 1] == beginning:
                continue
            same = itertools.takewhile(lambda other: other[: level + 1] == beginning, paths[number:])  # noqa: B023
            last = level == len(path) - 1
            line.append(Slot(text, down=sum(1 for _ in same), across=depth - level if last else 1))
        lines.append(tuple(line))
    return lines


def heading(paths: Sequence[Path]) -> list[Line]:
    """Return the heading lines over columns: a stub turned by a right angle."""
    depth = max(len(path) for path in paths)
    lines: list[list[Slot]] = [[] for _ in range(depth)]
    for path, column in zip(paths, stub(paths), strict=True):
        for level, slot in enumerate(column, start=len(path) - len(column)):
            lines[level].append(Slot(slot.text, down=slot.across, across=slot.down))
    return [tuple(line) for line in lines]


@dataclass(frozen=True)
class Entry:
    """A row or a column: its key, the words that lead to it, and what its cells hold."""

    key: str
    path: Path
    kind: Kind = Kind.COUNT
    unit: str = ""


@dataclass(frozen=True)
class Block:
    """Rows of one block of the table in section two, under columns of their own."""

    title: str
    columns: tuple[Entry, ...]
    rows: tuple[Entry, ...]


def name_of(path: Path) -> str:
    """Return the words by which people call a row or column: the group they all share is left out."""
    return SPACE.join(path[1:] or path)


def crossed(key: str, title: str, *, rows: Sequence[Entry], columns: Sequence[Entry], corner: str) -> TableForm:
    """Return a table in which every row has a cell in every column."""
    left, top = stub([row.path for row in rows]), heading([column.path for column in columns])
    stub_width = max(len(row.path) for row in rows)
    head = (Slot(corner, down=len(top), across=stub_width), *top[0])
    body, cells = [], {}
    for row, slots in zip(rows, left, strict=True):
        own = [Cell(f"{key}.{row.key}.{column.key}", f"{name_of(row.path)}·{column.path[-1]}") for column in columns]
        cells.update({cell.address: cell for cell in own})
        body.append((*slots, *(Slot(address=cell.address) for cell in own)))
    return TableForm(
        key,
        title,
        stub_width + len(columns),
        (head, *top[1:]),
        tuple(body),
        cells,
        {row.key: name_of(row.path) for row in rows},
        {column.key: column.path[-1] for column in columns},
    )


def one_line(key: str, title: str, *, blocks: Sequence[tuple[str, Path]], columns: Sequence[Entry]) -> TableForm:
    """Return a table of a single line: the same columns under each block."""
    paths = [(*path, *column.path) for _block, path in blocks for column in columns]
    cells = [
        Cell(f"{key}.{block}.{column.key}", f"{path[-1]}·{column.path[-1]}")
        for block, path in blocks
        for column in columns
    ]
    return TableForm(
        key,
        title,
        len(paths),
        tuple(heading(paths)),
        (tuple(Slot(address=cell.address) for cell in cells),),
        {cell.address: cell for cell in cells},
        {block: path[-1] for block, path in blocks},
        {column.key: column.path[-1] for column in columns},
    )


def stacked(key: str, title: str, *, lead: str, blocks: Sequence[Block]) -> TableForm:
    """Return a table of blocks, each with a title over the whole width and headings of its own."""
    width = math.lcm(*(len(block.columns) for block in blocks))
    body: list[Line] = []
    cells: dict[str, Cell] = {}
    for block in blocks:
        share = width // len(block.columns)
        body.append((Slot(block.title, across=1 + width),))
        body.append((Slot(lead), *(Slot(column.path[-1], across=share) for column in block.columns)))
        for row in block.rows:
            own = [
                Cell(f"{key}.{row.key}.{column.key}", f"{row.path[-1]}·{column.path[-1]}", column.kind, column.unit)
                for column in block.columns
            ]
            cells.update({cell.address: cell for cell in own})
            body.append((Slot(row.path[-1]), *(Slot(address=cell.address, across=share) for cell in own)))
    return TableForm(
        key,
        title,
        1 + width,
        (),
        tuple(body),
        cells,
        {row.key: row.path[-1] for block in blocks for row in block.rows},
        {column.key: column.path[-1] for block in blocks for column in block.columns},
    )


INDENT: Final = "　"


def listed(key: str, title: str, *, parts: Sequence[tuple[str, Sequence[Entry]]], printed: bool = True) -> TableForm:
    """Return a list of figures: one per line, deeper ones indented, under the titles of the parts.

    A group that has no figure of its own gets a line of words.
    """
    entries = [entry for _part, rows in parts for entry in rows]
    cells = {f"{key}.{row.key}": Cell(f"{key}.{row.key}", SPACE.join(row.path), row.kind, row.unit) for row in entries}
    body: list[Line] = []
    for part, rows in parts:
        body.extend([(Slot(part, across=2),)] if part else [])
        seen = {row.path for row in rows}
        for row in rows:
            if len(row.path) > 1 and row.path[:-1] not in seen:
                seen.add(row.path[:-1])
                body.append((Slot(_indented(row.path[:-1]), across=2),))
            body.append((Slot(_indented(row.path)), Slot(address=f"{key}.{row.key}")))
    labels = {row.key: SPACE.join(row.path) for row in entries}
    head = ((Slot("统计指标"), Slot("统计数")),)
    return TableForm(key, title, 2, head, tuple(body), cells, labels, printed=printed)


def _indented(path: Path) -> str:
    return INDENT * (len(path) - 1) + path[-1]
