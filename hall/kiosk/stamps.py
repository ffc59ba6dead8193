"""The stamp of a page of one touch: it says that the page is fresh, and makes a touch count once."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Final

from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest

FRESH_SECONDS: Final = 600


@dataclass(frozen=True)
class Stamps:
    """Stamps of one kind of page; those of another kind do not count."""

    purpose: str

    @property
    def _signer(self) -> TimestampSigner:
        return TimestampSigner(salt=self.purpose)

    def new(self) -> str:
        """Return a stamp for the hidden field ``stamp``."""
        return self._signer.sign(uuid.uuid4().hex)

    def token(self, request: HttpRequest) -> uuid.UUID | None:
        """Return the one-time token that a page sent back; None for a stamp that is old, altered or missing."""
        try:
            return uuid.UUID(self._signer.unsign(request.POST.get("stamp", ""), max_age=FRESH_SECONDS))
        except (BadSignature, ValueError):
            return None
