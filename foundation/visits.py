"""A visit: for a short while, a browser that showed the right code may come back without it.

The cookie holds a signed key that says nothing about anybody.  It ends with the browser or after the given time,
whichever comes first, so that a shared computer forgets it.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.http.response import HttpResponseBase


@dataclass(frozen=True)
class Visit:
    """One kind of visit: the name of its cookie, and how many seconds it lasts."""

    name: str
    seconds: int

    def open(self, request: HttpRequest, response: HttpResponseBase, key: str) -> None:
        """Let the browser come back for what the key names."""
        response.set_signed_cookie(
            self.name, key, salt=self._salt, secure=request.is_secure(), httponly=True, samesite="Strict"
        )

    def key(self, request: HttpRequest) -> str | None:
        """Return the key of an open visit; None without one, or when it was altered or is over."""
        key: str | None = request.get_signed_cookie(self.name, None, salt=self._salt, max_age=self.seconds)
        return key

    def close(self, response: HttpResponseBase) -> None:
        """End the visit."""
        response.delete_cookie(self.name, samesite="Strict")

    @property
    def _salt(self) -> str:
        return f"foundation.visits.{self.name}"
