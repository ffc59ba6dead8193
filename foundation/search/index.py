"""Writing what can be found: inside the transaction of the release or withdrawal, one by one or set-wise."""

from __future__ import annotations

import datetime as dt
import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import rjieba
from django.db import connection, transaction

from foundation.search import pinyin
from foundation.search.folding import fold
from foundation.search.models import TERM_LENGTH, TITLE_LENGTH
from foundation.search.tokens import LONGEST_TEXT, Part, is_han, runs, vector

TOKEN_VERSION: Final = 1
"""Raised when the tokens change; entries of an older version are then written anew."""
BATCH: Final = 200
_SPAN_WORDS, _SHORTEST_TERM, _LONGEST_TERM = 4, 2, 12


@dataclass(frozen=True)
class Document:
    """What is indexed of one public record."""

    kind: str
    object_id: int
    title: str
    body: str = ""
    code: str = ""
    keywords: str = ""
    department_id: int | None = None
    theme: str = ""
    published_on: dt.date | None = None
    hits: int = 0

    def digest(self) -> str:
        """Return the checksum of everything that the entry is made of."""
        parts = (
            TOKEN_VERSION, self.title, self.body, self.code, self.keywords, self.department_id, self.theme,
            self.published_on, self.hits,
        )  # fmt: skip
        return hashlib.sha256("\x00".join(map(str, parts)).encode("utf-8", "replace")).hexdigest()


_UPSERT: Final = """
INSERT INTO foundation_searchentry (kind, object_id, title, title_fold, code, department_id, theme, published_on, hits,
                                    title_tsv, full_tsv, digest)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s::tsvector, %s::tsvector, %s)
ON CONFLICT (kind, object_id) DO UPDATE SET
    title = EXCLUDED.title, title_fold = EXCLUDED.title_fold, code = EXCLUDED.code,
    department_id = EXCLUDED.department_id, theme = EXCLUDED.theme, published_on = EXCLUDED.published_on,
    hits = EXCLUDED.hits, title_tsv = EXCLUDED.title_tsv, full_tsv = EXCLUDED.full_tsv, digest = EXCLUDED.digest
"""


def index_many(documents: Iterable[Document]) -> int:
    """Write entries, set-wise; those that are there with the same content stay untouched. Return how many were written.

    Of two transactions that write one entry the later one waits for the row, so the last text stands.
    """
    written = 0
    for batch in _batches(documents):
        held = _digests(batch)
        rows = [_row(doc) for doc in batch if held.get((doc.kind, doc.object_id)) != doc.digest()]
        if rows:
            with connection.cursor() as cursor:
                cursor.executemany(_UPSERT, rows)
            written += len(rows)
    return written


def remove_many(kind: str, object_ids: Iterable[int]) -> int:
    """Delete entries; return how many there were."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM foundation_searchentry WHERE kind = %s AND object_id = ANY(%s)", [kind, list(object_ids)]
        )
        return cursor.rowcount


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    batch: list[Document] = []
    for document in documents:
        batch.append(document)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _digests(batch: list[Document]) -> dict[tuple[str, int], str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, object_id, digest FROM foundation_searchentry e"
            " JOIN unnest(%s::text[], %s::bigint[]) w(k, o) ON e.kind = w.k AND e.object_id = w.o",
            [[doc.kind for doc in batch], [doc.object_id for doc in batch]],
        )
        return {(kind, object_id): digest for kind, object_id, digest in cursor.fetchall()}


def _row(document: Document) -> tuple[object, ...]:
    title, code = fold(document.title)[:TITLE_LENGTH], fold(document.code)[:80]
    head = [
        Part(title, "A", singles=True),
        Part(fold(document.keywords), "B", singles=True),
        Part(code, "B"),
    ]
    return (
        document.kind, document.object_id, document.title[:TITLE_LENGTH], title, code, document.department_id,
        document.theme, document.published_on, document.hits, vector(head),
        vector([*head, Part(fold(document.body[:LONGEST_TEXT]), "D")]), document.digest(),
    )  # fmt: skip


def spans(title: str) -> Iterator[str]:
    """Yield what people may call a thing: every piece of one to four words of its folded title."""
    for _position, run in runs(title):
        if not is_han(run):
            continue
        words = [word for word in rjieba.cut(run) if word.strip()]
        for start in range(len(words)):
            for size in range(1, _SPAN_WORDS + 1):
                span = "".join(words[start : start + size])
                if start + size <= len(words) and _SHORTEST_TERM <= len(span) <= _LONGEST_TERM:
                    yield span
        for word in words:
            if len(word) > _SHORTEST_TERM:
                yield from (part for part in rjieba.cut_for_search(word) if _SHORTEST_TERM <= len(part) < len(word))


def rebuild_terms(kinds: Iterable[str]) -> int:
    """Make the terms anew from the titles and keywords of these kinds; return how many there are.

    Processes notice by the version and load them; see ``lexicon``.
    """
    counts: Counter[str] = Counter()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT title_fold FROM foundation_searchentry WHERE kind = ANY(%s)", [list(kinds)])
        for (title,) in cursor.fetchall():
            counts.update(set(spans(title)))
        rows = [
            (term[:TERM_LENGTH], " ".join(pinyin.syllables(term))[:240], math.log1p(count))
            for term, count in counts.items()
        ]
        cursor.execute("LOCK TABLE foundation_searchterm IN EXCLUSIVE MODE")
        cursor.execute("DELETE FROM foundation_searchterm")
        cursor.executemany("INSERT INTO foundation_searchterm (term, pinyin, weight) VALUES (%s, %s, %s)", rows)
    bump("terms")
    return len(rows)


def bump(name: str) -> None:
    """Tell every process that terms or synonyms have changed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO foundation_searchversion (name, number, changed_at) VALUES (%s, 1, now())"
            " ON CONFLICT (name) DO UPDATE SET number = foundation_searchversion.number + 1, changed_at = now()",
            [name],
        )
