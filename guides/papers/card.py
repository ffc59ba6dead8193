"""The card (明白卡): one guide on one sheet, in plain words, for whoever stands at the counter."""

from __future__ import annotations

import bisect
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from pypdf import PdfReader

from foundation.printable import fit_for_print
from foundation.publishing.models import Revision
from foundation.typesetting import typeset
from guides.papers.words import words_of


@dataclass(frozen=True)
class Letters:
    """Sizes of letters in points, the largest first, and which of them a reader of each kind of card gets."""

    sizes: Sequence[float]
    on_one_page: float
    """Smaller letters than these are not worth saving the back of the sheet."""
    for_long_cards: float
    """A card that needs more than its sheet in any size is set in letters that one reads with ease."""


LETTERS: Final = {
    "a4": Letters((14, 13, 12, 11.5, 11, 10.5, 10, 9.5, 9), on_one_page=11.5, for_long_cards=10.5),
    "a5": Letters((11, 10.5, 10, 9.5, 9), on_one_page=10, for_long_cards=9.5),
}
SIZES: Final = tuple(LETTERS)
"""The first is what one gets without asking."""


def card(revision: Revision, *, size: str = SIZES[0]) -> bytes:
    """Return the card of a live revision as PDF, in the largest letters with which it keeps to its sheet.

    That is one page, or both sides; only what needs more than that in letters of 9 pt goes on over further pages.
    A place with its address and hours is not divided between two pages, unless the card fits only so.
    """
    data, letters = card_data(revision, size=size), LETTERS[size]

    @cache
    def set_in(points: float, divided: bool = False) -> bytes:
        return typeset("guides/card.typ", {**data, "letters": points, "divided": divided})

    @cache
    def pages(points: float, divided: bool = False) -> int:
        return len(PdfReader(io.BytesIO(set_in(points, divided))).pages)

    most = 1 if pages(letters.on_one_page) == 1 else 2
    points = _largest(letters.sizes, lambda points: pages(points) <= most)
    if points is not None:
        return set_in(points)
    points = _largest(letters.sizes, lambda points: pages(points, divided=True) <= most)
    return set_in(points or letters.for_long_cards, divided=True)


def _largest(sizes: Sequence[float], fits: Callable[[float], bool]) -> float | None:
    """Return the largest size that fits, tried by halves: what fits in large letters fits in small ones."""
    place = bisect.bisect_left(sizes, True, key=fits)
    return sizes[place] if place < len(sizes) else None


def card_data(revision: Revision, *, size: str) -> dict[str, Any]:
    """Return what ``guides/card.typ`` sets, but for the size of the letters."""
    return {"size": size, **fit_for_print(dict(words_of(revision)))}
