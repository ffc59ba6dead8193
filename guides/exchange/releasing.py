"""The verb of releasing an import batch: all its drafts become public at once, with one reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from approvals.models import Item
from foundation import access
from foundation.clock import local_now
from foundation.publishing.sets import release_set
from foundation.publishing.states import Stage
from foundation.workflow import Conflict, Refused
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
    blocked: tuple[str, ...] = ()
    """Drafts that must not be published, each with the reason."""


def release_batch(
    batch: ImportBatch,
    *,
    actor: User,
    reason: str,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Released:
    """Release what a batch wrote: items first, then the guides that quote them.

    Drafts that a person edited or submitted since are left alone: the reviewer releases what was imported, and
    nobody's own work slips through under the importer's name.  Drafts that must not be published at all are
    named.  Raises Refused without a reason and for the person who imported; Conflict for a batch that was
    released before.
    """
    if not reason.strip():
        raise Refused(_("Give the reason for the release; it is kept with every record."))
    with transaction.atomic():
        locked = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        access.require(actor, access.Capability.REVIEW_CONTENT)
        if locked.released_at is not None:
            raise Conflict(_("The batch %(number)s was released before.") % {"number": locked.number})
        done = _release_drafts(locked, actor=actor, reason=reason, progress=progress)
        locked.released_at, locked.released_by, locked.release_reason = local_now(), actor, reason.strip()
        locked.save(update_fields=["released_at", "released_by", "release_reason"])
    return done


def _release_drafts(batch: ImportBatch, *, actor: User, reason: str, progress: Callable[[int, int], None]) -> Released:
    items, guides = list(_ready(batch, Item, "item")), _ready(batch, Guide, "guides")
    total = len(items) + guides.count()
    blocked: list[str] = []

    def release(records: Sequence[Any], before: int) -> int:
        return release_set(
            records,
            submitter=batch.imported_by,
            actor=actor,
            reason=reason,
            progress=lambda done: progress(before + done, total),
            target=batch,
            blocked=lambda record, why: blocked.append(f"{record}: {why}"),
        )

    done_items = release(items, 0)
    quoting = list(guides.filter(item__published__isnull=False))
    done_guides = release(quoting, len(items))
    left = _written(batch) - len(items) - len(quoting)
    return Released(done_items, done_guides, left, tuple(blocked))


def _ready(batch: ImportBatch, model: type[models.Model], name: str) -> QuerySet[Any]:
    """Return the drafts that the batch wrote and that stand as it left them; their rows are read when needed."""
    rows = batch.outcomes.filter(outcome__in=WRITTEN)
    return model._default_manager.filter(
        updated_at=batch.imported_at,
        updated_by=batch.imported_by,
        stage=Stage.EDITING,
        pk__in=rows.values(name),
    ).order_by("pk")


def _written(batch: ImportBatch) -> int:
    """Count the drafts that the batch wrote and that are still there."""
    rows = batch.outcomes.filter(outcome__in=WRITTEN)
    items = rows.filter(item__isnull=False).count()
    return items + Guide.objects.filter(pk__in=rows.values("guides")).count()
