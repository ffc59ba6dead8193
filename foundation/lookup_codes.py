"""Number and code: how somebody without an account comes back to what they sent.

The code follows from the one-time token of the form that was sent, so that a double click or a lost answer leads to
the same receipt; only a digest under a key of the site is stored, so nobody with the database alone can read or try it.
"""

from __future__ import annotations

import hmac
import unicodedata
import uuid
from typing import Final

from django.utils.crypto import salted_hmac

from foundation.encryption import blind_index, blind_indexes

ALPHABET: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Letters and digits that nobody mistakes for another: no I, L, O, 0, 1."""
LENGTH: Final = 12
"""31¹² codes: too many to try at the door."""


def code_for(token: uuid.UUID) -> str:
    """Return the code that belongs to a form's token, in groups of four: ``ABCD-EFGH-JKMN``."""
    value = int.from_bytes(salted_hmac("foundation.lookup_codes", token.bytes, algorithm="sha256").digest())
    letters = []
    for _place in range(LENGTH):
        value, letter = divmod(value, len(ALPHABET))
        letters.append(ALPHABET[letter])
    text = "".join(letters)
    return "-".join(text[place : place + 4] for place in range(0, LENGTH, 4))


def normalize(code: str) -> str:
    """Return what somebody typed without spaces and dashes, in narrow capital letters."""
    return "".join(c for c in unicodedata.normalize("NFKC", code).upper() if c.isalnum())


def digest(code: str, number: str) -> str:
    """Return what is stored of a code that belongs to a number."""
    return blind_index(f"{number}:{normalize(code)}")


def matches(code: str, number: str, stored: str) -> bool:
    """Tell whether the code belongs to the number, in constant time."""
    known = [hmac.compare_digest(mark, stored) for mark in blind_indexes(f"{number}:{normalize(code)}")]
    return any(known)
