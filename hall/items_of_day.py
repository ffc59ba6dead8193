"""Which guides a day shows: everybody sees the same ones, and in time each has its day. Pure."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence


def items_of_day(slugs: Iterable[str], day: dt.date, count: int) -> Sequence[str]:
    """Return the guides of a day, ``count`` at most.

    The guides stand in an order that looks random and does not change from day to day; each day takes the next ones.
    A guide that comes or goes moves the others by one place only.
    """
    order = sorted(slugs, key=lambda slug: hashlib.blake2b(slug.encode(), digest_size=8).digest())
    if not order:
        return []
    start = day.toordinal() * count % len(order)
    return [order[(start + place) % len(order)] for place in range(min(count, len(order)))]
