"""What is wrong with a file or a cell, as sentences for people, and how sentences show foreign text."""

from __future__ import annotations

from typing import Any, Final

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from foundation.workflow import DomainError

_SHOWN: Final = 40
"""Characters of an offending value that a message repeats."""


class BadFile(DomainError):
    """The file as a whole cannot be taken in; the message says why and what to do."""


class BadValue(Exception):
    """A value does not fit its column; the message says what the column takes."""


def visible(text: str) -> str:
    """Return a text on one line, with a mark in place of what no screen shows and no database takes."""
    line = " ".join(text.split())
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in line)


def shorten(value: Any) -> str:
    """Return a value as a message can show it: one line, short."""
    words = value[:_SHOWN] if isinstance(value, list) else [value]
    return Truncator(visible(_(", ").join(map(_word, words)))).chars(_SHOWN)


def _word(value: Any) -> str:
    """Return one value; what is nested is only hinted at, however deep it goes."""
    if isinstance(value, (list, dict)):
        return "[…]" if isinstance(value, list) else "{…}"
    return str(value)
