"""Word files: what stands in the text, and what stands there without being seen.

Not found: text in the colour of its background other than white on paper, behind a picture or outside the page.
"""

from __future__ import annotations

import re
from typing import Final

from foundation.leaks.leak import LeakKind, Place, Search
from foundation.leaks.office import Archive, Step, is_cropped
from foundation.privacy import mask_name

_TEXT_PARTS: Final = r"word/(?:document|header\d*|footer\d*|footnotes|endnotes|glossary/document)\.xml"
_COMMENT_PARTS: Final = r"word/comments\d*\.xml"
_TEXT_CHANGES: Final = frozenset({"ins", "del", "moveFrom", "moveTo"})
_CHANGES: Final = _TEXT_CHANGES | {
    *("cellIns", "cellDel", "cellMerge", "numberingChange"),
    *(f"{part}PrChange" for part in ("r", "p", "sect", "tbl", "tblGrid", "tc", "tr", "tblPrEx")),
}
_OFF: Final = frozenset({"0", "false", "off"})
_OUTSIDE_FIELD: Final = re.compile(r"\b(?:INCLUDETEXT|INCLUDEPICTURE|LINK|DDE|DDEAUTO|DATABASE)\b")
_BREAKS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def look_into_word(archive: Archive, search: Search) -> None:
    """Look through all text parts, comments and changes of a Word file."""
    styles = _hiding_styles(archive)
    for part in archive.matching(_TEXT_PARTS):
        reader = _Reader(styles, search, part)
        for step in archive.walk(part):
            reader.take(step)
    for part in archive.matching(_COMMENT_PARTS):
        _comments(archive, part, search)
    for step in archive.ends("word/people.xml"):
        if step.name == "person":
            search.add_author(step.get("author"), Place.PART, "word/people.xml")


def _hides(step: Step) -> bool:
    """Tell whether a property of a run keeps its text from being seen: hidden, white on paper, or tiny."""
    value = step.get("val")
    if step.name in {"vanish", "specVanish"}:
        return value not in _OFF
    if step.name == "color":
        return value.upper() == "FFFFFF" and "tbl" not in step.around  # dark head rows have white letters
    return step.name == "sz" and value in {"1", "2"}


def _hiding_styles(archive: Archive) -> frozenset[str]:
    """Return the ids of the styles that hide their text."""
    found, style = set(), ""
    for step in archive.walk("word/styles.xml"):
        if step.begins and step.name == "style":
            style = step.get("styleId")
        elif step.begins and list(step.around[-2:]) == ["style", "rPr"] and _hides(step):
            found.add(style)
    return frozenset(found)


def _comments(archive: Archive, part: str, search: Search) -> None:
    words: list[str] = []
    for step in archive.walk(part):
        if step.name == "comment":
            if not step.begins:
                search.add(LeakKind.COMMENT, Place.PART, part, f"{mask_name(step.get('author'))}: {''.join(words)}")
                search.read("".join(words), Place.PART, part)
            words = []
        elif step.name == "t" and not step.begins:
            words.append(step.text)


class _Reader:
    """Reads one part in a single pass: paragraph by paragraph, tables row by row."""

    def __init__(self, hiding_styles: frozenset[str], search: Search, part: str) -> None:
        self._hiding_styles, self._search, self._part = hiding_styles, search, part
        self._number = 1
        self._seen: list[str] = []
        self._hidden: list[str] = []
        self._changed: list[str] = []
        self._codes: list[str] = []
        self._paragraph_hides = self._run_hides = False

    def take(self, step: Step) -> None:
        """Take the next step of the walk."""
        if "Fallback" in step.around:  # a text box for old programs, there a second time
            return
        if step.begins:
            self._begin(step)
        elif step.name in {"t", "delText"}:
            self._text(step)
        elif step.name in {"instrText", "delInstrText"}:
            self._codes.append(step.text)
        elif step.name in _CHANGES:
            self._change(step)
        elif step.name == "tc":
            self._seen.append("\t")
        elif (step.name == "p" and "tbl" not in step.around) or (step.name == "tr" and "tr" not in step.around):
            self._close_block()

    def _begin(self, step: Step) -> None:
        if step.name == "p":
            self._paragraph_hides = False
        elif step.name == "r":
            self._run_hides = False
        elif step.name in _BREAKS:
            self._seen.append(_BREAKS[step.name])
        elif step.name in _TEXT_CHANGES:
            self._changed = []
        elif step.name == "fldSimple":
            self._codes.append(step.get("instr"))
        elif is_cropped(step):
            self._search.add(LeakKind.CROPPED, *self._here())
        elif step.name == "pStyle" and step.get("val") in self._hiding_styles:
            self._paragraph_hides = True
        elif list(step.around[-2:]) == ["r", "rPr"]:
            self._run_hides |= _hides(step) or (step.name == "rStyle" and step.get("val") in self._hiding_styles)

    def _text(self, step: Step) -> None:
        self._changed.append(step.text)
        if self._run_hides or self._paragraph_hides:
            self._hidden.append(step.text)
        self._seen.append(step.text)

    def _change(self, step: Step) -> None:
        words = "".join(self._changed) if step.name in _TEXT_CHANGES else ""
        self._search.add(LeakKind.TRACKED_CHANGE, *self._here(), f"{mask_name(step.get('author'))}: {words}")

    def _close_block(self) -> None:
        self._search.read("".join(self._seen), *self._here())
        if hidden := "".join(self._hidden).strip():
            self._search.add(LeakKind.HIDDEN_TEXT, *self._here(), hidden)
        if _OUTSIDE_FIELD.search(code := "".join(self._codes)):
            self._search.add(LeakKind.EXTERNAL_LINK, *self._here(), code)
        self._number += 1 if "".join(self._seen).strip() else 0
        self._seen, self._hidden, self._codes = [], [], []

    def _here(self) -> tuple[Place, object]:
        is_main = self._part == "word/document.xml"
        return (Place.PARAGRAPH, self._number) if is_main else (Place.PART, self._part)
