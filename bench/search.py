"""How well and how fast the search finds: recall and rank on labelled queries, latency against a lookup by key."""

from __future__ import annotations

import dataclasses
import itertools
import random
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from bench.site import BASE, refuse_other_databases, run_on_scratch

DATABASE = "portal_bench_search"
DATA: Final = BASE.parent / "shared" / "data" / "search"
ROUNDS = 3
SAVES = 100
MANY: Final = (25_000, 280_000)
AIM_RECALL, AIM_P50, AIM_P95, AIM_SUGGEST = 0.95, 25, 100, 15


def measure() -> None:
    """Print the figures; a process of its own works on the scratch database."""
    if not DATA.exists():
        print("skipped: the labelled queries are not here")
        return
    run_on_scratch(DATABASE, "bench.search")


def main() -> None:
    """Load the corpus, print quality, then latencies as the index grows."""
    import django

    django.setup()
    refuse_other_databases()
    from foundation.search.quality import by_group, labelled, load, mean, score, scratch_schema

    queries = labelled(DATA / "queries.json")
    with scratch_schema():
        started = time.monotonic()
        count = load(DATA / "guides.jsonl.gz", DATA / "synonyms.json")
        print(f"index of {count} documents: {time.monotonic() - started:.1f} s; one process holds {megabytes():.0f} MB")
        scores = [score(query)[0] for query in queries]
        total = mean(scores)
        figures = f"recall@10 {total.recall:.3f}, MRR {total.reciprocal:.3f}"
        print(f"{len(queries)} queries: {figures} (aim ≥ {AIM_RECALL} each)")
        for group, members in sorted(by_group(queries, scores).items()):
            one = mean(members)
            print(f"  {group} ({len(members)}): {one.recall:.3f} / {one.reciprocal:.3f}")
        settle()
        print_latency(count, [query.text for query in queries])
        print_saves(count)
        for size in MANY:
            grow(size - count)
            count = size
            settle()
            print_latency(count, [query.text for query in queries])
            print_saves(count)


def settle() -> None:
    """Do what autovacuum does minutes after such a load: left to it, that would fall in the middle of the rounds."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) foundation_searchentry")
        cursor.execute("CHECKPOINT")


def print_saves(count: int) -> None:
    """Print how long it takes to index one changed document, the way a release does, in a transaction of its own."""
    from foundation.search.index import index_many
    from foundation.search.quality import documents

    times = []
    for document in itertools.islice(documents(DATA / "guides.jsonl.gz"), SAVES):
        changed = dataclasses.replace(document, body=f"{document.body}\n{count}")
        started = time.perf_counter()
        assert index_many([changed]) == 1
        times.append((time.perf_counter() - started) * 1000)
    half, tail = statistics.median(times), statistics.quantiles(times, n=20)[18]
    print(f"{count} documents, one save: p50 {half:.1f} ms, p95 {tail:.1f} ms")


def grow(more: int) -> None:
    """Add generated documents: titles of two known ones joined, short bodies."""
    from django.db import connection

    from foundation.search.documents import SearchDocument
    from foundation.search.index import index_many

    with connection.cursor() as cursor:
        cursor.execute("SELECT title FROM foundation_searchentry WHERE kind = 'guide' ORDER BY id LIMIT 1230")
        titles = [title for (title,) in cursor.fetchall()]
        cursor.execute("SELECT coalesce(max(object_id), 0) FROM foundation_searchentry")
        first = cursor.fetchone()[0] + 1
    chance = random.Random(1)
    started = time.monotonic()
    index_many(
        SearchDocument("answer", first + number, chance.choice(titles)[:40], " ".join(chance.choices(titles, k=4)))
        for number in range(more)
    )
    print(f"{more} more documents: {time.monotonic() - started:.0f} s")


def print_latency(count: int, texts: Sequence[str]) -> None:
    """Print medians and tails of search and suggestions as multiples of a lookup by key in the same rounds."""
    from django.db import connection

    from foundation.search.engine import search
    from foundation.search.suggest import suggest

    def lookup(_text: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT title FROM foundation_searchentry WHERE id = %s", [random.randint(1, count)])
            cursor.fetchone()

    actions: dict[str, Callable[[str], object]] = {
        "lookup": lookup,
        "search": search,
        "suggest": lambda t: suggest(t[:2]),
    }
    times: dict[str, list[float]] = {name: [] for name in actions}
    for text in texts:
        search(text)
    for _round in range(ROUNDS):
        for text in texts:
            for name, act in actions.items():
                started = time.perf_counter()
                act(text)
                times[name].append(time.perf_counter() - started)
    floor = statistics.median(times["lookup"])
    for name, aims in (("search", f"p50 ≤ {AIM_P50} ×, p95 ≤ {AIM_P95} ×"), ("suggest", f"p95 ≤ {AIM_SUGGEST} ×")):
        cuts = statistics.quantiles(times[name], n=20)
        half, tail = statistics.median(times[name]), cuts[18]
        print(
            f"{count} documents, {name}: p50 {half * 1000:.1f} ms ({half / floor:.0f} ×), p95 {tail * 1000:.1f} ms"
            f" ({tail / floor:.0f} ×) of a key lookup ({floor * 1e6:.0f} µs; aim {aims})"
        )


def megabytes() -> float:
    """Return the memory that this process holds."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1024 / 1024


if __name__ == "__main__":
    main()
