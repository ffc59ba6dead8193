"""What a public form asks for once very many came from one address: some arithmetic, or a short wait in its place.

Below the limit nobody notices.  Above it the page comes back with everything typed and a ticket.  A browser with
scripts works out a number for the ticket within seconds; without scripts one waits a minute and presses again.  Those
who wait are let in a limited number at a time, so that a flood gains nothing by waiting, and a person gets through.
"""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from typing import Final

from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.http import HttpRequest, HttpResponse

from foundation import rate_limits

WAIT_SECONDS: Final = 60
BITS: Final = 16
"""Leading zero bits of the digest: some 65,000 tries, a few seconds on an old phone."""
WAITED: Final = 30
WAITED_SECONDS: Final = 600
"""So many that have waited are let in from one address in ten minutes."""
WORKED: Final = 10
"""So often one worked-out ticket serves: a form with some corrections, or a few look-ups."""
_LIFE: Final = 24 * 3600
_WORKED: Final = "foundation.pressure.worked"
_SIGNER: Final = TimestampSigner(salt="foundation.pressure")


@dataclass(frozen=True)
class Limit:
    """How often a form may be sent from one address before the ticket is asked for."""

    purpose: str
    most: int
    seconds: int


def new_ticket(token: uuid.UUID) -> str:
    """Return the signed ticket of one form; it is of no use for another form."""
    return _SIGNER.sign(token.hex)


def admits(request: HttpRequest, limit: Limit, *, token: uuid.UUID, ticket: str, proof: str) -> bool:
    """Tell whether the form may be sent now; counts the try."""
    who = rate_limits.visitor(request)
    if belongs(ticket, token):
        if is_worked_out(ticket, proof) and rate_limits.allow(_WORKED, ticket, limit=WORKED, seconds=_LIFE):
            return True
        if has_waited(ticket):
            return rate_limits.allow(f"{limit.purpose}.waited", who, limit=WAITED, seconds=WAITED_SECONDS)
    return rate_limits.allow(limit.purpose, who, limit=limit.most, seconds=limit.seconds)


def is_worked_out(ticket: str, proof: str) -> bool:
    """Tell whether the number fits the ticket: the digest of both begins with enough zero bits."""
    digest = hashlib.sha256(f"{ticket}:{proof[:20]}".encode()).digest()
    return int.from_bytes(digest) >> (len(digest) * 8 - BITS) == 0


def has_waited(ticket: str) -> bool:
    """Tell whether the ticket is a minute old, and genuine."""
    try:
        _SIGNER.unsign(ticket, max_age=WAIT_SECONDS)
    except SignatureExpired:
        return True
    except BadSignature:
        return False
    return False


def ask_to_wait(response: HttpResponse) -> HttpResponse:
    """Say in the answer to a form that was held up when to try again."""
    response["Retry-After"] = str(WAIT_SECONDS)
    return response


def belongs(ticket: str, token: uuid.UUID) -> bool:
    """Tell whether it is a ticket of this form; its minute then runs on."""
    try:
        return _SIGNER.unsign(ticket, max_age=_LIFE) == token.hex
    except BadSignature:
        return False
