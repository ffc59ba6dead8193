"""What of items and flows can be found, and how it is shown."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from approvals.models import PublishedFlow, PublishedItem
from approvals.publication import FLOW_KIND, ITEM_KIND, item_prose
from foundation.publishing.reading import document_of
from foundation.search.kinds import SearchKind, Shown, live_documents


def show_items(ids: Collection[int]) -> Mapping[int, Shown]:
    """Return the public items among these."""
    rows = PublishedItem.objects.filter(record__in=ids).select_related("revision", "department")
    return {
        row.record_id: Shown(
            row.local_name,
            reverse("approvals:item_detail", args=[row.code]),
            item_prose(document_of(row.revision)),
            row.code,
            row.department.local_name,
        )
        for row in rows
    }


def show_flows(ids: Collection[int]) -> Mapping[int, Shown]:
    """Return the public flows among these."""
    rows = PublishedFlow.objects.filter(record__in=ids)
    return {
        row.record_id: Shown(row.local_title, reverse("approvals:flow_detail", args=[row.slug]), row.summary)
        for row in rows
    }


KINDS: Final = (
    SearchKind(
        ITEM_KIND,
        _("Items"),
        lambda ids: live_documents(PublishedItem.objects.all(), ids),
        show_items,
        "approvals:item_detail",
        has_terms=True,
    ),
    SearchKind(
        FLOW_KIND,
        _("Flows"),
        lambda ids: live_documents(PublishedFlow.objects.all(), ids),
        show_flows,
        "approvals:flow_detail",
    ),
)
