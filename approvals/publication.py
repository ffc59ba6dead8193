"""From the documents of items and flows to what the public reads: columns of the rows, lines of the log."""

from __future__ import annotations

from typing import Any

from approvals.codelists import AdjustmentKind, ItemState, PowerSource, audiences_of
from approvals.completeness import FLOW_CONTENTS, ITEM_CONTENTS
from approvals.documents import FlowDocument, ItemDocument
from foundation.publishing.comparison import changed_fields
from foundation.publishing.documents import as_json
from foundation.publishing.models import Revision
from foundation.publishing.rendering import published_columns
from foundation.search.documents import SearchDocument, texts

ITEM_KIND, FLOW_KIND = "item", "flow"
"""How the search calls them."""


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


def item_columns(revision: Revision, document: ItemDocument) -> dict[str, Any]:
    """Return the values of an item's public row."""
    return {
        "code": document.code,
        "name": document.name,
        "name_en": document.name_en,
        "colloquial_name": " ".join(filter(None, (document.colloquial_name, document.short_name))),
        **facet_columns(document),
        **published_columns(revision, document, "approvals/item", document.name, ITEM_CONTENTS),
    }


def flow_columns(revision: Revision, document: FlowDocument) -> dict[str, Any]:
    """Return the values of a flow's public row."""
    return {
        "slug": document.slug,
        "kind": document.kind,
        "title": document.title,
        "title_en": document.title_en,
        "summary": document.summary,
        **published_columns(revision, document, "approvals/flow", document.title, FLOW_CONTENTS),
    }


def adjustment_between(before: ItemDocument, after: ItemDocument) -> tuple[AdjustmentKind, list[str]] | None:
    """Return what the log calls a change of a public item, with the names of the changed fields; None without one."""
    changed = changed_fields(as_json(before), as_json(after))
    if not changed:
        return None
    if after.item_state == ItemState.CANCELLED != before.item_state:
        return AdjustmentKind.CANCELLED, changed
    if after.power_source == PowerSource.DEVOLVED != before.power_source:
        return AdjustmentKind.DELEGATED, changed
    return AdjustmentKind.CHANGED, changed


def item_prose(document: ItemDocument) -> str:
    """Return the sentences of an item: what the search shows of it, without its papers and laws."""
    return texts(document.accept_conditions)


def item_words(record_id: int, document: ItemDocument) -> SearchDocument:
    """Return what is indexed of an item."""
    return SearchDocument(
        kind=ITEM_KIND,
        feeds_terms=True,
        object_id=record_id,
        title=document.name,
        body=texts(
            item_prose(document),
            (result.name for result in document.results),
            (f"{basis.title}{basis.article}" for basis in document.legal_bases),
        ),
        code=document.code,
        keywords=texts(
            document.colloquial_name,
            document.short_name,
            (theme.name for theme in document.themes),
            document.name_en,
        ),
        department_id=document.department.id,
        themes=tuple(theme.code for theme in document.themes),
    )


def flow_words(record_id: int, document: FlowDocument) -> SearchDocument:
    """Return what is indexed of a flow."""
    return SearchDocument(
        kind=FLOW_KIND,
        object_id=record_id,
        title=document.title,
        body=texts(
            document.summary,
            document.body,
            (f"{phase.name} {phase.description}" for phase in document.phases),
        ),
        keywords=document.title_en,
        department_id=document.department.id,
    )
