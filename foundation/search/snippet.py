"""Where in a text the words stand: a window of the original text with marks. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from foundation.search.folding import fold_with_places

WIDTH: Final = 110
"""Characters of a snippet."""
MOST_FINDS: Final = 500
"""So many finds tell where a text speaks of the words."""
_SENTENCE_END: Final = re.compile(r"[。！？；\n]")
_LOOKED_THROUGH: Final = 20_000


@dataclass(frozen=True)
class Piece:
    """A part of a text, and whether it is one of the words."""

    text: str
    marked: bool = False


def mark(text: str, words: Sequence[str]) -> list[Piece]:
    """Return a whole text in pieces; ``words`` are folded, longest first. The original is marked as it was written."""
    folded, places = fold_with_places(text)
    return _pieces(text, [(places[a], places[b - 1] + 1) for a, b in _finds(folded, words)])


def snippet(text: str, words: Sequence[str]) -> list[Piece]:
    """Return the part of a text that holds most of the words, begun at a sentence where one begins near."""
    text = text[:_LOOKED_THROUGH]
    folded, places = fold_with_places(text)
    finds = _finds(folded, words)
    start = places[_window(folded, finds)] if finds else 0
    part = text[start : start + WIDTH]
    inside = [(places[a] - start, places[b - 1] + 1 - start) for a, b in finds]
    shown = [(a, b) for a, b in inside if a >= 0 and b <= len(part)]
    pieces = _pieces(part, shown)
    before = [Piece("…")] if start else []
    return [*before, *pieces, *([Piece("…")] if start + WIDTH < len(text) else [])]


def _finds(folded: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Return where words stand, none inside another."""
    wanted = "|".join(map(re.escape, filter(None, words)))
    return [match.span() for match in islice(re.finditer(wanted, folded), MOST_FINDS)] if wanted else []


def _window(folded: str, finds: Sequence[tuple[int, int]]) -> int:
    """Return where the window begins: at most distinct words, the earliest; then back to the begin of its sentence."""
    best, most, last = finds[0][0], 0, 0
    inside: Counter[str] = Counter()
    for first, (start, end) in enumerate(finds):
        while last < len(finds) and finds[last][1] <= start + WIDTH:
            inside[folded[slice(*finds[last])]] += 1
            last += 1
        if len(inside) > most:
            best, most = start, len(inside)
        word = folded[start:end]
        if first < last:
            inside[word] -= 1
            if not inside[word]:
                del inside[word]
    best = min(best, max(0, len(folded) - WIDTH))  # the end of a text is shown with what stands before it
    ends = [match.end() for match in _SENTENCE_END.finditer(folded, max(0, best - WIDTH // 3), best)]
    return ends[-1] if ends else (0 if best < WIDTH // 3 else best)


def _pieces(text: str, spans: Sequence[tuple[int, int]]) -> list[Piece]:
    pieces, done = [], 0
    for start, end in spans:
        if start < done:
            continue
        pieces += [Piece(text[done:start]), Piece(text[start:end], True)]
        done = end
    return [piece for piece in [*pieces, Piece(text[done:])] if piece.text]
