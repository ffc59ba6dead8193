"""Filters of the guide list: those of the catalog, over the names of guides."""

from __future__ import annotations

from typing import ClassVar, Final

from approvals.filters import CatalogFilterSet
from approvals.shelves import WATCHED, load_rows
from foundation.facets import FacetIndex
from guides.models import PublishedGuide
from guides.publication import GUIDE_KIND

GUIDE_INDEX: Final = FacetIndex("guides.guide", PublishedGuide, lambda: load_rows(PublishedGuide, "slug"), WATCHED)


class GuideFilterSet(CatalogFilterSet):
    """Filters of the guide list."""

    search_kind = GUIDE_KIND

    class Meta:
        model = PublishedGuide
        fields: ClassVar[list[str]] = []
