"""Tokens of folded texts: pairs of neighbouring Chinese characters, and runs of letters and digits. Pure.

``tsvector`` and ``tsquery`` literals are written here, quoted, so that nothing anybody types is ever syntax.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

HAN: Final = "\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Chinese characters, as the inside of a character class."""
_RUN: Final = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+")
_IS_HAN: Final = re.compile(rf"[{HAN}]+")
_LETTERS_OR_DIGITS: Final = re.compile(r"\d+|[^\W\d_]+")
MOST_POSITION: Final = 16_383
"""PostgreSQL keeps no later position of a token."""
MOST_PLACES: Final = 255
"""Nor more positions of one token."""
LONGEST_TOKEN: Final = 64
LONGEST_TEXT: Final = 80_000
"""Characters of one text that are looked through; a ``tsvector`` holds one megabyte."""


def is_han(text: str) -> bool:
    """Tell whether the text consists of Chinese characters only."""
    return _IS_HAN.fullmatch(text) is not None


def runs(text: str) -> Iterator[tuple[int, str]]:
    """Yield the runs of a folded text with their positions: a character or a run of letters takes one position.

    Where something else stands between two runs a position is left out, so that no phrase crosses it.
    """
    position, end = 0, 0
    for match in _RUN.finditer(text):
        if match.start() > end:
            position += 1
        yield position, match[0]
        position += len(match[0]) if is_han(match[0]) else 1
        end = match.end()


def tokens(text: str, *, singles: bool) -> Iterator[tuple[int, str]]:
    """Yield the tokens of a folded text with their positions; single characters only where asked for.

    A run of letters and digits is one token, and so are the letters and the digits of a mixed one: gbt39735 is found
    as gbt, 39735 and gbt39735.  Letters on both sides of a stroke are one word too: GB/T is found as gbt.
    """
    before = (-1, "")
    for position, run in runs(text):
        if (
            run.isascii()
            and before[1].isascii()
            and before[1].isalpha()
            and run.isalpha()
            and position == before[0] + 2
        ):
            yield position, (before[1] + run)[:LONGEST_TOKEN]
        before = (position, run)
        if not is_han(run):
            yield position, run[:LONGEST_TOKEN]
            parts = _LETTERS_OR_DIGITS.findall(run)
            if len(parts) > 1:
                yield from ((position, part[:LONGEST_TOKEN]) for part in parts)
            continue
        for place in range(len(run)):
            if place + 1 < len(run):
                yield position + place, run[place : place + 2]
            if singles or len(run) == 1:
                yield position + place, run[place]


@dataclass(frozen=True)
class Part:
    """A piece of what is indexed: its text, folded, its weight (A to D), and whether single characters count."""

    text: str
    weight: str
    singles: bool = False


def quote(token: str) -> str:
    """Return a token as a literal of ``tsvector`` and ``tsquery``."""
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"


def vector(parts: Iterable[Part]) -> str:
    """Return the ``tsvector`` literal of several pieces, one behind the other."""
    places: dict[str, list[str]] = defaultdict(list)
    start = 1
    for part in parts:
        last = start
        for position, token in tokens(part.text[:LONGEST_TEXT], singles=part.singles):
            found = places[token]
            last = start + position
            if last <= MOST_POSITION and len(found) < MOST_PLACES:
                found.append(f"{last}{'' if part.weight == 'D' else part.weight}")
        start = last + 10
    return " ".join(quote(token) + (":" + ",".join(at) if at else "") for token, at in places.items())


def mixed(run: str) -> str:
    """Return the ``tsquery`` of letters and digits in one run: as they stand, or written apart (a4, GB/T 39735)."""
    parts = _LETTERS_OR_DIGITS.findall(run)
    if len(parts) == 1:
        return quote(run[:LONGEST_TOKEN])
    apart = [f" <{distance}> ".join(quote(part[:LONGEST_TOKEN]) for part in parts) for distance in (1, 2)]
    return f"({quote(run[:LONGEST_TOKEN])} | ({apart[0]}) | ({apart[1]}))"


def phrase(words: str) -> str:
    """Return the ``tsquery`` that finds folded words as they stand, or nothing when there is no token in them.

    A lone Chinese character is looked for as the beginning of a pair too.
    """
    found: list[tuple[int, str]] = []
    for position, run in runs(words):
        if not is_han(run):
            found.append((position, quote(run[:LONGEST_TOKEN])))
        elif len(run) == 1:
            found.append((position, quote(run) + ":*"))
        else:
            found += [(position + place, quote(run[place : place + 2])) for place in range(len(run) - 1)]
    text = ""
    for number, (position, token) in enumerate(found):
        distance = position - found[number - 1][0] if number else 0
        text += f"<{distance}>{token}" if number else token
    return f"({text})" if len(found) > 1 else text


_DISTANCE: Final = re.compile(r"<\d+>")


def loosen(query: str) -> str:
    """Return a ``tsquery`` without distances: GIN answers it exactly, without reading a single vector."""
    return _DISTANCE.sub("&", query)
