"""Finding: titles first, then better spellings, then the full texts, then any of the words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, zip_longest
from typing import Any, Final

from django.db import connection

from foundation.search.lexicon import Lexicon, lexicon
from foundation.search.query import Query, parse
from foundation.search.spelling import correct

ENOUGH: Final = 10
"""Titles found from which on nothing else is tried."""
FEW: Final = 5
"""Titles found below which titles with some of the words are looked at too."""
MOST: Final = 200
"""Results that are ranked and paged."""
_TITLES, _TEXTS = 600, 300
"""Candidates that are ranked: of titles, and of full texts, where ranking reads large vectors."""
COUNTED: Final = 2000
"""Results that are counted where there are more than are ranked; above that the page says “2000+”."""
_BOOST: Final[Mapping[str, float]] = {"guide": 3.0, "item": 2.5, "answer": 1.2}


@dataclass(frozen=True)
class Hit:
    """One result: what it is and what it may be narrowed by; the app that knows it shows it."""

    kind: str
    object_id: int
    department_id: int | None = field(default=None, compare=False)
    themes: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class Found:
    """What a search found: the hits in their order, the query as it was understood, and what was tried instead."""

    query: Query
    hits: Sequence[Hit] = ()
    corrected: str | None = None
    """The spelling whose results are shown instead."""
    is_partial: bool = False
    """Whether nothing holds all the words, and hits hold some of them."""


@dataclass(frozen=True)
class Filters:
    """What a search is narrowed to; empty means everything."""

    kinds: Sequence[str] = ()
    department_id: int | None = None
    theme: str = ""
    most: int = MOST
    deep: bool = False
    """Full texts are looked through where titles are enough for a first page, too."""
    whole: bool = False
    """Only what holds every word: a list is narrowed, and nothing is offered beside."""

    def sql(self) -> tuple[str, dict[str, Any]]:
        """Return the conditions and their values."""
        parts: list[str] = []
        values: dict[str, Any] = {}
        if self.kinds:
            parts.append("kind = ANY(%(kinds)s)")
            values["kinds"] = list(self.kinds)
        if self.department_id is not None:
            parts.append("department_id = %(department)s")
            values["department"] = self.department_id
        if self.theme:
            parts.append("%(theme)s = ANY(themes)")
            values["theme"] = self.theme
        return "".join(f" AND {part}" for part in parts), values


_BOOST_SQL: Final = (
    "CASE kind " + " ".join(f"WHEN '{kind}' THEN {factor}" for kind, factor in _BOOST.items()) + " ELSE 1 END"
)
_BY_TITLE: Final = """
WITH q AS (SELECT %(must)s::tsquery m, %(any)s::tsquery r, %(all)s::tsquery a),
m AS (SELECT kind, object_id, department_id, themes, title_tsv, title_fold, hits, id FROM foundation_searchentry, q
      WHERE title_tsv @@ q.m{where} ORDER BY {boost} DESC, hits DESC, id LIMIT %(titles)s)
SELECT kind, object_id, department_id, themes FROM m, q, LATERAL (
    SELECT max(CASE WHEN name IN (title_fold, split_part(title_fold, '(', 1)) THEN 3
                    WHEN starts_with(title_fold, name) THEN 1.5 ELSE 0.8 END
               + 1.5 * length(name)::float / length(title_fold)) AS points
    FROM unnest(%(names)s::text[]) name WHERE name <> '' AND strpos(title_fold, name) > 0) named
ORDER BY {boost} * ((title_tsv @@ q.a)::int + ts_rank('{{.1,.2,.6,1}}', title_tsv, q.r) + coalesce(named.points, 0)
    + 0.5 * least(1, %(length)s::float / length(title_fold)) + 0.03 * ln(1 + hits)) DESC, id LIMIT %(most)s
"""
_BY_TEXT: Final = """
WITH q AS (SELECT %(must)s::tsquery m, %(any)s::tsquery r, %(all)s::tsquery a),
m AS MATERIALIZED (SELECT kind, object_id, department_id, themes, full_tsv, hits, id FROM foundation_searchentry
      WHERE full_tsv @@ %(loose)s::tsquery{where} ORDER BY {boost} DESC, hits DESC, id LIMIT %(texts)s)
SELECT kind, object_id, department_id, themes FROM m, q WHERE full_tsv @@ q.m
ORDER BY {boost} * (.2 * (full_tsv @@ q.a)::int
    + ts_rank('{{.05,.2,.6,1}}', full_tsv, q.r, 1) + 0.003 * ln(1 + hits)) DESC, id LIMIT %(most)s
