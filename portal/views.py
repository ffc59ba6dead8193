"""Pages of the site as a whole: home, search, texts, display mode, error pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from approvals.models import PublishedFlow, Theme
from approvals.models.themes import ThemeKind
from disclosure.models import Column
from foundation.clock import local_today
from foundation.organization import Department
from foundation.pages import page, render_head, stored_page
from guides.models import PublishedJourney
from portal.home import home_body
from portal.search.counting import count_asked
from portal.search.results import as_json, search_context, suggestions
from portal.styleguide import styleguide_context


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The home page."""
    description = _("Find out what to bring, where to go, how long it takes and what it costs.")
    return stored_page(
        request, section="home", head=render_head(description=description), body=home_body(today=local_today())
    )


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What the words find, of every kind; with ``format=json`` for machines."""
    if request.GET.get("format") == "json":
        return JsonResponse(as_json(request))
    context = search_context(request)
    count_asked(request, context["asked"], found=bool(context.get("results") or context.get("departments")))
    words = context["query"]
    title = _("Search: %s") % words if words else _("Search")
    return page(request, "portal/search.html", context, section="search", title=title, robots="noindex, follow")


@require_safe
def search_suggest(request: HttpRequest) -> HttpResponse:
    """What somebody may be typing into the search box: the same for everybody, so caches may keep it."""
    response = JsonResponse(suggestions(request.GET.get("q", "")))
    response["Cache-Control"] = "public, max-age=300"
    return response


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
        "themes": sorted(Theme.objects.all(), key=lambda theme: ThemeKind.values.index(theme.kind)),
        "journeys": PublishedJourney.objects.only("slug", "title", "title_en"),
        "flows": PublishedFlow.objects.only("slug", "title", "title_en"),
        "columns": Column.objects.active(),
    }
    return page(request, "portal/sitemap.html", context, section="about", title=_("Site map"))


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """All components on one page, for developers."""
    return page(request, "portal/styleguide.html", styleguide_context(), section="styleguide", title="Style guide")
