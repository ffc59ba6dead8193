"""What is public already and fits what somebody is writing: a few results of the search, shown beside a form."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Final, Protocol

from foundation.alike import SHOWN, Suggestion, best, readable, telling_pieces
from foundation.listings import Label, local_label
from foundation.search.engine import Filters, search
from foundation.search.kinds import all_kinds

FEWEST: Final = 2
"""Signs that a text must have left to be looked for."""
_FEW: Final = 3
"""So few pieces make a word or two: where so few records hold all of them, one piece is enough."""


def hints(text: str, kinds: Collection[str], fillers: re.Pattern[str]) -> list[Suggestion]:
    """Return public records of these kinds in which every telling word of the text stands, best first.

    Records that hold only some of the words are left out: beside a form they would be noise.
    """
    known = {code: kind for code, kind in all_kinds().items() if code in kinds}
    words = " ".join(readable(text, fillers).split())
    if len(words) < FEWEST or not known:
        return []
    found = search(words, Filters(kinds=list(known), most=SHOWN, whole=True))
    hits = found.hits[:SHOWN]
    ids: dict[str, list[int]] = defaultdict(list)
    for hit in hits:
        ids[hit.kind].append(hit.object_id)
    shown = {kind: known[kind].show(keys) for kind, keys in ids.items()}
    found_ones = [(known[hit.kind], shown[hit.kind].get(hit.object_id)) for hit in hits]
    return [Suggestion(_label(one.title), str(kind.label), one.url) for kind, one in found_ones if one is not None]


class Named(Protocol):
    """A look at names."""

    def __call__(self, pieces: list[str], needed: int | None = None) -> Iterable[tuple[int, Suggestion]]:
        """Return records, with a score each, whose names share so many of the pieces; None leaves the number open."""
        ...


def found_or_named(text: str, kinds: Collection[str], fillers: re.Pattern[str], named: Named) -> list[Suggestion]:
    """Return public records that answer a text, as many as a page shows.

    First what the search finds with all its words, in titles and texts; then records whose names share pieces with
    it, for a half-written sentence is no query.
    """
    pieces = telling_pieces(text, fillers)
    if not pieces:
        return []
    found = _added(hints(text, kinds, fillers), best(named(pieces)))
    if len(found) < _FEW and len(pieces) <= _FEW:
        found = _added(found, best(named(pieces, needed=1)))
    return found


def _added(found: list[Suggestion], more: list[Suggestion]) -> list[Suggestion]:
    """Return the suggestions with those that are not among them yet, as many as a page shows."""
    known = {one.url for one in found}
    return [*found, *(one for one in more if one.url not in known)][:SHOWN]


def _label(title: str) -> Label:
    """Return the title in the language that it is in."""
    return local_label(title, title if title.isascii() else "")
