"""A display: the page that stays, and the content that it asks for again and again.

The content is the same for every display of a layout. Its fingerprint says whether anything changed, so that most
answers are empty; the version says whether the page itself (templates, styles, script) is another one by now.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from foundation.clock import local_now
from foundation.pages import CHINESE
from hall.codelists import Region
from hall.models import Device, HallNotice, Layout
from hall.panels import pages_of

_OF_THE_PAGE: Final = (
    "templates/hall/screen",
    "static/css/screen.css",
    "static/js/screen.js",
    "static/js/screen-sw.js",
)


@dataclass(frozen=True)
class Content:
    """What a display shows at a moment."""

    html: str
    as_of: dt.datetime

    @functools.cached_property
    def fingerprint(self) -> str:
        """Equal fingerprints, equal content."""
        return hashlib.blake2b(self.html.encode(), digest_size=12).hexdigest()


def content_of(layout: Layout, now: dt.datetime, step: int = 0) -> Content:
    """Render what the displays of a layout show; ``step`` is the page with which the main part begins."""
    with override(CHINESE):
        pages = pages_of(layout, now)
        main, side = pages.get(Region.MAIN, ()), pages.get(Region.SIDE, ())
        context = {
            "layout": layout,
            "main": main,
            "side": side,
            "first": step % len(main) if main else 0,
            "first_side": step % len(side) if side else 0,
            "notice": HallNotice.objects.showing(now).first(),
        }
        return Content(render_to_string("hall/screen/content.html", context), now)


def screen_page(request: HttpRequest, layout: Layout, device: Device | None = None) -> HttpResponse:
    """Return the whole page; a display keeps it open and asks for the content alone from then on.

    Where no script runs, the page asks for its next step itself (``?step=``).
    """
    asked = request.GET.get("step", "0")
    step = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 0
    content = content_of(layout, local_now(), step)
    own = reverse("screens:content", args=[device.public_id]) if device is not None else ""
    context: dict[str, Any] = {
        "site": settings.SITE,
        "layout": layout,
        "device": device,
        "content": content,
        "version": page_version(),
        "content_url": own or reverse("hall_staff:layout_content", args=[layout.pk]),
        "worker_url": reverse("screens:worker") if device is not None else "",
        "next_step": step + 1,
        "zone": settings.TIME_ZONE,
    }
    with override(CHINESE):
        response = HttpResponse(render_to_string("hall/screen/page.html", context))
    response["Cache-Control"] = "private, no-store"
    return response


def content_response(request: HttpRequest, layout: Layout) -> HttpResponse:
    """Return the content with its age, or nothing but the age where the display shows it already."""
    content = content_of(layout, local_now())
    etag = f'"{content.fingerprint}"'
    known = request.headers.get("If-None-Match", "").removeprefix("W/") == etag
    response = HttpResponseNotModified() if known else HttpResponse(content.html)
    response["ETag"] = etag
    response["X-As-Of"] = content.as_of.isoformat(timespec="seconds")
    response["X-Version"] = page_version()
    response["Cache-Control"] = "private, no-store"
    return response


@functools.cache
def page_version() -> str:
    """Return the version of the page: another one when a template, a style or the script has changed."""
    digest = hashlib.blake2b(digest_size=5)
    root = Path(settings.BASE_DIR)
    for place in _OF_THE_PAGE:
        path = root / place
        for file in sorted(path.glob("*.html")) if path.is_dir() else [path]:
            digest.update(file.read_bytes())
    return digest.hexdigest()
