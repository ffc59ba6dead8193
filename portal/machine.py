"""Addresses that machines read: robots.txt and the web app manifest."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may visit: every page, but not every combination of filters."""
    lines = (
        "User-agent: *",
        f"Disallow: {reverse('admin:index')}",
        "Disallow: /display/",
        "Disallow: /en/display/",
        "Disallow: /*&",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap_xml'))}",
        "",
    )
    response = HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "public, max-age=3600"
    return response


@require_safe
def manifest(_request: HttpRequest) -> HttpResponse:
    """What a phone needs to keep the site on its home screen."""
    response = JsonResponse(
        {
            "name": settings.SITE.name,
            "short_name": settings.SITE.city,
            "lang": "zh-Hans",
            "start_url": reverse("home:index"),
            "scope": "/",
            "display": "minimal-ui",
            "background_color": "#f6f6f4",
            "theme_color": "#9e1b20",
            "icons": [{"src": static("img/mark.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
        },
        content_type="application/manifest+json",
        json_dumps_params={"ensure_ascii": False},
    )
    response["Cache-Control"] = "public, max-age=3600"
    return response
