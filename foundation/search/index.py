"""Writing what can be found: inside the transaction of the release or withdrawal, one by one or set-wise."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, Final

import rjieba
from django.db import connection, transaction

from foundation.search import pinyin
from foundation.search.documents import SearchDocument
from foundation.search.folding import fold
from foundation.search.models import TERM_LENGTH, TITLE_LENGTH, SearchVersion
from foundation.search.tokens import LONGEST_TEXT, Part, is_han, runs, vector

ENTRIES, SEEN, TERMS, SYNONYMS = "entries", "seen", "terms", "synonyms"
"""What has versions."""
BATCH: Final = 200
_ENDINGS: Final = frozenset("证卡照书费金票")
"""What names of papers end with; the dictionary often draws it to the next word (残疾人|证新办)."""
_SPAN_WORDS, _SHORTEST_TERM, _LONGEST_TERM = 4, 2, 12


_UPSERT: Final = """
INSERT INTO foundation_searchentry (kind, object_id, title, title_fold, code, department_id, themes, published_on, hits,
                                    title_tsv, full_tsv, digest)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s::tsvector, %s::tsvector, %s)
ON CONFLICT (kind, object_id) DO UPDATE SET
    title = EXCLUDED.title, title_fold = EXCLUDED.title_fold, code = EXCLUDED.code,
    department_id = EXCLUDED.department_id, themes = EXCLUDED.themes, published_on = EXCLUDED.published_on,
    hits = EXCLUDED.hits, title_tsv = EXCLUDED.title_tsv, full_tsv = EXCLUDED.full_tsv, digest = EXCLUDED.digest
"""


def lock_entries(kind: str, object_ids: Iterable[int]) -> None:
    """Hold the entries of these records until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM foundation_searchentry WHERE kind = %s AND object_id = ANY(%s) ORDER BY id FOR UPDATE",
            [kind, list(object_ids)],
        )


def index_many(documents: Iterable[SearchDocument], *, force: bool = False) -> int:
    """Write entries, set-wise, and return how many; the same content is not written again unless ``force``.

    Of two transactions that write one entry the later one waits for the row, so the last text stands.
    """
    written, feeds_terms = 0, False
    for batch in _batches(documents):
        held = {} if force else _digests(batch)
        rows = [_row(doc) for doc in batch if held.get((doc.kind, doc.object_id)) != doc.digest()]
        if rows:
            with connection.cursor() as cursor:
                cursor.executemany(_UPSERT, rows)
            written += len(rows)
            feeds_terms = feeds_terms or any(document.feeds_terms for document in batch)
    if feeds_terms:
        bump(ENTRIES)
    return written


def remove_many(kind: str, object_ids: Iterable[int]) -> int:
    """Delete entries; return how many there were."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM foundation_searchentry WHERE kind = %s AND object_id = ANY(%s)", [kind, list(object_ids)]
        )
        removed = int(cursor.rowcount)
    if removed:
        bump(ENTRIES)
    return removed


def _batches(documents: Iterable[SearchDocument]) -> Iterator[list[SearchDocument]]:
    batch: list[SearchDocument] = []
    for document in documents:
        batch.append(document)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _digests(batch: list[SearchDocument]) -> dict[tuple[str, int], str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, object_id, digest FROM foundation_searchentry e"
            " JOIN unnest(%s::text[], %s::bigint[]) w(k, o) ON e.kind = w.k AND e.object_id = w.o",
            [[doc.kind for doc in batch], [doc.object_id for doc in batch]],
        )
        return {(kind, object_id): digest for kind, object_id, digest in cursor.fetchall()}


def _row(document: SearchDocument) -> tuple[Any, ...]:
    title, code = fold(document.title)[:TITLE_LENGTH], fold(document.code)[:80]
    head = [
        Part(title, "A", singles=True),
        Part(fold(document.keywords), "B", singles=True),
        Part(code, "B"),
    ]
    return (
        document.kind, document.object_id, document.title[:TITLE_LENGTH], title, code, document.department_id,
        list(document.themes), document.published_on, document.hits, vector(head),
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
        for word, after in pairwise(words):
            if after[0] in _ENDINGS and len(word) >= _SHORTEST_TERM:
                yield word + after[0]
        for word in words:
            if len(word) > _SHORTEST_TERM:
                yield from (part for part in rjieba.cut_for_search(word) if _SHORTEST_TERM <= len(part) < len(word))


_FLUSH: Final = """
SELECT gin_clean_pending_list(index.oid) FROM pg_index JOIN pg_class index ON index.oid = indexrelid
JOIN pg_am method ON method.oid = index.relam
WHERE indrelid = 'foundation_searchentry'::regclass AND amname = 'gin' AND pg_has_role(index.relowner, 'USAGE')
"""
"""Every search reads the rows that wait to be sorted into the index; after many writes that is the dearest part."""


def rebuild_terms(kinds: Iterable[str]) -> int:
    """Make the terms anew from the titles and keywords of these kinds, and return how many there are.

    The indexes sort in what waits, since this follows every change within a minute.

    Processes notice by the version and load them; see ``lexicon``.  What was seen of the entries is noted, so that a
    release that is not committed yet makes the next run do it again.
    """
    counts: Counter[str] = Counter()
    witnesses: dict[str, int] = {}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE foundation_searchterm IN EXCLUSIVE MODE")
        seen = _number(ENTRIES)
        cursor.execute("SELECT id, title_fold FROM foundation_searchentry WHERE kind = ANY(%s)", [list(kinds)])
        for key, title in cursor.fetchall():
            found = set(spans(title))
            counts.update(found)
            witnesses.update(dict.fromkeys(found, key))
        rows = [
            (term[:TERM_LENGTH], " ".join(pinyin.syllables(term))[:240], math.log1p(count), witnesses[term])
            for term, count in counts.items()
        ]
        cursor.execute("DELETE FROM foundation_searchterm")
        cursor.executemany(
            "INSERT INTO foundation_searchterm (term, pinyin, weight, witness) VALUES (%s, %s, %s, %s)", rows
        )
        cursor.execute(_FLUSH)
        SearchVersion.objects.update_or_create(name=SEEN, defaults={"number": seen})
        bump(TERMS)
    return len(rows)


def renew_terms(kinds: Iterable[str]) -> bool:
    """Make the terms anew where entries have changed since; tell whether that was so."""
    if _number(ENTRIES) == _number(SEEN):
        return False
    rebuild_terms(kinds)
    return True


def _number(name: str) -> int:
    return SearchVersion.objects.filter(name=name).values_list("number", flat=True).first() or 0


def bump(name: str) -> None:
    """Note that entries, terms or synonyms have changed; of the last two every process takes notice."""
    with connection.cursor() as cursor:
        # The moment, not a count: a restored backup or a transaction taken back never brings an old number again.
        cursor.execute(
            "INSERT INTO foundation_searchversion (name, number, changed_at)"
            " VALUES (%s, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint, clock_timestamp())"
            " ON CONFLICT (name) DO UPDATE SET number = EXCLUDED.number, changed_at = EXCLUDED.changed_at",
            [name],
        )
