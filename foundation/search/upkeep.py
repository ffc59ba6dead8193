"""Index and records compared, and what differs repaired."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from foundation.search.index import BATCH, index_many, lock_entries, remove_many
from foundation.search.kinds import SearchKind
from foundation.search.models import SearchEntry


@dataclass(frozen=True)
class Difference:
    """What the index of a kind lacks or has too much, by the ids of records."""

    total: int
    missing: Sequence[int]
    stale: Sequence[int]
    superfluous: Sequence[int]

    @property
    def count(self) -> int:
        """How many entries differ."""
        return len(self.missing) + len(self.stale) + len(self.superfluous)


def compare(kind: SearchKind, *, everything: bool = False) -> Difference:
    """Return how the index of a kind differs from its public records; ``everything`` calls every entry stale."""
    held = dict(SearchEntry.objects.filter(kind=kind.code).values_list("object_id", "digest"))
    missing, stale, seen = [], [], set()
    for document in kind.documents(None):
        seen.add(document.object_id)
        known = held.get(document.object_id)
        if known is None:
            missing.append(document.object_id)
        elif everything or known != document.digest():
            stale.append(document.object_id)
    return Difference(len(seen), missing, stale, sorted(held.keys() - seen))


def repair(kind: SearchKind, difference: Difference) -> None:
    """Bring the entries that differ in step, a few records at a time.

    Records are read anew behind a lock on their entries, so that a release or withdrawal in between is what stands.
    """
    keys = sorted({*difference.missing, *difference.stale, *difference.superfluous})
    for start in range(0, len(keys), BATCH):
        some = keys[start : start + BATCH]
        with transaction.atomic():
            lock_entries(kind.code, some)
            documents = {document.object_id: document for document in kind.documents(some)}
            remove_many(kind.code, [key for key in some if key not in documents])
            index_many(documents.values(), force=True)
