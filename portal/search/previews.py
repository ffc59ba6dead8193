"""What queries find, as staff read it: titles with their kinds, before a change and after it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from foundation.search.engine import Hit
from foundation.search.kinds import Shown, all_kinds
from foundation.search.log_tasks import asked_with
from foundation.search.synonyms import preview
from portal.search.results import show


@dataclass(frozen=True)
class Line:
    """A result in a preview, and whether the change brings it or takes it away."""

    title: str
    kind: str
    url: str
    is_changed: bool


@dataclass(frozen=True)
class Comparison:
    """A query with its first results before and after."""

    query: str
    changes: bool
    before: Sequence[Line]
    after: Sequence[Line]


def compare(word: str, official: Sequence[str], *, trial: str = "", today: dt.date) -> list[Comparison]:
    """Return what a pair would change for its word, for a query typed for trial, and for what people asked."""
    found = preview(word, official, [trial, *asked_with(word, today=today)])
    shown = show({hit for one in found for hit in (*one.before, *one.after)})
    return [
        Comparison(one.query, one.changes, _lines(one.before, one.after, shown), _lines(one.after, one.before, shown))
        for one in found
    ]


def _lines(hits: Sequence[Hit], others: Sequence[Hit], shown: Mapping[Hit, Shown]) -> list[Line]:
    kinds = all_kinds()
    return [
        Line(shown[hit].title, str(kinds[hit.kind].label), shown[hit].url, hit not in others)
        for hit in hits
        if hit in shown
    ]
