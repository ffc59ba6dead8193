"""While the primary database is away, visitors go on reading: their pages come from a standby.

Only then: as long as the primary answers, nobody reads anything older than what was last written. Whoever has something
of their own behind a page (a session, a receipt, a device of the hall) carries a cookie and is never sent here.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DEFAULT_DB_ALIAS, connections
from django.http import HttpRequest, HttpResponse

from portal.display import COOKIE as DISPLAY_COOKIE

ALIAS: Final = "standby"
PATIENCE: Final = 5.0
"""Seconds in which visitors are not made to wait for a primary again that has just not answered."""


def with_standby(primary: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return DATABASES: the primary, and where its address names several servers the one that answers of them."""
    given = primary["OPTIONS"]
    if "," not in primary["HOST"] or given.get("target_session_attrs") not in {"read-write", "primary"}:
        return {DEFAULT_DB_ALIAS: primary}
    options = {
        **given,
        "target_session_attrs": "prefer-standby",
        "options": f"{given.get('options', '')} -c default_transaction_read_only=on".strip(),
    }
    return {
        DEFAULT_DB_ALIAS: primary,
        ALIAS: {**primary, "OPTIONS": options, "TEST": {"MIRROR": DEFAULT_DB_ALIAS}},
    }


class StandbyMiddleware:
    """Ask the standby what a visitor wants to read when the primary does not answer; what it cannot tell stays 503."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if ALIAS not in settings.DATABASES:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.away_until = 0.0

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve from the primary, or for a visitor from the standby while the primary is away."""
        if not is_visitor(request):
            return self.get_response(request)
        if time.monotonic() < self.away_until and (read := self._from_standby(request)):
            return read
        response = self.get_response(request)
        if response.status_code != 503:
            return response
        self.away_until = time.monotonic() + PATIENCE
        return self._from_standby(request) or response

    def _from_standby(self, request: HttpRequest) -> HttpResponse | None:
        """Return the page with every query of this thread on the standby; None where that does not give one.

        The connection is exchanged as a whole: a router would leave hand-written queries on the primary, and a page
        would be made from two states.
        """
        primary = connections[DEFAULT_DB_ALIAS]
        connections[DEFAULT_DB_ALIAS] = connections[ALIAS]
        try:
            response = self.get_response(request)
        finally:
            connections[DEFAULT_DB_ALIAS] = primary
        if response.status_code < 500 and not response.streaming:
            response.headers["Cache-Control"] = "no-store"  # it may be older than what a cache has
            return response
        return None  # not closed: that would say that the request is over


def is_visitor(request: HttpRequest) -> bool:
    """Tell whether somebody reads who has nothing of their own here."""
    harmless = {settings.CSRF_COOKIE_NAME, DISPLAY_COOKIE}
    return request.method in {"GET", "HEAD"} and set(request.COOKIES) <= harmless
