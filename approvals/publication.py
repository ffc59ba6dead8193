"""From a live revision of an item or flow to the rows that the public reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models

from approvals.codelists import PowerSource
from approvals.completeness import flow_gaps, item_gaps
from approvals.documents import FlowDocument, ItemDocument
from approvals.models import Adjustment, Flow, Item, PublishedFlow, PublishedItem
from approvals.models.items import audiences_of
from approvals.models.published import AdjustmentKind
from foundation.publishing.comparison import changed_fields
from foundation.publishing.models import Revision
from foundation.publishing.reading import document_of
from foundation.publishing.rendering import published_columns


def facet_columns(document: ItemDocument) -> dict[str, Any]:
    """Return the values by which an item, or a guide that quotes it, is filtered."""
    return {
        "item_type": document.item_type,
        "exercise_level": document.exercise_level,
        "project_type": document.project_type,
        "online": document.online,
        "onsite_visits": document.onsite_visits,
        "theme_codes": [theme.code for theme in document.themes],
        "audiences": audiences_of(document.service_objects),
    }


def published_item(item: Item, revision: Revision, document: ItemDocument) -> PublishedItem:
    """Return the unsaved public row of an item."""
    return PublishedItem(
        record=item,
        code=document.code,
        name=document.name,
        name_en=document.name_en,
        colloquial_name=" ".join(filter(None, (document.colloquial_name, document.short_name))),
        **facet_columns(document),
        **published_columns(revision, document, "approvals/item", document.name, item_gaps(document)),
    )


def published_flow(flow: Flow, revision: Revision, document: FlowDocument) -> PublishedFlow:
    """Return the unsaved public row of a flow."""
    return PublishedFlow(
        record=flow,
        slug=document.slug,
        kind=document.kind,
        title=document.title,
        title_en=document.title_en,
        summary=document.summary,
        **published_columns(revision, document, "approvals/flow", document.title, flow_gaps(document)),
    )


def adjustment_of_release(
    item: Item, revision: Any, document: ItemDocument, previous: Revision | None
) -> Sequence[models.Model]:
    """Return the log line for a release: added, delegated or changed; none if the public sees no change."""
    if previous is None:
        return [_adjustment(AdjustmentKind.ADDED, item, revision, document, at=revision.live_from)]
    changed = changed_fields(previous.document, revision.document)
    if not changed:
        return []
    before: ItemDocument = document_of(previous)
    delegated = document.power_source == PowerSource.DEVOLVED and before.power_source != PowerSource.DEVOLVED
    kind = AdjustmentKind.DELEGATED if delegated else AdjustmentKind.CHANGED
    return [_adjustment(kind, item, revision, document, at=revision.live_from, changed_fields=changed)]


def adjustment_of_retirement(item: Item, revision: Any, document: ItemDocument) -> Sequence[models.Model]:
    """Return the log line for a withdrawal."""
    return [
        _adjustment(
            AdjustmentKind.CANCELLED,
            item,
            revision,
            document,
            at=revision.live_until,
            note=revision.retire_reason,
        )
    ]


def _adjustment(
    kind: AdjustmentKind, item: Item, revision: Any, document: ItemDocument, **values: Any
) -> Adjustment:
    return Adjustment(
        kind=kind,
        item=item,
        revision=revision,
        department_id=document.department.id,
        code=document.code,
        name=document.name,
        name_en=document.name_en,
        **{"note": revision.change_note, **values},
    )
