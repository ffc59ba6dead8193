"""The frame of the kiosk: large, without a way out, and without a trace of who stood here before.

Anybody may look at these pages, they show what is public; an enrolled kiosk is known by its cookie, counts for the
limits, and alone may rate. No page of the kiosk sets another cookie, and no cache keeps any of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from foundation import rate_limits
from foundation.clock import local_now
from foundation.pages import CHINESE, ENGLISH, absolute, html_language, other_path
from hall import actions, device_cookie
from hall.models import Device, HallNotice
from hall.states import DeviceStage

WARN_AFTER: Final = 60
"""Seconds without a touch until the kiosk asks whether somebody is still there."""
RESET_AFTER: Final = 75
"""Seconds without a touch until it goes back to its start."""
RESET_WITHOUT_SCRIPT: Final = 120
"""Without scripts nobody can be asked; the page goes back by itself, however long it is read."""

P = ParamSpec("P")
KioskView = Callable[Concatenate[HttpRequest, Device | None, P], HttpResponse]


def kiosk_view(view: KioskView[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Hand the enrolled device to a view, or None; a kiosk that is switched off shows nothing else.

    What is not found is said in the frame of the kiosk: the page of the site would lead out of it.
    """

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        device = device_cookie.device_of(request)
        if device is not None and device.stage == DeviceStage.OFF:
            with override(CHINESE):
                text = render_to_string("hall/screen/off.html", {"site": settings.SITE})
            response = HttpResponse(text, status=403)
        else:
            try:
                response = view(request, device, *args, **kwargs)
            except Http404:
                title, back = _("This is not there (any more)"), reverse("kiosk:index")
                response = kiosk_page(request, "hall/kiosk/gone.html", {}, title=title, back=back, status=404)
            if device is not None:
                actions.note_contact(device)
        response["Cache-Control"] = "private, no-store"
        return response

    return guarded


def kiosk_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    title: str,
    back: str = "",
    status: int = 200,
) -> HttpResponse:
    """Render a page of the kiosk. ``back`` is the address of the page above this one."""
    language = get_language() or CHINESE
    full = {
        "site": settings.SITE,
        "html_lang": html_language(language),
        "is_english": language == ENGLISH,
        "title": title,
        "back": back,
        "start": reverse("kiosk:index"),
        "first_start": _chinese_start(),
        "other_path": other_path(request.get_full_path())
        if request.method == "GET"
        else other_path(reverse("kiosk:index")),
        "notice": HallNotice.objects.showing(local_now()).first(),
        "warn_after": WARN_AFTER,
        "reset_after": RESET_AFTER,
        "reset_without_script": RESET_WITHOUT_SCRIPT,
        **context,
    }
    return HttpResponse(render_to_string(template, full), status=status)


def _chinese_start() -> str:
    with override(CHINESE):
        return reverse("kiosk:index")


def take_along(path: str) -> dict[str, str]:
    """Return the address of a public page and its QR code, for the phone of whoever stands here."""
    address = absolute(path)
    return {"address": address, "qr": outside(address)}


def outside(address: str) -> str:
    """Return an address as a QR code: a kiosk has no links to elsewhere."""
    uri: str = segno.make(address, micro=False, error="m").svg_data_uri(border=2, scale=6)
    return uri


def is_allowed(request: HttpRequest, device: Device | None, purpose: str, *, limit: int, seconds: int) -> bool:
    """Count a try: for an enrolled kiosk by the device, as the whole hall stands behind one address."""
    who = f"device:{device.public_id}" if device is not None else rate_limits.visitor(request)
    return rate_limits.allow(purpose, who, limit=limit, seconds=seconds)
