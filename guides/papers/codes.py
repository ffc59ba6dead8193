"""The code on a printed guide, by which anybody finds out whether the paper still holds.

A code is the number of the revision, written with 31 signs and one check sign: stable for ever without a table of
codes, for revisions are never deleted. It is no secret; it only has to be typed without error.
"""

from __future__ import annotations

from typing import Final

from foundation.lookup_codes import ALPHABET, normalize

LENGTH: Final = 8
"""Seven signs for the number and the check sign."""
LENGTH_TYPED: Final = 40
"""Characters of what somebody typed that are looked at."""
_BASE: Final = len(ALPHABET)
"""31, a prime number: only then does the check sign notice every pair of exchanged signs."""
_SPACE: Final[int] = _BASE ** (LENGTH - 1)
_STRIDE: Final = 10_368_889_159
"""Prime, about ``_SPACE`` × 0.377: neighbouring revisions get codes that do not resemble each other."""
_BACK: Final[int] = pow(_STRIDE, -1, _SPACE)


def code_of(revision_id: int) -> str:
    """Return the code of a revision, without the hyphen that print shows in the middle."""
    rest, signs = revision_id * _STRIDE % _SPACE, ""
    for _place in range(LENGTH - 1):
        rest, sign = divmod(rest, _BASE)
        signs += ALPHABET[sign]
    return signs + _check_sign(signs)


def printed(code: str) -> str:
    """Return a code as print shows it: in two halves, so that nobody loses their place."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def tidy(typed: str) -> str:
    """Return what somebody typed as a code is written: narrow capitals, without hyphens and blanks."""
    return normalize(typed)[:LENGTH_TYPED]


def revision_of(code: str) -> int | None:
    """Return the number of the revision that a tidy code names, or None where it holds a slip of the pen.

    Every single wrong sign and every pair of exchanged signs is noticed.
    """
    if len(code) != LENGTH or any(sign not in ALPHABET for sign in code) or _check_sign(code[:-1]) != code[-1]:
        return None
    number = 0
    for sign in reversed(code[:-1]):
        number = number * _BASE + ALPHABET.index(sign)
    return number * _BACK % _SPACE


def _check_sign(signs: str) -> str:
    """Return the sign that makes the weighted sum a multiple of 31; the weights are different, none is zero."""
    total = sum(weight * ALPHABET.index(sign) for weight, sign in enumerate(signs, start=2))
    return ALPHABET[-total % _BASE]
