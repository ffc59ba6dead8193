"""Elderly mode (长者版): other values of the design tokens, chosen by a cookie that only ``/display.css`` reads.

The pages themselves never differ, so everybody's pages can be cached together.
"""

from __future__ import annotations

import hashlib
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

COOKIE: Final = "display"
ELDERLY: Final = "elderly"
_YEAR: Final = 365 * 24 * 3600


@require_safe
def switch(request: HttpRequest, mode: str) -> HttpResponse:
    """Enter (``on``) or leave (``off``) elderly mode and return to the page the reader came from."""
    if mode not in {"on", "off"}:
        raise Http404(_("There is no such display mode."))
    response = HttpResponseRedirect(_safe_target(request))
    if mode == "on":
        response.set_cookie(COOKIE, ELDERLY, max_age=_YEAR, secure=request.is_secure(), httponly=True, samesite="Lax")
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def stylesheet(request: HttpRequest) -> HttpResponse:
    """The token values of elderly mode, or nothing."""
    elderly = request.COOKIES.get(COOKIE) == ELDERLY
    content = render_to_string("portal/elderly.css") if elderly else ""
    etag = f'"{hashlib.blake2b(content.encode(), digest_size=8).hexdigest()}"'
    same = request.headers.get("If-None-Match", "").removeprefix("W/") == etag
    response = HttpResponseNotModified() if same else HttpResponse(content, content_type="text/css; charset=utf-8")
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["Vary"] = "Cookie"
    return response


def _safe_target(request: HttpRequest) -> str:
    """Return the page named by ``next`` if it is one of ours, otherwise the home page."""
    target = request.GET.get("next", "")
    inside = target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return target if inside and "/display/" not in target else reverse("home:index")
