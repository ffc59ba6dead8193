"""Error pages. All but the last one stand in the usual frame; the last one needs nothing that could be broken."""

from __future__ import annotations

import base64
import hashlib
import re
import sys
from typing import Final

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.utils.translation import gettext as _

from foundation.attachments import NO_ROOM
from foundation.encryption import CannotDecrypt
from foundation.pages import page
from foundation.staff_pages import staff_page
from portal.security_headers import BACK_OFFICE

AGAIN_AFTER: Final = 30
"""Seconds after which to try again while the database is away; a restart takes fewer."""
_STYLE: Final = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request could not be understood."""
    return _error(request, 400, _("This request could not be understood"))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: not allowed."""
    return _error(request, 403, _("This page is not open to you"))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no such page."""
    return _error(request, 404, _("There is no such page"))


def too_large(request: HttpRequest, limit: int) -> HttpResponse:
    """413: more than any form of the site takes, in megabytes; refused unread."""
    sentence = _("What you send is larger than %(limit)d MB; nothing was saved. Send fewer or smaller files.")
    return _error(request, 413, _("This is too large"), sentence % {"limit": limit})


def server_error(_request: HttpRequest) -> HttpResponse:
    """500, or 503 while the database is away, or 507 when the disk is full: a page that needs none of them.

    It stands alone, with its style allowed by checksum, and names the phone of the hall.
    """
    fault = sys.exc_info()[1]
    status = _status_of(fault)
    facts = {"status": status, "cannot_decrypt": isinstance(fault, CannotDecrypt), "site": settings.SITE}
    text = get_template("500.html").render(facts)
    digests = [base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() for style in _STYLE.findall(text)]
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests) or "'none'"
    headers = {
        "Cache-Control": "no-store",
        "Content-Security-Policy": f"default-src 'none'; style-src {allowed}; form-action 'self'",
    }
    if status == 503:
        headers["Retry-After"] = str(AGAIN_AFTER)
    return HttpResponse(text, status=status, headers=headers)


def _status_of(fault: BaseException | None) -> int:
    if isinstance(fault, OperationalError | InterfaceError):
        return 503
    return 507 if isinstance(fault, OSError) and fault.errno in NO_ROOM else 500


def _error(request: HttpRequest, status: int, title: str, sentence: str = "") -> HttpResponse:
    if request.path.startswith(BACK_OFFICE) and getattr(request, "user", None) and request.user.is_authenticated:
        # Staff stay in their frame; whoever is not logged in learns nothing of it.
        context = {"status": status, "sentence": sentence}
        response: HttpResponse = staff_page(request, "admin/error.html", context, title=title, status=status)
    else:
        context = {"status": status, "title": title, "sentence": sentence}
        response = page(
            request, "portal/error.html", context, section="error", title=title, status=status, robots="noindex"
        )
    response["Cache-Control"] = "no-store"
    return response
