"""One form for all spellings of a text: full-width, capitals and traditional characters fold into one. Pure."""

from __future__ import annotations

import functools
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from opencc import OpenCC

_NOTHING: Final = dict.fromkeys(
    [0, *range(0xD800, 0xE000), 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F)]
)
"""NUL, lone surrogates, and marks that nobody sees."""


@functools.cache
def _converter() -> OpenCC:
    from opencc import OpenCC  # its dictionaries take memory: only a process that searches loads them

    return OpenCC("t2s")


def fold(text: str) -> str:
    """Return the text in half width, small letters and simplified characters, without what cannot be stored."""
    plain = unicodedata.normalize("NFKC", text.translate(_NOTHING)).lower()
    return plain if plain.isascii() else str(_converter().convert(plain))


def fold_with_places(text: str) -> tuple[str, list[int]]:
    """Return the folded text, and for each of its characters the place of the one it came from."""
    whole = fold(text)
    if len(whole) == len(text):
        return whole, list(range(len(text)))
    pieces = [fold(character) for character in text]
    places = [place for place, piece in enumerate(pieces) for _character in piece]
    return "".join(pieces), places
