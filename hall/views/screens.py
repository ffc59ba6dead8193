"""What the devices of the hall ask for: enrolment, the page of a display, its content, its worker."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from foundation import access, rate_limits
from foundation.workflow import DomainError
from hall import actions, device_cookie
from hall.forms import EnrolForm
from hall.models import Device
from hall.screen import content_response, page_version, screen_page
from hall.staff import SEES_DEVICES
from hall.states import DeviceStage

MOST_TRIES: Final = 20
PER_SECONDS: Final = 600
"""Codes tried in ten minutes from one address; there are 31⁸ of them, so this only keeps the noise down."""


def plain(template: str, status: int = 200, **context: object) -> HttpResponse:
    """Return a page for a device that has nothing to show."""
    response = HttpResponse(render_to_string(template, {"site": settings.SITE, **context}), status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def start_of(device: Device) -> HttpResponse:
    """Send a device to what it is for."""
    return redirect("screens:screen", device.public_id) if device.is_display else redirect("kiosk:index")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Where a device begins: it finds its own page from here, or the form for its code."""
    device = device_cookie.device_of(request)
    return redirect("screens:enrol") if device is None else start_of(device)


@csrf_exempt  # who knows a code may use it from anywhere, and there is nothing to gain without one
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """The form in which somebody types the code at the device."""
    if request.method != "POST":
        return plain("hall/screen/enrol.html", form=EnrolForm())
    form, visitor = EnrolForm(request.POST), rate_limits.visitor(request)
    if not rate_limits.allow("hall.enrol", visitor, limit=MOST_TRIES, seconds=PER_SECONDS):
        problem = _("Too many codes were tried from here. Please wait ten minutes.")
        return plain("hall/screen/enrol.html", 429, form=form, problem=problem)
    if not form.is_valid():
        return plain("hall/screen/enrol.html", 422, form=form)
    try:
        device, token = actions.enrol(form.cleaned_data["code"])
    except DomainError as refusal:
        return plain("hall/screen/enrol.html", 422, form=form, problem=str(refusal))
    response = start_of(device)
    device_cookie.put_token(request, response, device, token)
    return response


@require_safe
def screen(request: HttpRequest, public_id: str) -> HttpResponse:
    """The page of a display. Staff who look after the hall see the same, without being taken for the display."""
    device = device_cookie.device_of(request)
    if device is None or device.public_id != public_id:
        shown = Device.objects.select_related("layout").filter(public_id=public_id).first()
        if shown is not None and shown.layout is not None and _looks_on(request):
            return screen_page(request, shown.layout)
        return plain("hall/screen/stranger.html", 403)
    if device.stage == DeviceStage.OFF:
        return plain("hall/screen/off.html", 403)
    if device.layout is None:
        return redirect("kiosk:index")
    response = screen_page(request, device.layout, device)
    actions.note_contact(device)
    device_cookie.renew(request, response, device)
    return response


def _looks_on(request: HttpRequest) -> bool:
    user = request.user
    return any(access.may(user, capability) for capability in SEES_DEVICES)


@require_safe
def content(request: HttpRequest, public_id: str) -> HttpResponse:
    """What a display asks for several times a minute; a device that is off, or not this one, gets nothing."""
    device = device_cookie.device_of(request)
    if device is None or device.public_id != public_id or device.stage != DeviceStage.ON or device.layout is None:
        response = HttpResponse(status=403)
        response["Cache-Control"] = "private, no-store"
        return response
    response = content_response(request, device.layout)
    actions.note_contact(device, shows=response["ETag"].strip('"'), version=page_version())
    return response


@require_safe
def worker(_request: HttpRequest) -> HttpResponse:
    """The script that opens the page of a display when the server cannot be reached. It lies above what it serves."""
    response = HttpResponse(_worker_script(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "public, max-age=3600"
    return response


@functools.cache
def _worker_script() -> str:
    waiting = render_to_string("hall/screen/waiting.html", {"site": settings.SITE}).replace("`", "")
    script = (Path(settings.BASE_DIR) / "static" / "js" / "screen-sw.js").read_text(encoding="utf-8")
    return f"const WAITING = `{waiting}`;\n{script}"
