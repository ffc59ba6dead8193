"""What machines read: robots.txt, and all that lets a phone install the site and read it without a network."""

from __future__ import annotations

import functools
import hashlib
import re
from pathlib import Path
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foundation.pages import CHINESE, ENGLISH, absolute, html_language, page, site_name

ICONS: Final = (
    ("icon-192", 192, "any"),
    ("icon-512", 512, "any"),
    ("icon-maskable-192", 192, "maskable"),
    ("icon-maskable-512", 512, "maskable"),
)
"""File under static/img, edge in pixels, purpose; `make icons` draws them from img/mark.svg."""
SHORTCUTS: Final = (
    (gettext_lazy("Service guides"), "guides:guide_list"),
    (gettext_lazy("Where is my message?"), "feedback:status"),
    (gettext_lazy("Departments and windows"), "approvals:department_list"),
)
"""What a long press on the icon of the installed site offers."""


@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    """What search engines may visit: every page, but not every combination of filters."""
    lines = (
        "User-agent: *",
        f"Disallow: {reverse('admin:index')}",
        "Disallow: /display/",
        "Disallow: /en/display/",
        "Disallow: /*&",
        f"Sitemap: {absolute(reverse('sitemap_xml'))}",
        "",
    )
    response = HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "public, max-age=3600"
    return response


@require_safe
def manifest(_request: HttpRequest) -> HttpResponse:
    """What a phone needs to keep the site on its home screen, in the language of the address."""
    language = get_language() or CHINESE
    english = language == ENGLISH
    start = reverse("home:index")
    response = JsonResponse(
        {
            "id": start,
            "name": site_name(language),
            "short_name": settings.SITE.city_en if english else settings.SITE.city,
            "lang": html_language(language),
            "start_url": start,
            "scope": "/",
            "display": "minimal-ui",
            "background_color": _token("ground"),
            "theme_color": _token("brand"),
            "shortcuts": [{"name": str(words), "url": reverse(address)} for words, address in SHORTCUTS],
            "icons": [
                {"src": static(f"img/{file}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
                for file, size, purpose in ICONS
            ],
        },
        content_type="application/manifest+json",
        json_dumps_params={"ensure_ascii": False},
    )
    response["Cache-Control"] = "public, max-age=3600"
    return response


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps guides for reading without a network.

    It lies at the root, because a worker serves what lies below it.  Browsers ask once an hour whether it is new.
    """
    response = HttpResponse(_worker_script(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "public, max-age=3600"
    return response


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What the service worker shows where there is neither a network nor a kept copy."""
    return page(
        request, "portal/offline.html", {}, section="offline", title=_("No connection"), robots="noindex, nofollow"
    )


def _token(name: str) -> str:
    """Return the usual value of a design token."""
    found = re.search(rf"--{name}: (#[0-9a-f]{{3,6}});", _static_text("css/tokens.css"))
    if found is None:
        raise LookupError(name)
    return found[1]


@functools.cache
def _static_text(name: str) -> str:
    return (Path(settings.BASE_DIR) / "static" / name).read_text(encoding="utf-8")


def _worker_script() -> str:
    """Return the worker with its version: it is a new one as soon as an offline page or what it names has changed.

    The pages are made for a request of our own, so that nothing of a visitor's request gets into the version.
    """
    digest = hashlib.blake2b(_static_text("js/sw.js").encode(), digest_size=8)
    for language in (CHINESE, ENGLISH):
        with override(language):
            plain = HttpRequest()
            plain.method, plain.path = "GET", reverse("portal:offline")
            digest.update(offline(plain).content)
    return f'const VERSION = "{digest.hexdigest()}";\n{_static_text("js/sw.js")}'
