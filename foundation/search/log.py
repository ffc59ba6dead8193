"""Counting what is searched for: by day, without a trace of persons.

No address, cookie or browser is kept.  A query is counted under a digest whose key is thrown away when the day is
over; its text is kept only from the third visit on, and never when it holds personal data or a long number.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db import connection
from django.utils.crypto import salted_hmac

from foundation.privacy import find_personal
from foundation.search.folding import fold
from foundation.search.log_models import QUERY_LENGTH, SKETCH_BITS, QueryDay, QueryDayKey
from foundation.tallies import Tallies

FEWEST_VISITS: Final = 3
"""So many visits of one day must have asked the same before anybody reads it."""
KEEP_DAYS: Final = 400
"""A year and some days, so that a month can be compared with the same one of last year."""
_LONG_NUMBER: Final = re.compile(r"\d{7,}")


@dataclass(frozen=True)
class Asked:
    """What was counted of one query since the last writing; the text is in memory only."""

    text: str
    searches: int = 0
    misses: int = 0
    clicks: int = 0
    bits: int = 0

    def __add__(self, other: Asked) -> Asked:
        return Asked(
            self.text,
            self.searches + other.searches,
            self.misses + other.misses,
            self.clicks + other.clicks,
            self.bits | other.bits,
        )


def count_search(typed: str, visit: str, *, found: bool, today: dt.date) -> None:
    """Count a search; ``visit`` tells visits of a day apart (address and browser) and is not kept."""
    text = countable(typed)
    if text:
        key = _digest(today, text)
        bit = int.from_bytes(_keyed(today, f"{key}\n{visit}")[:8]) % SKETCH_BITS
        _tallies.count((today, key), Asked(text, searches=1, misses=0 if found else 1, bits=1 << bit))


def count_click(typed: str, *, today: dt.date) -> None:
    """Count that somebody opened a result of a query."""
    text = countable(typed)
    if text:
        _tallies.count((today, _digest(today, text)), Asked(text, clicks=1))


def countable(typed: str) -> str:
    """Return the query as it is counted; empty where it may say something about a person, or says nothing."""
    text = " ".join(fold(typed[: 4 * QUERY_LENGTH]).split())[:QUERY_LENGTH].strip()
    return "" if _LONG_NUMBER.search(text) or find_personal(text) else text


def close_days(*, today: dt.date) -> int:
    """Throw away what could tell visits apart on days gone by, and what is too old; return how many rows went.

    What fewer than three visits asked on a day is not kept at all.
    """
    QueryDayKey.objects.filter(on__lt=today).delete()
    past = QueryDay.objects.filter(on__lt=today)
    deleted, _kinds = (past.filter(text="") | past.filter(on__lt=today - dt.timedelta(days=KEEP_DAYS))).delete()
    past.filter(sketch__isnull=False).update(sketch=None)
    return deleted


def _digest(day: dt.date, text: str) -> str:
    return _keyed(day, text).hex()


def _keyed(day: dt.date, text: str) -> bytes:
    return hmac.digest(_key_of(day), text.encode("utf-8", "replace"), hashlib.sha256)


@functools.lru_cache(maxsize=1)
def _key_of(day: dt.date) -> bytes:
    """Return the key of the day, the same in all processes; the keys of days before are deleted on the way.

    The secret of the deployment is part of it, so that a copy of the table alone is of no use.
    """
    QueryDayKey.objects.filter(on__lt=day).delete()
    QueryDayKey.objects.bulk_create([QueryDayKey(on=day, key=secrets.token_bytes(32))], ignore_conflicts=True)
    stored = QueryDayKey.objects.values_list("key", flat=True).get(on=day)
    return salted_hmac("foundation.search.log", bytes(stored), algorithm="sha256").digest()


_ADD: Final = f"""
INSERT INTO foundation_queryday AS d ("on", key, text, searches, misses, clicks, visits, sketch)
VALUES (%s, %s, '', %s, %s, %s, bit_count(%s::bit({SKETCH_BITS})), %s::bit({SKETCH_BITS}))
ON CONFLICT ("on", key) DO UPDATE SET searches = d.searches + EXCLUDED.searches, misses = d.misses + EXCLUDED.misses,
    clicks = d.clicks + EXCLUDED.clicks, sketch = coalesce(d.sketch, EXCLUDED.sketch) | EXCLUDED.sketch,
    visits = round({SKETCH_BITS} * -ln(1 - least(bit_count(coalesce(d.sketch, EXCLUDED.sketch) | EXCLUDED.sketch),
                                                 {SKETCH_BITS - 1}) / {SKETCH_BITS}.0))
"""  # noqa: S608  (constants of ours; the visits are estimated from the bits that are set)
_NAME: Final = f"""
UPDATE foundation_queryday SET text = %s WHERE "on" = %s AND key = %s AND text = '' AND visits >= {FEWEST_VISITS}
"""  # noqa: S608


def _write(held: Mapping[tuple[dt.date, str], Asked]) -> None:
    rows = sorted(held.items())  # one order in all processes: two never wait for each other
    with connection.cursor() as cursor:
        for (day, key), one in rows:
            sketch = f"{one.bits:0{SKETCH_BITS}b}"
            cursor.execute(_ADD, [day, key, one.searches, one.misses, one.clicks, sketch, sketch])
        cursor.executemany(_NAME, [(one.text, day, key) for (day, key), one in rows])


_tallies: Final[Tallies[tuple[dt.date, str], Asked]] = Tallies(Asked.__add__, _write)
