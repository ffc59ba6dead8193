"""How often somebody may try to log in, without anybody being able to lock a colleague out.

Tries are counted for one account from one place. The place is a browser that has logged in to this account before
(a signed cookie), or else a network address. Whoever guesses from elsewhere uses up the tries of their own place;
the colleague at the own desk goes on. What guessing from many places could find is a password, and that is only half.
"""

from __future__ import annotations

import secrets
from typing import Any, Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from foundation.people import User
from foundation.rate_limits import allow, visitor

TRIES: Final = 10
"""Tries for one account from one place in one window."""
TRIES_OF_ADDRESS: Final = 100
"""Tries for all accounts together from one address, known browsers not counted."""
WINDOW: Final = 15 * 60
"""Seconds."""
COOKIE: Final = "portal_device"
_SALT: Final = "portal.device"
_DAYS: Final = 180
_MOST_ACCOUNTS: Final = 20


def may_try(request: HttpRequest, username: str, purpose: str) -> bool:
    """Count a try for an account and tell whether it is within the limits; ``purpose`` is password or code."""
    account = username.strip().lower()
    device = _device(request)
    user_id = User.objects.filter(username=account).values_list("pk", flat=True).first()
    if device and user_id in device["users"]:
        return allow(f"login-{purpose}", f"{account}|{device['id']}", limit=TRIES, seconds=WINDOW)
    address = visitor(request)
    return allow("login-address", address, limit=TRIES_OF_ADDRESS, seconds=WINDOW) and allow(
        f"login-{purpose}", f"{account}|{address}", limit=TRIES, seconds=WINDOW
    )


def remember_device(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Let the browser be known as one that has logged in to this account."""
    known = _device(request) or {"id": secrets.token_hex(8), "users": []}
    users = [user.pk, *(pk for pk in known["users"] if pk != user.pk)][:_MOST_ACCOUNTS]
    response.set_cookie(
        COOKIE,
        signing.dumps({"id": known["id"], "users": users}, salt=_SALT),
        max_age=_DAYS * 86_400,
        path="/admin/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _device(request: HttpRequest) -> dict[str, Any] | None:
    try:
        known: dict[str, Any] = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=_DAYS * 86_400)
    except signing.BadSignature:
        return None
    return known
