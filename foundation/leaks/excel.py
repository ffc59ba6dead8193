"""Excel files: what the sheets show, and what they hold without showing it.

Not found: values hidden by a number format or by the colour of the letters, cells behind a picture or chart.
"""

from __future__ import annotations

import re
from typing import Final

from foundation.leaks.leak import LeakKind, Place, Search
from foundation.leaks.office import Archive, Step, is_cropped

_ON: Final = frozenset({"1", "true", "on"})
_OTHER_WORKBOOK: Final = re.compile(r"\[\d+\]|'\[|\bDDE\(|\bWEBSERVICE\(|\bRTD\(", re.IGNORECASE)
_COMMENT_PARTS: Final = r"xl/(?:comments/?\w*|threadedComments/\w+)\.xml"
_DRAWN_PARTS: Final = r"xl/(?:drawings/drawing\w*|charts/chart\w*|diagrams/data\w*)\.xml"
_PERSONS: Final = r"xl/persons/\w+\.xml"


def look_into_excel(archive: Archive, search: Search) -> None:
    """Look through all sheets, hidden ones too, and what stands beside the cells."""
    _sheets(archive, search)
    for part in archive.matching(_COMMENT_PARTS):
        _comments(archive, part, search)
    for part in archive.matching(_DRAWN_PARTS):
        _drawing(archive, part, search)
    for part in archive.matching(_PERSONS):
        for step in archive.ends(part):
            if step.name == "person":
                search.add_author(step.get("displayName"), Place.PART, part)


def _sheets(archive: Archive, search: Search) -> None:
    strings = _Strings(archive)
    targets = archive.targets("xl/workbook.xml")
    for step in archive.ends("xl/workbook.xml"):
        if step.name == "sheet":
            name, state = step.get("name"), step.get("state")
            if state in {"hidden", "veryHidden"}:
                search.add(LeakKind.HIDDEN_SHEET, Place.SHEET, name, state)
            search.read(name, Place.SHEET, name)
            _Sheet(name, strings, search).look_through(archive, targets.get(step.get("id"), ""))
        elif step.name == "definedName" and _OTHER_WORKBOOK.search(step.text):
            search.add(LeakKind.EXTERNAL_LINK, Place.PART, step.get("name"), step.text)
    for text in strings.never_used():
        search.add(LeakKind.LEFT_OVER, Place.PART, "xl/sharedStrings.xml", text)
        search.read(text, Place.PART, "xl/sharedStrings.xml")


class _Strings:
    """The texts that cells refer to by number."""

    def __init__(self, archive: Archive) -> None:
        self.texts: list[str] = []
        self.used: set[int] = set()
        words: list[str] = []
        for step in archive.ends("xl/sharedStrings.xml"):
            if step.name == "t" and "rPh" not in step.around:
                words.append(step.text)
            elif step.name == "si":
                self.texts.append("".join(words))
                words = []

    def use(self, number: str) -> str:
        """Return a text by its number, and remember that a cell shows it."""
        if not number.isdecimal() or int(number) >= len(self.texts):
            return ""
        self.used.add(int(number))
        return self.texts[int(number)]

    def never_used(self) -> list[str]:
        """Return the texts that no cell shows any longer."""
        return [text for number, text in enumerate(self.texts) if number not in self.used and text.strip()]


class _Sheet:
    """Reads one sheet row by row."""

    def __init__(self, name: str, strings: _Strings, search: Search) -> None:
        self._name, self._strings, self._search = name, strings, search
        self._hidden_columns: list[tuple[int, int]] = []
        self._hidden_rows: list[str] = []
        self._filled_hidden: set[int] = set()
        self._row: list[str] = []
        self._words: list[str] = []

    def look_through(self, archive: Archive, part: str) -> None:
        """Read the sheet and note what it hides."""
        for step in archive.walk(part):
            if step.begins:
                self._begin(step)
            else:
                self._end(step)
        if self._hidden_rows:
            self._note_hidden(f"{self._hidden_rows[0]} … ({len(self._hidden_rows)})")
        if self._filled_hidden:
            self._note_hidden(", ".join(_letters(column) for column in sorted(self._filled_hidden)[:10]))

    def _note_hidden(self, which: str) -> None:
        self._search.add(LeakKind.HIDDEN_CELLS, Place.SHEET, self._name, which)

    def _begin(self, step: Step) -> None:
        if step.name == "row":
            self._row = []
        elif step.name == "c":
            self._words = []

    def _end(self, step: Step) -> None:
        if step.name == "col" and (step.get("hidden") in _ON or step.get("width") in {"0", "0.0"}):
            self._hidden_columns.append((_number(step.get("min")), _number(step.get("max"))))
        elif step.name in {"v", "t"} and "rPh" not in step.around:
            self._words.append(step.text)
        elif step.name == "f" and _OTHER_WORKBOOK.search(step.text):
            self._search.add(LeakKind.EXTERNAL_LINK, Place.SHEET, self._name, step.text)
        elif step.name == "c":
            self._cell(step)
        elif step.name == "row":
            self._close_row(step)
        elif step.around and step.around[-1] in {"headerFooter", "dataValidation"}:
            self._search.read(step.text, Place.SHEET, self._name)

    def _cell(self, step: Step) -> None:
        value = "".join(self._words)
        shown = self._strings.use(value) if step.get("t") == "s" else _plain(value)
        self._row.append(shown)
        column = _column(step.get("r"))
        if shown.strip() and any(first <= column <= last for first, last in self._hidden_columns):
            self._filled_hidden.add(column)

    def _close_row(self, step: Step) -> None:
        is_hidden = step.get("hidden") in _ON or step.get("ht") in {"0", "0.0"}
        text = "\t".join(self._row)
        if is_hidden and text.strip():
            self._hidden_rows.append(step.get("r"))
        self._search.read(text, Place.ROW, f"{self._name}!{step.get('r')}")


def _plain(value: str) -> str:
    """Write a large number out: 1.3812345678E10 is a telephone number."""
    if re.fullmatch(r"\d\.\d{1,17}E\+?\d{1,2}", value):
        return f"{float(value):.0f}"
    return value


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 8 else 0


def _column(reference: str) -> int:
    """Return the number of the column of a cell: B7 → 2."""
    number = 0
    for letter in reference.rstrip("0123456789")[:3]:
        number = number * 26 + ord(letter) - 64
    return number


def _letters(column: int) -> str:
    """Return the letters of a column: 2 → B."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _comments(archive: Archive, part: str, search: Search) -> None:
    words: list[str] = []
    for step in archive.ends(part):
        if step.name in {"t", "text"} and "author" not in step.around:
            words.append(step.text)
        elif step.name in {"comment", "threadedComment"}:
            text = "".join(words)
            search.add(LeakKind.COMMENT, Place.PART, part, f"{step.get('ref')}: {text}")
            search.read(text, Place.PART, part)
            words = []


def _drawing(archive: Archive, part: str, search: Search) -> None:
    """Text boxes and charts; a chart keeps a copy of the figures it was drawn from."""
    words: list[str] = []
    for step in archive.walk(part):
        if is_cropped(step):
            search.add(LeakKind.CROPPED, Place.PART, part)
        elif not step.begins and step.name in {"t", "v"}:
            words.append(step.text)
    search.read("\t".join(words), Place.PART, part)
