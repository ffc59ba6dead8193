"""How well the engine finds: a corpus in a scratch schema, labelled queries, recall and rank."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.db import connection

from foundation.search.documents import SearchDocument
from foundation.search.engine import Filters, search
from foundation.search.index import SYNONYMS, bump, index_many, rebuild_terms

SCHEMA: Final = "search_quality"
CUT: Final = 10
_TABLES: Final = ("searchentry", "searchterm", "synonym", "searchversion")


@dataclass(frozen=True)
class Labelled:
    """A query with its group and the ids that answer it."""

    text: str
    group: str
    relevant: frozenset[int]


@dataclass(frozen=True)
class Score:
    """Recall among the first ten, and the reciprocal rank of the first right one."""

    recall: float
    reciprocal: float


@contextmanager
def scratch_schema() -> Iterator[None]:
    """Let the engine work on empty copies of its tables; everything is gone afterwards."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
        cursor.execute(f"CREATE SCHEMA {SCHEMA}")
        for table in _TABLES:
            name = f"foundation_{table}"
            cursor.execute(f"CREATE TABLE {SCHEMA}.{name} (LIKE public.{name} INCLUDING ALL)")
        cursor.execute(f"SET search_path = {SCHEMA}, public")
        try:
            yield
        finally:
            cursor.execute("SET search_path = DEFAULT")
            cursor.execute(f"DROP SCHEMA {SCHEMA} CASCADE")


def documents(corpus: Path) -> Iterator[SearchDocument]:
    """Yield the documents of a corpus: JSON lines, perhaps compressed."""
    opener: Any = gzip.open if corpus.suffix == ".gz" else open
    with opener(corpus, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            yield SearchDocument(
                kind=row["kind"],
                object_id=row["id"],
                title=row["title"],
                body=row.get("body", ""),
                code=row.get("code", ""),
                keywords=row.get("keywords", ""),
                themes=(row["theme"],) if row.get("theme") else (),
                published_on=dt.date.fromisoformat(row["date"]) if row.get("date") else None,
                hits=row.get("hits", 0),
            )


def labelled(path: Path) -> list[Labelled]:
    """Return the queries of a file."""
    rows = json.loads(path.read_text("utf-8"))["queries"]
    return [Labelled(row["q"], row.get("cat", ""), frozenset(row["relevant"])) for row in rows]


def load(corpus: Path, synonyms: Path | None) -> int:
    """Index a corpus with its terms, and take the synonyms as approved; return how many documents there are."""
    count = index_many(documents(corpus))
    with connection.cursor() as cursor:
        if synonyms is not None:
            pairs = json.loads(synonyms.read_text("utf-8"))["synonyms"]
            cursor.executemany(
                "INSERT INTO foundation_synonym (word, official, applied, state, note)"
                " VALUES (%s, %s, %s, 'approved', '')",
                [(word, official, official) for word, official in pairs.items()],
            )
        cursor.execute("SELECT DISTINCT kind FROM foundation_searchentry")
        kinds = [kind for (kind,) in cursor.fetchall()]
    rebuild_terms(kinds)
    bump(SYNONYMS)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE foundation_searchentry")
    return count


def score(query: Labelled, filters: Filters | None = None) -> tuple[Score, list[int]]:
    """Run one query and return its score, and the ids that were found."""
    found = [hit.object_id for hit in search(query.text, filters).hits[:CUT]]
    right = [number for number, key in enumerate(found, start=1) if key in query.relevant]
    recall = len(right) / min(CUT, len(query.relevant))
    return Score(recall, 1 / right[0] if right else 0.0), found


def mean(scores: Sequence[Score]) -> Score:
    """Return the mean of scores."""
    return Score(sum(s.recall for s in scores) / len(scores), sum(s.reciprocal for s in scores) / len(scores))


def by_group(queries: Sequence[Labelled], scores: Sequence[Score]) -> Mapping[str, list[Score]]:
    """Return the scores of each group."""
    groups: dict[str, list[Score]] = defaultdict(list)
    for query, one in zip(queries, scores, strict=True):
        groups[query.group].append(one)
    return groups
