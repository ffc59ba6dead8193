"""The keys on the screen. They are links and buttons, so that they work without scripts. Pure."""

from __future__ import annotations

import string
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.http import urlencode

LETTERS: Final = string.ascii_uppercase
DIGITS: Final = string.digits
LONGEST: Final = 16
"""Letters of the pinyin of a matter; too few for an identity card number."""


@dataclass(frozen=True)
class Key:
    """A key: its face, and the address that it leads to."""

    face: str
    url: str


def clean(typed: str) -> str:
    """Return what the keys can have typed."""
    return "".join(one for one in typed.upper() if one in LETTERS or one in DIGITS)[:LONGEST]


def letter_keys(path: str, typed: str) -> Sequence[Key]:
    """Return the letter keys of the search, each leading to the search with one more letter."""
    return [Key(face, _with(path, typed + face)) for face in LETTERS]


def digit_keys(path: str, typed: str) -> Sequence[Key]:
    """Return the digit keys of the search."""
    return [Key(face, _with(path, typed + face)) for face in DIGITS]


def without_last(path: str, typed: str) -> str:
    """Return where the key leads that takes the last letter back."""
    return _with(path, typed[:-1])


def _with(path: str, typed: str) -> str:
    kept = typed[:LONGEST]
    return f"{path}?{urlencode({'q': kept})}" if kept else path
