"""How words sound: pinyin without tones, and what many people do not tell apart. Pure."""

from __future__ import annotations

import functools
import re
from typing import Final

from pypinyin import lazy_pinyin

_ALIKE: Final = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"))
_LETTERS: Final = re.compile(r"[a-z]+")


@functools.lru_cache(maxsize=20_000)
def syllables(word: str) -> tuple[str, ...]:
    """Return the syllables of a folded Chinese word; runs of letters and digits stay as they are."""
    return tuple(str(syllable) for syllable in lazy_pinyin(word))


@functools.lru_cache(maxsize=4_000)
def blur(syllable: str) -> str:
    """Return the syllable with sounds folded that many people do not tell apart (zh=z, ang=an …)."""
    for sharp, dull in _ALIKE:
        if sharp.endswith("h"):
            syllable = dull + syllable[2:] if syllable.startswith(sharp) else syllable
        elif syllable.endswith(sharp):
            syllable = syllable[: -len(sharp)] + dull
    return syllable


def blurred(parts: tuple[str, ...]) -> str:
    """Return syllables as one string in which like sounds are equal."""
    return " ".join(map(blur, parts))


def initials(parts: tuple[str, ...]) -> str:
    """Return the first letters of syllables: sfz for shen fen zheng."""
    return "".join(part[:1] for part in parts)


def is_letters(text: str) -> bool:
    """Tell whether the text consists of Latin letters, perhaps with blanks and apostrophes, as pinyin does."""
    return bool(text) and all(_LETTERS.fullmatch(piece) for piece in text.replace("'", " ").split())
