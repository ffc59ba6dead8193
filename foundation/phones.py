"""Phone numbers as Chinese offices write them: found in a text, and judged where a field asks for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from django.utils.translation import gettext as _

_WIDE: Final = str.maketrans("０１２３４５６７８９（）＋－‐‑‒–—―\u3000\u00a0：", "0123456789()+-------  :")
"""Full-width signs and the many dashes, each with the plain one of the same length."""

_COUNTRY: Final = r"(?:\+|00)?86[\ -]?"
_EIGHT: Final = r"[2-9]\d{3}[\ -]?\d{4}"
_SEVEN: Final = r"[2-9]\d{2}[\ -]?\d{4}"


def _area(code: str) -> str:
    """Return the pattern of an area code: with 0 or country code in front, bare or in brackets."""
    area = rf"(?:{_COUNTRY}0?|0){code}"
    return rf"(?:\({area}\)|{area})[\ -]{{0,2}}"


# Beijing and the cities under 02 have two digits after the 0 and eight in the number; all others three, and seven or
# eight. Hotlines (12345, 95598, 12366 …) may stand behind an area code as well.
_BIG: Final = _area(r"(?:10|2\d)")
_OTHER: Final = _area(r"[3-9]\d{2}")
_HOTLINE: Final = r"(?:1[0-2]\d{3}|9[56]\d{3,4})"
_NUMBER: Final = re.compile(
    rf"""
    (?<![\dA-Za-z])
    (?P<main>
        (?P<area> {_BIG}(?:{_EIGHT}|{_HOTLINE}) | {_OTHER}(?:{_EIGHT}|{_SEVEN}|{_HOTLINE}) )
      | (?P<mobile> (?:{_COUNTRY})?1[3-9]\d[\ -]?\d{{4}}[\ -]?\d{{4}} )
      | (?P<toll> [48]00[\ -]?(?:\d{{3}}[\ -]?\d{{4}}|\d{{4}}[\ -]?\d{{3}}) )
      | (?P<hotline> {_HOTLINE} )
      | (?P<emergency> 1(?:10|14|19|20|22)(?![号室楼层弄栋]) )
      | (?P<local> {_EIGHT}|{_SEVEN} )
    )
    (?: \ ?(?:-|转|分机)\ ?\d{{1,6}} )*
    (?![\dA-Za-z])
    """,
    re.VERBOSE,
)
_CLEAR: Final = ("area", "mobile", "toll")
"""Kinds that are phone numbers wherever they stand; so is a hotline that begins with 12."""
_NO_NUMBER: Final = re.compile(r"\([^()]*\)|\d{1,2}:\d{2}")
"""What may stand beside the numbers: a note in brackets, the hours."""
_DIGITS: Final = re.compile(r"\+?\d(?:[ -]*\d)*")
_SHORTEST: Final = 4
"""Fewer digits belong to words around the numbers: window 3, 24 hours."""


class Found(NamedTuple):
    """A number in a text: where it stands, and what a phone dials (without the extension)."""

    start: int
    end: int
    dial: str


def find_numbers(text: str) -> Iterator[Found]:
    """Yield the numbers of a running text that are phone numbers beyond doubt."""
    for match in _NUMBER.finditer(text.translate(_WIDE)):
        if any(match[kind] for kind in _CLEAR) or (match["hotline"] or "").startswith("12"):
            yield Found(match.start(), match.end(), _dial(match["main"]))


def _dial(number: str) -> str:
    digits = re.sub(r"\D", "", number)
    country = re.match(r"(?:00)?86(?=\d{9})", digits)
    return f"+86{digits[country.end() :].lstrip('0')}" if country else digits


def odd_numbers(text: str) -> list[str]:
    """Return what looks like a number in a text of phone numbers and is none, as it is written there.

    A number without area code is right behind one that has it.
    """
    plain = text.translate(_WIDE)
    rest, area_known = list(plain), False
    for match in _NUMBER.finditer(plain):
        if match["local"] and not area_known:
            continue
        area_known = area_known or bool(match["area"])
        rest[match.start() : match.end()] = "\n" * (match.end() - match.start())
    left = _NO_NUMBER.sub(lambda match: "\n" * len(match[0]), "".join(rest))
    runs = _DIGITS.finditer(left)
    return [text[run.start() : run.end()] for run in runs if len(re.sub(r"\D", "", run[0])) >= _SHORTEST]


def phone_fault(text: str) -> str:
    """Return what is wrong with a text of phone numbers, as a sentence; empty where nothing is.

    Several numbers may stand side by side, with words and notes around them.
    """
    if not text.strip():
        return ""
    odd = odd_numbers(text)
    if odd:
        return _(
            "“%(odd)s” is no complete phone number. Write a landline with its area code (0729-5550501, with an"
            " extension 0729-5550501转8), a mobile with 11 digits, a hotline as 12345 or 400-123-4567; put 、"
            " between several."
        ) % {"odd": "、".join(odd)}
    if not _NUMBER.search(text.translate(_WIDE)):
        return _("No phone number stands here. If there is none, leave the field empty.")
    return ""


def holds_phones(column: str) -> bool:
    """Tell whether a column of that name holds phone numbers: all such are called ``phone`` or end in it."""
    return column == "phone" or column.endswith("_phone")
