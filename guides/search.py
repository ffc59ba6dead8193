"""What of guides can be found, and how it is shown."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.publishing.reading import document_of
from foundation.search.kinds import SearchKind, Shown, live_documents
from guides.models import PublishedGuide, PublishedJourney
from guides.publication import GUIDE_KIND, JOURNEY_KIND, guide_prose


def show_guides(ids: Collection[int]) -> Mapping[int, Shown]:
    """Return the public guides among these."""
    rows = PublishedGuide.objects.filter(record__in=ids).select_related("revision", "department")
    return {
        row.record_id: Shown(
            row.local_title,
            reverse("guides:guide_detail", args=[row.slug]),
            guide_prose(document_of(row.revision)),
            row.item_code,
            row.department.local_name,
        )
        for row in rows
    }


def show_journeys(ids: Collection[int]) -> Mapping[int, Shown]:
    """Return the public journeys among these."""
    rows = PublishedJourney.objects.filter(record__in=ids)
    return {
        row.record_id: Shown(row.local_title, reverse("guides:journey_detail", args=[row.slug]), row.summary)
        for row in rows
    }


KINDS: Final = (
    SearchKind(
        GUIDE_KIND,
        _("Guides"),
        lambda ids: live_documents(PublishedGuide.objects.all(), ids),
        show_guides,
        "guides:guide_detail",
        has_terms=True,
    ),
    SearchKind(
        JOURNEY_KIND,
        _("Journeys"),
        lambda ids: live_documents(PublishedJourney.objects.all(), ids),
        show_journeys,
        "guides:journey_detail",
        has_terms=True,
    ),
)
