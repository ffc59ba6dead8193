"""Pages of the site as a whole: home, search, texts, display mode, error pages."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from approvals.filters import ItemFilterSet
from approvals.models import PublishedFlow, PublishedItem, Theme
from approvals.shelves import read_facets
from approvals.views import COLUMNS as ITEM_COLUMNS
from approvals.views import result_rows as item_rows
from foundation.organization import Department
from foundation.pages import page, render_head, stored_page
from guides.filters import GUIDE_INDEX, GuideFilterSet
from guides.models import PublishedGuide
from guides.views import COLUMNS as GUIDE_COLUMNS
from guides.views import result_rows as guide_rows
from portal.home import home_body
from portal.styleguide import STYLEGUIDE

SEARCH_SHOWN: Final = 15
"""Guides and items that the search page shows; the lists hold the rest."""


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The home page."""
    description = _("Find out what to bring, where to go, how long it takes and what it costs.")
    return stored_page(request, section="home", head=render_head(description=description), body=home_body())


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Guides and items whose names hold the words."""
    facets = read_facets(GUIDE_INDEX.current())
    guides = GuideFilterSet(request.GET, PublishedGuide.objects.order_by("slug"), facets)
    items = ItemFilterSet(request.GET, PublishedItem.objects.order_by("code"), facets)
    words = guides.words
    context: dict[str, Any] = {"query": words, "problems": guides.problems()}
    if words:
        context |= {
            "guide_total": guides.qs.count(),
            "guides": guide_rows(guides.qs.values(*GUIDE_COLUMNS)[:SEARCH_SHOWN], facets),
            "item_total": items.qs.count(),
            "items": item_rows(items.qs.values(*ITEM_COLUMNS)[:SEARCH_SHOWN], facets),
            "more": urlencode({"q": words}),
        }
    title = _("Search: %s") % words if words else _("Search")
    return page(request, "portal/search.html", context, section="search", title=title, robots="noindex, follow")


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """The center, its hall and how to reach it."""
    return page(request, "portal/about.html", {}, section="about", title=_("About the center"))


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Accessibility statement."""
    return page(request, "portal/accessibility.html", {}, section="about", title=_("Accessibility statement"))


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Privacy statement."""
    return page(request, "portal/privacy.html", {}, section="about", title=_("Privacy statement"))


@require_safe
def sitemap_page(request: HttpRequest) -> HttpResponse:
    """The site map for people."""
    context = {
        "departments": Department.objects.public(),
        "themes": Theme.objects.all(),
        "flows": PublishedFlow.objects.only("slug", "title", "title_en"),
    }
    return page(request, "portal/sitemap.html", context, section="about", title=_("Site map"))


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """All components on one page, for developers."""
    return page(request, "portal/styleguide.html", STYLEGUIDE, section="about", title="Style guide")
