"""Public records whose names sound like what somebody is writing.

Names are compared piece by piece: a half-written sentence is no query.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from foundation.filters import normalize
from foundation.listings import Label

SHOWN: Final = 5
MOST_PIECES: Final = 12
SHORTEST: Final = 2
_RUNS: Final = re.compile(r"[\u4e00-\u9fff]+|[^\s\u4e00-\u9fff]+")
_LONG_NUMBER: Final = re.compile(r"\d{7,}")
"""No title has such a number, but an identity card or a phone has."""


@dataclass(frozen=True)
class Suggestion:
    """Something public: its title, what kind of page it is, and where."""

    title: Label
    kind: str
    url: str


def pieces_of(words: str) -> list[str]:
    """Return Chinese words cut into overlapping pairs of characters; other words stay whole."""
    found: list[str] = []
    for run in _RUNS.findall(words):
        chinese = "\u4e00" <= run[0] <= "\u9fff"
        found += [run[place : place + 2] for place in range(len(run) - 1)] if chinese and len(run) > 1 else [run]
    return list(dict.fromkeys(found))


def readable(text: str, fillers: re.Pattern[str]) -> str:
    """Return a text without long numbers and words that tell nothing."""
    return fillers.sub(" ", _LONG_NUMBER.sub(" ", normalize(text)))


def telling_pieces(text: str, fillers: re.Pattern[str]) -> list[str]:
    """Return the pieces of a text that are compared: without long numbers and words that tell nothing."""
    return [piece for piece in pieces_of(readable(text, fillers)) if len(piece) >= SHORTEST][:MOST_PIECES]


def alike(
    queryset: QuerySet[Any], pieces: list[str], names: tuple[str, ...], *, needed: int | None = None
) -> Iterator[tuple[int, Any]]:
    """Yield, with their score, the rows that share at least a third of the pieces, but two where there are several.

    ``names`` are the columns that hold a record's names; ``needed`` says otherwise how many pieces they share.
    """
    score: Any = Value(0)
    for piece in pieces:
        fits = Q()
        for column in names:
            fits |= Q(**{f"{column}__icontains": piece})
        score = score + Case(When(fits, then=1), default=0, output_field=IntegerField())
    needed = needed or max(min(2, len(pieces)), -(-len(pieces) // 3))
    found = queryset.order_by().annotate(score=score).filter(score__gte=needed).order_by(F("score").desc(), "pk")
    for row in found[:SHOWN]:
        yield row.score, row


def best(found: Iterable[tuple[int, Suggestion]]) -> list[Suggestion]:
    """Return the suggestions with the highest scores, as many as a page shows."""
    return [suggestion for _score, suggestion in sorted(found, key=lambda scored: -scored[0])[:SHOWN]]
