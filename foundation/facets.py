"""Facets: which values a list can be narrowed to, and how many rows each would leave.

Counts come from an index in memory: per facet value one integer whose bits are the rows that carry it.  A
facet's counts ignore its own selection; several values of one facet widen the selection.  The index is made
anew when what is public has changed, which one small query per request tells.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import connection, models

from foundation.publishing.models import CatalogVersion

Chosen = Mapping[str, Sequence[str]]
"""The chosen values of each facet."""
Stamp = tuple[Any, ...]
"""What tells one state of the rows from another; equal stamps mean equal rows and labels."""


@dataclass(frozen=True)
class Row:
    """A row as the index sees it: its primary key, its values in each facet, its place in each other order."""

    key: int
    facets: Mapping[str, Sequence[str]]
    places: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Snapshot:
    """All rows of a list at one moment. Bit ``n`` stands for the ``n``-th row in the usual order."""

    stamp: Stamp
    keys: Sequence[int]
    positions: Mapping[int, int]
    everything: int
    bits: Mapping[str, Mapping[str, int]]
    orders: Mapping[str, Sequence[int]]
    """Other orders of the same rows, as positions."""

    @classmethod
    def of(cls, stamp: Stamp, rows: Iterable[Row]) -> Snapshot:
        """Build the bit sets of the rows."""
        found: dict[str, dict[str, list[int]]] = {}
        places: dict[str, list[Any]] = {}
        keys: list[int] = []
        for position, row in enumerate(rows):
            keys.append(row.key)
            for order, place in row.places.items():
                places.setdefault(order, []).append(place)
            for facet, values in row.facets.items():
                shelf = found.setdefault(facet, {})
                for value in values:
                    shelf.setdefault(value, []).append(position)
        size = len(keys)
        return cls(
            stamp=stamp,
            keys=keys,
            positions={key: position for position, key in enumerate(keys)},
            everything=(1 << size) - 1,
            orders={order: sorted(range(size), key=sorting.__getitem__) for order, sorting in places.items()},
            bits={
                facet: {value: _bitset(where, size) for value, where in shelf.items()} for facet, shelf in found.items()
            },
        )

    def bitset(self, keys: Iterable[int]) -> int:
        """Return the rows with these primary keys; rows that came later are passed over."""
        known = (self.positions[key] for key in keys if key in self.positions)
        return _bitset(list(known), len(self.positions))

    def page(self, matching: int, order: str, rows: slice) -> list[int]:
        """Return the primary keys of one page of the matching rows."""
        flags = f"{matching:0{len(self.keys)}b}"[::-1]
        ordered = self.orders.get(order, range(len(self.keys)))
        found = (self.keys[position] for position in ordered if flags[position] == "1")
        return list(islice(found, rows.start, rows.stop))

    def counts(self, chosen: Chosen, within: int | None = None) -> tuple[int, dict[str, dict[str, int]]]:
        """Return the rows that fit the choice and, for each facet value, how many rows it would leave.

        ``within`` narrows everything beforehand, for example to the rows that a search found.
        """
        base = self.everything if within is None else within
        narrowed = {facet: self._any_of(facet, values) for facet, values in chosen.items() if values}
        matching = base
        for rows in narrowed.values():
            matching &= rows
        counts: dict[str, dict[str, int]] = {}
        for facet, shelf in self.bits.items():
            others = base
            for name, rows in narrowed.items():
                if name != facet:
                    others &= rows
            counts[facet] = {value: (rows & others).bit_count() for value, rows in shelf.items()}
        return matching, counts

    def _any_of(self, facet: str, values: Sequence[str]) -> int:
        shelf = self.bits.get(facet, {})
        rows = 0
        for value in values:
            rows |= shelf.get(value, 0)
        return rows


class FacetIndex:
    """The index of one kind of published record, shared by all threads of a process."""

    def __init__(
        self,
        kind: str,
        model: type[models.Model],
        load: Callable[..., Iterable[Row]],
        watched: Sequence[type[models.Model]] = (),
        newest: str = "revision_id",
    ) -> None:
        """``kind`` is the kind's name in CatalogVersion, ``load`` reads the rows in their usual order.

        ``newest`` is the column whose highest value no other state of the rows shares.

        What else the rows depend on (the date, say) is given to ``current`` and handed on to ``load``.
        ``watched`` are small tables that rows or labels are made from; a change in them counts, too.
        """
        self._kind = kind
        self._load = load
        self._statement = _stamp_statement(model, watched, newest)
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None

    def current(self, *also: Any) -> Snapshot:
        """Return the index of what is public now; ``also`` belongs to the stamp."""
        with connection.cursor() as cursor:
            cursor.execute(self._statement, [self._kind])
            stamp: Stamp = (*cursor.fetchone(), *also)
        snapshot = self._snapshot
        if snapshot is None or snapshot.stamp != stamp:
            with self._lock:
                snapshot = self._snapshot
                if snapshot is None or snapshot.stamp != stamp:
                    snapshot = self._snapshot = Snapshot.of(stamp, self._load(*also))
        return snapshot


def _stamp_statement(model: type[models.Model], watched: Sequence[type[models.Model]], newest: str) -> str:
    """Return the query for the stamp: number of the catalog, newest row, hash of each watched table.

    The number alone would return to an old value with a restored backup; ids of revisions do not.
    """
    quote = connection.ops.quote_name
    version, rows = quote(CatalogVersion._meta.db_table), quote(model._meta.db_table)
    parts = [f"SELECT number FROM {version} WHERE kind = %s", f"SELECT max({quote(newest)}) FROM {rows}"]  # noqa: S608
    for table in watched:
        name = quote(table._meta.db_table)
        parts.append(f"SELECT sum(hashtextextended(one::text, 0))::text FROM {name} one")  # noqa: S608
    return "SELECT " + ", ".join(f"({part})" for part in parts)


def _bitset(positions: Sequence[int], size: int) -> int:
    """Return an integer with these bits set; bytes are filled first, as single bits would cost a copy each."""
    octets = bytearray(size // 8 + 1)
    for position in positions:
        octets[position >> 3] |= 1 << (position & 7)
    return int.from_bytes(octets, "little")