"""
_COUNTED_SQL: Final = """
SELECT kind, object_id, department_id, themes FROM foundation_searchentry
WHERE full_tsv @@ %(loose)s::tsquery LIMIT %(most)s
"""
_BY_CODE: Final = """
SELECT kind, object_id, department_id, themes FROM foundation_searchentry
WHERE code <> '' AND (code LIKE %(code)s OR reverse(code) LIKE %(edoc)s){where} ORDER BY code, id LIMIT %(most)s
"""


def matches(query: Query) -> list[Hit]:
    """Return what holds every word anywhere, in no order and at most ``COUNTED``: for the numbers beside filters.

    The words are looked for, not their order inside a phrase, which GIN tells without reading a single vector.
    """
    return _hits(_COUNTED_SQL, {"loose": query.loose, "most": COUNTED}) if query.groups else []


def search(typed: str, filters: Filters | None = None, *, exactly: bool = False) -> Found:
    """Find what fits best, best first, at most ``filters.most``; ``exactly`` tries no other spelling."""
    return search_with(lexicon(), typed, filters, exactly=exactly)


def search_with(known: Lexicon, typed: str, filters: Filters | None = None, *, exactly: bool = False) -> Found:
    """Find with the words of a given lexicon; see ``search``."""
    narrowed = filters or Filters()
    query = parse(typed, known)
    if query.code:
        hits = _run(_BY_CODE, query, narrowed, code=f"{query.code}%", edoc=f"{query.code[::-1]}%")
        if hits:
            return Found(query, hits)
    if not query.groups:
        return Found(query)
    hits = _run(_BY_TITLE, query, narrowed)
    if len(hits) < ENOUGH and not exactly:
        better = _corrected(query, known, narrowed, hits)
        if better is not None:
            return better
    return _completed(query, narrowed, hits)


def _completed(query: Query, filters: Filters, hits: Sequence[Hit], corrected: str | None = None) -> Found:
    """Go on to titles with some of the words and to full texts, where titles with all of them are few."""
    partial: list[Hit] = []
    if len(hits) < ENOUGH or filters.whole or filters.deep:
        whole = _run(_BY_TEXT, query, filters)
        if len(query.strong) > 1 and len(hits) < FEW and not filters.whole:
            partial = _run(_BY_TITLE, query, filters, must=query.strong_any, any=query.strong_any)
        is_partial = not hits and not whole
        hits = _merged(hits, _woven(partial[:ENOUGH], whole), partial if is_partial else [])
        return Found(query, hits, corrected, is_partial)
    return Found(query, hits, corrected)


def _woven(one: Sequence[Hit], other: Sequence[Hit]) -> list[Hit]:
    """Return two lists as one, in turns; what both hold comes first."""
    both = [hit for hit in one if hit in set(other)]
    turns = [hit for pair in zip_longest(one, other) for hit in pair if hit is not None]
    return [*both, *turns]


def _corrected(query: Query, known: Lexicon, filters: Filters, hits: Sequence[Hit]) -> Found | None:
    """Return what a better spelling finds, where it finds more."""
    spelled = correct(query.bare, known)
    if spelled is None or all(group.word in known.terms for group in query.groups):
        return None
    better = parse(spelled, known)
    found = _run(_BY_TITLE, better, filters)
    return _completed(better, filters, found, spelled) if len(found) > len(hits) else None


def _merged(*lists: Sequence[Hit]) -> list[Hit]:
    return list(dict.fromkeys(chain(*lists)))


def _run(statement: str, query: Query, filters: Filters, **changes: str) -> list[Hit]:
    where, narrowed = filters.sql()
    values: dict[str, Any] = {
        "must": query.must,
        "any": query.any,
        "all": query.all,
        "loose": query.loose,
        "names": query.names,
        "length": len(query.bare),
        "titles": max(_TITLES, filters.most),
        "texts": max(_TEXTS, filters.most) if filters.whole else _TEXTS,
        "most": filters.most,
        **narrowed,
        **changes,
    }
    return _hits(statement.format(where=where, boost=_BOOST_SQL), values)


def _hits(statement: str, values: Mapping[str, Any]) -> list[Hit]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [Hit(kind, key, department, tuple(themes)) for kind, key, department, themes in cursor.fetchall()]
