"""Pages of the catalog with the real records loaded, as a share of a bare view's requests per second."""

from __future__ import annotations

import random
import statistics
from urllib.parse import urlencode

import psycopg

from bench.load import requests_per_second
from bench.site import DATABASE, REAL_ITEMS, gunicorn, load_real_records, make_database, server_url

ROUNDS = 5
SECONDS = 3.0
AIMS = {"guide page": 0.35, "item page": 0.0, "catalog list": 0.06, "home": 0.0}


def measure() -> None:
    """Print requests per second and shares; the reference is measured in the same rounds."""
    if not REAL_ITEMS.exists():
        print("skipped: the real records are not here")
        return
    make_database()
    load_real_records()
    paths = _paths()
    with gunicorn() as port:
        for own in paths.values():
            requests_per_second(port, own, 1.0)
        rounds = [{name: requests_per_second(port, own, SECONDS) for name, own in paths.items()} for _ in range(ROUNDS)]
    bare = statistics.median(each["bare view"] for each in rounds)
    print(f"bare view: {bare:.0f} requests/s (reference)")
    for name, aim in AIMS.items():
        rate = statistics.median(each[name] for each in rounds)
        shares = sorted(each[name] / each["bare view"] for each in rounds)
        wanted = f", aim ≥ {aim}" if aim else ""
        print(
            f"{name}: {rate:.0f} requests/s, share {statistics.median(shares):.3f}"
            f" ({shares[0]:.3f}–{shares[-1]:.3f} over {ROUNDS} rounds{wanted})"
        )


def _paths() -> dict[str, list[str]]:
    """Return the addresses to ask for: 200 guides, 200 items and 100 random facet combinations."""
    chance = random.Random(20260101)
    with psycopg.connect(server_url(DATABASE)) as connection:
        slugs = [row[0] for row in connection.execute("SELECT slug FROM guides_publishedguide ORDER BY slug")]
        codes = [row[0] for row in connection.execute("SELECT code FROM approvals_publisheditem ORDER BY code")]
        facets = {
            "department": _column(connection, "SELECT DISTINCT d.code FROM foundation_department d"),
            "theme": _column(connection, "SELECT DISTINCT unnest(theme_codes) FROM approvals_publisheditem"),
            "item_type": _column(connection, "SELECT DISTINCT item_type FROM approvals_publisheditem"),
            "initial": _column(connection, "SELECT DISTINCT initial FROM approvals_publisheditem"),
            "level": ["2", "3"],
            "audience": ["person", "legal"],
            "online": ["yes", "no"],
            "visits": ["0", "1", "2"],
        }
    lists = []
    for _ in range(100):
        chosen = chance.sample(sorted(facets), chance.randint(0, 3))
        lists.append("/items/?" + urlencode({name: chance.choice(facets[name]) for name in chosen}))
    return {
        "bare view": ["/bare/"],
        "guide page": [f"/guides/{slug}/" for slug in chance.sample(slugs, 200)],
        "item page": [f"/items/{code}/" for code in chance.sample(codes, 200)],
        "catalog list": lists,
        "home": ["/"],
    }


def _column(connection: psycopg.Connection[tuple[str]], query: str) -> list[str]:
    return sorted(row[0] for row in connection.execute(query))
