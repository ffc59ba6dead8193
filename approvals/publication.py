"""From a live revision of an item or flow to the rows that the public reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models

from approvals.codelists import ItemState, PowerSource
from approvals.completeness import FLOW_CONTENTS, ITEM_CONTENTS
from approvals.documents import FlowDocument, ItemDocument
from approvals.models import Adjustment, Flow, Item, PublishedFlow, PublishedItem
from approvals.models.items import audiences_of
from approvals.models.published import AdjustmentKind
from foundation.publishing.comparison import changed_fields
from foundation.publishing.documents import as_json
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
        **published_columns(revision, document, "approvals/item", document.name, ITEM_CONTENTS),
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
        **published_columns(revision, document, "approvals/flow", document.title, FLOW_CONTENTS),
    )


def adjustment_of_release(
    item: Item, revision: Any, document: ItemDocument, previous: Revision | None
) -> Sequence[models.Model]:
    """Return the log line for a release: added, delegated, cancelled or changed; none if nothing differs."""
    if previous is None:
        return [_adjustment(AdjustmentKind.ADDED, item, revision, document, at=revision.live_from)]
    before: ItemDocument = document_of(previous)
    changed = changed_fields(as_json(before), as_json(document))
    if not changed:
        return []
    kind = AdjustmentKind.CHANGED
    if document.item_state == ItemState.CANCELLED != before.item_state:
        kind = AdjustmentKind.CANCELLED
    elif document.power_source == PowerSource.DEVOLVED != before.power_source:
        kind = AdjustmentKind.DELEGATED
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


def _adjustment(kind: AdjustmentKind, item: Item, revision: Any, document: ItemDocument, **values: Any) -> Adjustment:
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
