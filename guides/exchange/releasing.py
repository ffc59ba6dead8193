"""The verb of releasing an import batch: all its drafts become public at once, with one reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, overload

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from approvals.models import Item
from foundation import access
from foundation.clock import local_now
from foundation.publishing.sets import release_set
from foundation.publishing.states import Stage
from foundation.workflow import Conflict, Refused
from guides.exchange.columns import rows_below
from guides.models import Guide, ImportBatch
from guides.models.batches import WRITTEN

if TYPE_CHECKING:
    from foundation.people import User


@dataclass(frozen=True)
class Released:
    """How many records a release made public, and how many drafts it left alone."""

    items: int
    guides: int
    left: int
    """Drafts that somebody edited or submitted since the import, and guides of items that are not public."""


def release_batch(
    batch: ImportBatch,
    *,
    actor: User,
    reason: str,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Released:
    """Release what a batch wrote: items first, then the guides that quote them.

    Drafts that a person edited or submitted since are left alone: the reviewer releases what was imported, and
    nobody's own work slips through under the importer's name.  Raises Refused without a reason, for the person
    who imported, and where a record cannot be published; Conflict for a batch that was released before.
    """
    if not reason.strip():
        raise Refused(_("Give the reason for the release; it is kept with every record."))
    with transaction.atomic():
        locked = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        access.require(actor, access.Capability.REVIEW_CONTENT)
        if locked.released_at is not None:
            raise Conflict(_("The batch %(number)s was released before.") % {"number": locked.number})
        items, guides = _Slices(_ready_items(locked)), _ready_guides(locked)
        total = len(items) + guides.count()
        done_items = _release(items, locked, actor, reason, lambda done: progress(done, total))
        quoting = _Slices(guides.filter(item__published__isnull=False))
        done_guides = _release(quoting, locked, actor, reason, lambda done: progress(len(items) + done, total))
        locked.released_at, locked.released_by, locked.release_reason = local_now(), actor, reason.strip()
        locked.save(update_fields=["released_at", "released_by", "release_reason"])
        left = _written(locked) - len(items) - len(quoting)
    return Released(done_items, done_guides, left)


class _Slices(Sequence[Any]):
    """Drafts with all their rows, of which only the slice that is worked on is in memory."""

    def __init__(self, queryset: QuerySet[Any]) -> None:
        self._queryset = queryset
        self._keys = list(queryset.order_by("pk").values_list("pk", flat=True))

    def __len__(self) -> int:
        return len(self._keys)

    @overload
    def __getitem__(self, place: int) -> Any: ...

    @overload
    def __getitem__(self, place: slice) -> list[Any]: ...

    def __getitem__(self, place: int | slice) -> Any:
        if isinstance(place, int):
            return self._queryset.get(pk=self._keys[place])
        return list(self._queryset.filter(pk__in=self._keys[place]).order_by("pk"))


def _release(
    records: Sequence[Any], batch: ImportBatch, actor: User, reason: str, progress: Callable[[int], None]
) -> int:
    if not records:
        return 0
    return release_set(
        records, submitter=batch.imported_by, actor=actor, reason=reason, progress=progress, target=batch
    )


def _of_batch(batch: ImportBatch) -> Q:
    """The drafts that stand as the batch left them."""
    return Q(updated_at=batch.imported_at, updated_by=batch.imported_by, stage=Stage.EDITING)


def _ready_items(batch: ImportBatch) -> QuerySet[Item]:
    rows = batch.outcomes.filter(outcome__in=WRITTEN)
    return (
        Item.objects.filter(_of_batch(batch), pk__in=rows.values("item"))
        .select_related("department")
        .prefetch_related("themes", *rows_below(Item))
    )


def _ready_guides(batch: ImportBatch) -> QuerySet[Guide]:
    rows = batch.outcomes.filter(outcome__in=WRITTEN)
    return (
        Guide.objects.filter(_of_batch(batch), pk__in=rows.values("guides"))
        .select_related("department", "item")
        .prefetch_related(*rows_below(Guide))
    )


def _written(batch: ImportBatch) -> int:
    """Count the drafts that the batch wrote and that are still there."""
    rows = batch.outcomes.filter(outcome__in=WRITTEN)
    items = rows.filter(item__isnull=False).count()
    return items + Guide.objects.filter(pk__in=rows.values("guides")).count()
