"""The unified social credit code (统一社会信用代码, GB 32100-2015) and its check digit."""

import re
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""31 characters: digits and capitals without I, O, S, V and Z."""

LENGTH: Final = 18
WRONG_CHECK: Final = "check_character"
"""What validation calls a wrong check character.  A code that is typed must be right; one that was taken over from
another system stays until somebody has clarified it: as a warning, and for an item as a named gap."""
_WEIGHTS: Final = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_SHAPE: Final = re.compile(rf"[{ALPHABET}]{{{LENGTH}}}")


def check_character(first_seventeen: str) -> str:
    """Return the eighteenth character for the first seventeen.

    Raises ValueError when a character is outside the alphabet or the length is wrong.
    """
    if len(first_seventeen) != LENGTH - 1:
        raise ValueError("seventeen characters are needed")
    total = sum(ALPHABET.index(character) * weight for character, weight in zip(first_seventeen, _WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def is_credit_code(text: str) -> bool:
    """Tell whether the text is a unified social credit code with a right check character."""
    return bool(_SHAPE.fullmatch(text)) and check_character(text[:-1]) == text[-1]
