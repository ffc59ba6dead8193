"""How a device of the hall shows who it is: one cookie with its address and its token, which no script can read."""

from __future__ import annotations

import hmac
from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from hall.actions import digest_of
from hall.models import Device

COOKIE: Final = "hall_device"
LASTS: Final = 400 * 24 * 3600
"""Seconds: as long as browsers keep a cookie; each contact begins anew."""


def put_token(request: HttpRequest, response: HttpResponseBase, device: Device, token: str) -> None:
    """Give the browser of the device its token."""
    value = f"{device.public_id}.{token}"
    response.set_cookie(COOKIE, value, max_age=LASTS, secure=request.is_secure(), httponly=True, samesite="Strict")


def device_of(request: HttpRequest) -> Device | None:
    """Return the device that asks, whether it is switched off or not; None for every other browser.

    A token that was replaced is nobody's any more.
    """
    public_id, _dot, token = request.COOKIES.get(COOKIE, "").partition(".")
    if not token or not public_id.isascii() or not public_id.isalnum():
        return None
    device = Device.objects.select_related("layout").filter(public_id=public_id).first()
    if device is None or device.token_digest is None:
        return None
    return device if hmac.compare_digest(device.token_digest, digest_of(token)) else None


def renew(request: HttpRequest, response: HttpResponseBase, device: Device) -> None:
    """Let the cookie last from now on."""
    _public_id, _dot, token = request.COOKIES.get(COOKIE, "").partition(".")
    put_token(request, response, device, token)
