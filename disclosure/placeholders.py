"""Texts with placeholders such as ``{{ number }}``: where they stand, what is wrong with them, and how they are filled.

One reader for letters and annual reports.  Nothing is executed: what stands between the braces is looked up by
whoever fills the text, and what is not known there is a problem with its place.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Place:
    """Where in a text: line and character, counted from 1."""

    line: int
    character: int


@dataclass(frozen=True)
class Problem:
    """What is wrong in a text: a sentence for its author, and where."""

    place: Place
    sentence: str
    blocks: bool = True

    def __str__(self) -> str:
        words = {"line": self.place.line, "character": self.place.character, "problem": self.sentence}
        return _("Line %(line)d, character %(character)d: %(problem)s") % words


@dataclass(frozen=True)
class Words:
    """A stretch of a line between placeholders: ``line[start:end]``."""

    line: str
    start: int
    end: int
    number: int

    def __str__(self) -> str:
        return self.line[self.start : self.end]

    def place(self, position: int) -> Place:
        """Return the place of a position in the line."""
        return Place(self.number, position + 1)

    def loose_braces(self) -> Iterator[Problem]:
        """Yield the braces that do not close or open."""
        for brace in _BRACES.finditer(self.line, self.start, self.end):
            yield Problem(self.place(brace.start()), _("These braces have no partner; write {{ name }}."))


@dataclass(frozen=True)
class Slot:
    """A placeholder: what stands between its braces, as typed and where."""

    inside: str
    typed: str
    place: Place


_PLACEHOLDER: Final = re.compile(r"\{\{(?P<inside>[^{}]*)\}\}")
_BRACES: Final = re.compile(r"\{\{|\}\}")


def read(text: str) -> Iterator[list[Words | Slot]]:
    """Yield each line as its stretches of words and its placeholders, in order; empty stretches are left in."""
    for number, line in enumerate(text.splitlines(), start=1):
        parts: list[Words | Slot] = []
        position = 0
        for found in _PLACEHOLDER.finditer(line):
            parts.append(Words(line, position, found.start(), number))
            parts.append(Slot(found["inside"].strip(), found.group(), Place(number, found.start() + 1)))
            position = found.end()
        yield [*parts, Words(line, position, len(line), number)]


def find_problems(text: str, names: Collection[str]) -> list[Problem]:
    """Return the placeholders that are none of the names, and braces without a partner, in the order of the text."""
    problems: list[Problem] = []
    for line in read(text):
        for part in line:
            if isinstance(part, Words):
                problems += part.loose_braces()
            elif part.inside not in names:
                problems.append(Problem(part.place, _unknown(part.inside)))
    return problems


def _unknown(name: str) -> str:
    if not name:
        return _("Write a name between the braces.")
    return _("“%(name)s” is no placeholder of this text.") % {"name": name}


def fill(text: str, values: Mapping[str, str]) -> str:
    """Write the values into a text.

    A line of which nothing is left but blanks because all its placeholders are empty is left out.  Values are
    never read as placeholders themselves.  Raises KeyError for an unknown name: a text is checked when it is saved.
    """
    lines = []
    for line in read(text):
        filled = "".join(str(part) if isinstance(part, Words) else values[part.inside] for part in line)
        if filled.strip() or len(line) == 1:
            lines.append(filled)
    return "\n".join(lines)
