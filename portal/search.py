"""What the search page shows: public records that the words find, or ways that lead on where there are none."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest
from django.utils.http import urlencode

from approvals.filters import ItemFilterSet
from approvals.models import PublishedFlow, PublishedItem
from approvals.shelves import read_facets
from approvals.views import COLUMNS as ITEM_COLUMNS
from approvals.views import result_rows as item_rows
from disclosure.filters.publications import PublicationFilterSet
from disclosure.models import PublishedPublication
from foundation.filters import search_rows
from foundation.organization import Department
from guides.filters import GUIDE_INDEX, GuideFilterSet
from guides.models import PublishedGuide
from guides.views import COLUMNS as GUIDE_COLUMNS
from guides.views import result_rows as guide_rows
from portal.home import entrances

SHOWN: Final = 15
"""Guides and items that the page shows; the lists hold the rest."""


def search_context(request: HttpRequest) -> dict[str, Any]:
    """Return words, problems and findings for the template."""
    snapshot = GUIDE_INDEX.current()
    facets = read_facets(snapshot)
    guides = GuideFilterSet(request.GET, PublishedGuide.objects.order_by("slug"), facets)
    items = ItemFilterSet(request.GET, PublishedItem.objects.order_by("code"), facets)
    words = guides.words
    context: dict[str, Any] = {"query": words, "problems": guides.problems()}
    if not words:
        return context
    context |= {
        "guide_total": guides.qs.count(),
        "guides": guide_rows(guides.qs.values(*GUIDE_COLUMNS)[:SHOWN], facets),
        "item_total": items.qs.count(),
        "items": item_rows(items.qs.values(*ITEM_COLUMNS)[:SHOWN], facets),
        "more": urlencode({"q": words}),
        "flows": _flows(words),
        **_texts(words),
        "departments": _departments(words),
    }
    if not any(context[kind] for kind in ("guides", "items", "flows", "departments", "texts")):
        context |= entrances(snapshot)
    return context


def _flows(words: str) -> list[PublishedFlow]:
    flows = PublishedFlow.objects.only("slug", "title", "title_en", "summary")
    return list(search_rows(flows, words, ("title", "title_en"), ("summary",))[:SHOWN])


def _texts(words: str) -> dict[str, Any]:
    texts = PublishedPublication.objects.only("index_text", "title", "title_en", "issued_on")
    found = search_rows(texts, words, PublicationFilterSet.search_columns, PublicationFilterSet.text_columns)
    return {"text_total": found.count(), "texts": list(found[:SHOWN])}


def _departments(words: str) -> list[Department]:
    return list(search_rows(Department.objects.public(), words, ("name", "short_name", "name_en"))[:SHOWN])
