"""One cell to a value: whatever cannot be taken without a guess is refused with a sentence.

Files bring texts, numbers, truth values and dates; spreadsheets also bring what a program made of the typed text.
Every reader here raises BadValue.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from foundation.tables.problems import BadValue

_EXACT: Final = 10**15
"""Spreadsheets keep fifteen digits; a longer number has lost its end."""

_POWER: Final = re.compile(r"[+-]?\d+([.,]\d+)?E[+-]\d+", re.IGNORECASE)
_DATE: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]00:00(?::00)?)?")
_YES: Final = frozenset({"true", "yes", "y", "1", "是", "有", "√", "✓"})
_NO: Final = frozenset({"false", "no", "n", "0", "否", "无", "×", "✗"})


@dataclass(frozen=True)
class Formula:
    """A cell that holds a formula or an error instead of a value."""

    text: str

    def __str__(self) -> str:
        return self.text


def read_text(raw: Any) -> str:
    """Return a text; a number of a spreadsheet as it was typed, as long as that is certain."""
    if isinstance(raw, bool) or not isinstance(raw, (str, int, float)):
        raise BadValue(_not_text(raw))
    if isinstance(raw, (int, float)):
        return _digits(raw)
    if "\x00" in raw:
        raise BadValue(_("The text holds a NUL character, which no text can; delete it."))
    try:
        raw.encode()
    except UnicodeEncodeError:
        raise BadValue(_("The text holds half a character (a lone surrogate); type it again.")) from None
    return str(raw)


def _not_text(raw: Any) -> str:
    if isinstance(raw, (dt.date, dt.time)):
        return _("A date stands where text belongs; format the cell as text and type it again.")
    return _("Text belongs here.")


def _digits(number: float) -> str:
    """Return a number of a spreadsheet as the text that was typed, as long as that is certain."""
    if abs(number) >= _EXACT:
        raise BadValue(
            _("The spreadsheet turned this into a number and lost digits; format the cell as text and type it again.")
        )
    return str(int(number)) if float(number).is_integer() else repr(number)


def read_identifier(raw: Any) -> str:
    """Return a code, which no spreadsheet may have turned into a number."""
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        raise BadValue(_("A number stands where a code belongs; format the cell as text and type the code again."))
    text = read_text(raw).strip()
    if _POWER.fullmatch(text):
        raise BadValue(
            _("A spreadsheet turned this code into a number; format the cell as text and type the code again.")
        )
    return text


def read_integer(raw: Any) -> int:
    """Return a whole number."""
    if isinstance(raw, (dt.date, dt.time)):
        raise BadValue(_("A date stands where a number belongs; format the cell as a number and type it again."))
    if isinstance(raw, str) and re.fullmatch(r"[+-]?\d{1,9}(\.0+)?", raw.strip(), re.ASCII):
        return int(float(raw))
    if isinstance(raw, (int, float)) and not isinstance(raw, bool) and abs(raw) < _EXACT and raw == int(raw):
        return int(raw)
    raise BadValue(_("A whole number belongs here, in digits and without a unit."))


def read_boolean(raw: Any) -> bool:
    """Return whether it says yes."""
    word = str(raw).strip().lower()
    if isinstance(raw, (bool, str, int)) and word in _YES | _NO:
        return word in _YES
    raise BadValue(_("Write “true” or “false” (是 or 否)."))


def read_date(raw: Any) -> dt.date:
    """Return a day, written with digits or 年月日."""
    if isinstance(raw, dt.datetime):
        return raw.date()
    if isinstance(raw, dt.date):
        return raw
    match = _DATE.fullmatch(raw.strip()) if isinstance(raw, str) else None
    try:
        if match is not None:
            return dt.date(*(int(part) for part in match.groups()))
    except ValueError:
        pass
    raise BadValue(_("A date belongs here, as in 2026-01-31."))


def words_of(codes: Mapping[str, Any]) -> dict[str, str]:
    """Return every word that stands for a code, in lower case: the code and its labels in all languages."""
    found: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found.update({str(label).lower(): code for code, label in codes.items()})
    return {**found, **{code.lower(): code for code in codes}}


def read_choice(raw: Any, codes: Mapping[str, Any], words: Mapping[str, str]) -> str:
    """Return the code that a word stands for; a spreadsheet may have taken leading zeros from a number."""
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    if isinstance(raw, bool) or not isinstance(raw, (str, int)):
        raise BadValue(_unknown_code(codes))
    word = str(raw).strip().lower()
    width = max(map(len, codes))
    code = words.get(word) or words.get(word.zfill(width) if word.isdigit() else word)
    if code is None:
        raise BadValue(_unknown_code(codes))
    return code


def _unknown_code(codes: Mapping[str, Any]) -> str:
    known = _("; ").join(f"{code} {label}" for code, label in codes.items())
    return _("This is not in the code list. Known: %(codes)s.") % {"codes": known}
