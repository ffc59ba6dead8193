"""The card (明白卡): one guide on one sheet, in plain words, for whoever stands at the counter."""

from __future__ import annotations

from typing import Any, Final

from foundation.printable import fit_for_print
from foundation.publishing.models import Revision
from foundation.typesetting import typeset
from guides.papers.words import words_of

SIZES: Final = ("a4", "a5")
"""The first is what one gets without asking."""


def card(revision: Revision, *, size: str = SIZES[0]) -> bytes:
    """Return the card of a live revision as PDF: at most two pages, or more where 9 pt would not do."""
    return typeset("guides/card.typ", card_data(revision, size=size))


def card_data(revision: Revision, *, size: str) -> dict[str, Any]:
    """Return what ``guides/card.typ`` sets."""
    return {"size": size, **fit_for_print(dict(words_of(revision)))}
