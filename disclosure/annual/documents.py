"""The frozen report: sections with their text as it reads, and tables as they are drawn, figures included.

Layout and words are part of the document, so a later change of a format cannot alter a report that was signed.
Every face (page, JSON, Excel, Word, PDF) is made from this document alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from disclosure.annual import prose
from disclosure.annual.layout import Cell, Kind, Line, Slot, TableForm
from disclosure.annual.structure import Section
from disclosure.annual.tables import Figures, Value, figure_text
from foundation.publishing.documents import Document, RootDocument


class SlotDocument(Document):
    """One place of a table: words, or a cell with its figure as text ("" for a blank one)."""

    text: str = ""
    address: str = ""
    kind: str = ""
    """What a cell holds: count, change or amount; "" for words."""
    scope: str = ""
    """For words that head others: col, colgroup, row or rowgroup."""
    down: int = 1
    across: int = 1

    @property
    def shown(self) -> str:
        """The words that people read: a dash in a cell that nobody counted."""
        return self.text or (prose.BLANK if self.address else "")

    @property
    def value(self) -> Value | None:
        """The figure of a cell; None for a blank one and for words."""
        if not self.address or not self.text:
            return None
        return Decimal(self.text) if self.kind == Kind.AMOUNT else int(self.text)


LineDocument = tuple[SlotDocument, ...]
_LIST_WIDTH: Final = 2


class TableDocument(Document):
    """A table as it is drawn."""

    key: str
    title: str
    width: int
    printed: bool
    head: tuple[LineDocument, ...]
    body: tuple[LineDocument, ...]
    notes: tuple[str, ...]

    @property
    def lines(self) -> tuple[LineDocument, ...]:
        """Heading lines and lines, from top to bottom."""
        return (*self.head, *self.body)

    @property
    def cells(self) -> Iterator[SlotDocument]:
        """The cells that hold figures."""
        return (slot for line in self.body for slot in line if slot.address)

    @property
    def places(self) -> Iterator[tuple[int, int, SlotDocument]]:
        """Each slot with the line and the column where it begins, counted from 0."""
        taken: set[tuple[int, int]] = set()
        for row, line in enumerate(self.lines):
            column = 0
            for slot in line:
                while (row, column) in taken:
                    column += 1
                yield row, column, slot
                taken.update(
                    (row + down, column + across) for down in range(slot.down) for across in range(slot.across)
                )

    @property
    def stub_width(self) -> int:
        """How many columns of words stand before the first figure."""
        return next(column for _row, column, slot in self.places if slot.address)

    @property
    def shares(self) -> tuple[float, ...]:
        """How wide the columns are beside each other; a column of figures is 1.

        Of several columns of words the last holds the longest; a single one beside a single figure is a list.
        """
        stubs = self.stub_width
        words = [1.0, *[1.4] * (stubs - 2), 4.4] if stubs > 1 else [4.0 if self.width == _LIST_WIDTH else 1.6] * stubs
        return (*words, *[1.0] * (self.width - stubs))


class PartDocument(Document):
    """A piece of the text."""

    key: str
    heading: str
    paragraphs: tuple[str, ...]


class SectionDocument(Document):
    """A section: its heading, the key of its table ("" for none), its text."""

    heading: str
    table: str
    parts: tuple[PartDocument, ...]

    @property
    def filled(self) -> list[PartDocument]:
        """The pieces that say something."""
        return [part for part in self.parts if part.paragraphs]


class ManualMark(Document):
    """A figure that was entered by hand, and where it came from."""

    address: str
    note: str


class ReportDocument(RootDocument):
    """An annual report."""

    year: int
    version: int
    format: str
    title: str
    organ: str
    category: str
    index_number: str
    document_number: str
    issued_on: dt.date
    amendment: str
    """What a later version corrects; "" for the first."""
    sections: tuple[SectionDocument, ...]
    tables: tuple[TableDocument, ...]
    manual: tuple[ManualMark, ...]

    def table(self, key: str) -> TableDocument:
        """Return the table with this key."""
        return next(table for table in self.tables if table.key == key)

    @property
    def outline(self) -> list[tuple[SectionDocument, TableDocument | None]]:
        """The sections, each with the table that stands before its text, or None."""
        return [(section, self.table(section.table) if section.table else None) for section in self.sections]

    @property
    def head_pairs(self) -> list[tuple[str, str]]:
        """The head data that every face shows, with their labels; empty ones are left out."""
        pairs = [
            ("索引号", self.index_number),
            ("分类", self.category),
            ("发布机构", self.organ),
            ("发文日期", self.issued_on.isoformat()),
            ("文号", self.document_number),
            ("更正说明", self.amendment),
        ]
        return [(label, value) for label, value in pairs if value]

    @property
    def signed_on(self) -> str:
        """The date of issue as it stands below the text."""
        return f"{self.issued_on.year}年{self.issued_on.month}月{self.issued_on.day}日"

    @property
    def values(self) -> dict[str, Value | None]:
        """All figures by their address."""
        return {slot.address: slot.value for table in self.tables for slot in table.cells}


def build_document(
    figures: Figures, texts: Mapping[str, str], manual: Mapping[str, str], **head: Any
) -> ReportDocument:
    """Build the document of a report.

    ``texts`` holds the prose by part, ``manual`` the notes of hand-entered cells by address; ``head`` is version,
    organ, category, index_number, document_number, issued_on and amendment.
    """
    form = figures.format
    head = {name: prose.printable(value) if isinstance(value, str) else value for name, value in head.items()}
    manual = {address: prose.printable(note) for address, note in manual.items()}
    return ReportDocument.model_validate(
        {
            "year": figures.year,
            "format": form.code,
            "title": form.title % figures.year,
            "sections": tuple(_section(section, texts, figures) for section in form.sections),
            "tables": tuple(_table(table, figures, manual) for table in form.tables),
            "manual": tuple(
                ManualMark(address=address, note=manual[address]) for address in form.cells if address in manual
            ),
            **head,
        }
    )


def _section(section: Section, texts: Mapping[str, str], figures: Figures) -> SectionDocument:
    parts = tuple(
        PartDocument(
            key=part.key, heading=part.heading, paragraphs=prose.bind(texts.get(part.key, ""), figures).paragraphs
        )
        for part in section.parts
    )
    return SectionDocument(heading=section.heading, table=section.table, parts=parts)


def _table(table: TableForm, figures: Figures, manual: Mapping[str, str]) -> TableDocument:
    return TableDocument(
        key=table.key,
        title=table.title,
        width=table.width,
        printed=table.printed,
        head=tuple(_line(line, table, figures) for line in table.head),
        body=tuple(_line(line, table, figures, body=True) for line in table.body),
        notes=_notes(table, figures, manual),
    )


def _line(line: Line, table: TableForm, figures: Figures, *, body: bool = False) -> LineDocument:
    with_figures = body and any(slot.address for slot in line)
    return tuple(_slot(slot, table, figures, scope="row" if with_figures else "col") for slot in line)


def _slot(slot: Slot, table: TableForm, figures: Figures, *, scope: str) -> SlotDocument:
    if not slot.address:
        return SlotDocument(text=slot.text, down=slot.down, across=slot.across, scope=_scope(slot, scope))
    value = figures[slot.address]
    return SlotDocument(
        text="" if value is None else figure_text(value),
        address=slot.address,
        kind=table.cells[slot.address].kind.value,
        across=slot.across,
    )


def _scope(slot: Slot, scope: str) -> str:
    """Return what the words head; a corner heads nothing."""
    if slot.down > 1 and slot.across > 1:
        return ""
    reach = slot.down if scope == "row" else slot.across
    return f"{scope}group" if reach > 1 else scope


_NAMED: Final = 6
"""So many cells are named in a note; more are counted."""


def _notes(table: TableForm, figures: Figures, manual: Mapping[str, str]) -> tuple[str, ...]:
    """Return what stands under a table: which figures were entered by hand, from where, and which nobody counted."""
    filled = [address for address in table.cells if figures[address] is not None]
    entered = [table.cells[address] for address in filled if address in manual]
    notes = []
    if entered:
        whole = len(entered) == len(filled)
        notes.append("本表数据由人工录入。" if whole else f"以下数据由人工录入：{_list(entered)}。")
        notes += _sources(entered, manual)
    if len(filled) < len(table.cells):
        notes.append(f"“{prose.BLANK}”表示未统计。")
    return tuple(notes)


def _sources(entered: list[Cell], manual: Mapping[str, str]) -> Iterator[str]:
    """Yield where the figures come from: the most frequent source first, the others with their cells."""
    sources: dict[str, list[Cell]] = {}
    for cell in entered:
        sources.setdefault(manual[cell.address], []).append(cell)
    for number, (note, cells) in enumerate(sorted(sources.items(), key=lambda source: -len(source[1]))):
        if note:
            yield f"来源：{note}。" if number == 0 else f"{_list(cells)}：{note}。"


def _list(cells: list[Cell]) -> str:
    names = "、".join(cell.label for cell in cells[:_NAMED])
    return names if len(cells) <= _NAMED else f"{names}等{len(cells)}项"
