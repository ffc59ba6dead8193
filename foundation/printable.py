"""Which characters the fonts of the house can print, and texts made fit for print.

A letter with a wrong name must not go out, so ``typeset`` refuses what it cannot print. A sheet with a whole guide
on it is worth printing all the same: there a character without a glyph becomes the printer's mark 〓, and whoever
edits the text is told of it before it is published.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from foundation.typesetting import MissingGlyphs, typeset

GETA: Final = "〓"
"""Stands where a type is missing, as printers have always set it."""
_KEPT: Final = frozenset("\n\r\t ")
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Categories that leave no trace on paper: control and format characters (marks of direction), halves, unassigned."""
_SELECTORS: Final = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
"""Variation selectors choose another form of the character before them; papers use the plain form."""
_PLAIN: Final = frozenset(chr(code) for code in (*range(0x20, 0x7F), *range(0x4E00, 0x9FA6)))
"""ASCII and the unified ideographs of Unicode 1.1, which every font of the house has."""
_judged: dict[Path, dict[str, bool]] = {}
"""By folder of fonts: characters that were tried, and whether they can be printed. Fonts do not change meanwhile."""


def missing_glyphs(text: str) -> list[str]:
    """Return the characters of a text that would be seen and that no font has, each once, in order."""
    seen = [character for character in dict.fromkeys(text) if not _is_unseen(character)]
    known = _judge(seen)
    return [character for character in seen if character not in _PLAIN and not known.get(character, True)]


def fit_for_print(value: Any) -> Any:
    """Return a text, or texts in lists and dictionaries, without what cannot be printed.

    Invisible characters go, the others become 〓. Fonts are asked once for all texts together.
    """
    missing = missing_glyphs("".join(_texts(value)))
    return _replace(value, dict.fromkeys(missing, GETA))


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, Sequence):
        for part in value:
            yield from _texts(part)


def _replace(value: Any, missing: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return "".join(missing.get(character, character) for character in value if not _is_unseen(character))
    if isinstance(value, Mapping):
        return {name: _replace(part, missing) for name, part in value.items()}
    if isinstance(value, Sequence):
        return [_replace(part, missing) for part in value]
    return value


def _is_unseen(character: str) -> bool:
    if character in _KEPT:
        return False
    is_selector = any(ord(character) in selectors for selectors in _SELECTORS)
    return is_selector or unicodedata.category(character) in _UNSEEN


def _judge(characters: Iterable[str]) -> Mapping[str, bool]:
    """Return whether characters can be printed, and ask the typesetter about those that were never tried."""
    judged = _judged.setdefault(settings.FONTS_DIR, {})
    new = [character for character in characters if character not in _PLAIN and character not in judged]
    if new:
        judged |= dict.fromkeys(new, True)
        try:
            typeset("glyphs.typ", {"characters": new})
        except MissingGlyphs as missing:
            judged |= dict.fromkeys(missing.characters, False)
    return judged
