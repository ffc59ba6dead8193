"""One value from a file to the draft, and back.

Files bring texts, numbers, truth values and dates; spreadsheets also bring what a program made of the typed
text.  Whatever cannot be taken without a guess is refused with a sentence.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guides.exchange.columns import Column, Kind
from guides.exchange.problems import BadValue

_EXACT: Final = 10**15
"""Spreadsheets keep fifteen digits; a longer number has lost its end."""

_POWER: Final = re.compile(r"[+-]?\d+([.,]\d+)?E[+-]\d+", re.IGNORECASE)
_SEPARATORS: Final = re.compile(r"[;；,，、|\n]+")
_DATE: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]00:00(?::00)?)?")
_YES: Final = frozenset({"true", "yes", "y", "1", "是", "有", "√", "✓"})
_NO: Final = frozenset({"false", "no", "n", "0", "否", "无", "×", "✗"})


@dataclass(frozen=True)
class Formula:
    """A cell that holds a formula or an error instead of a value."""

    text: str

    def __str__(self) -> str:
        return self.text


def parse(column: Column, raw: Any) -> Any:
    """Turn a raw value into the value of the draft.

    Departments, themes and files become texts here and are looked up later.  Raises BadValue with a sentence
    that says what the column takes.
    """
    if isinstance(raw, Formula):
        raise BadValue(_("This cell holds a formula; replace it with its value (copy, paste as values)."))
    if raw is None or raw == "":
        return column.empty
    return _PARSERS[column.kind](column, raw)


def _text(_column: Column, raw: Any) -> str:
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


def _identifier(column: Column, raw: Any) -> str:
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        raise BadValue(_("A number stands where a code belongs; format the cell as text and type the code again."))
    text = _text(column, raw).strip()
    if _POWER.fullmatch(text):
        raise BadValue(
            _("A spreadsheet turned this code into a number; format the cell as text and type the code again.")
        )
    return text


def _integer(_column: Column, raw: Any) -> int:
    if isinstance(raw, (dt.date, dt.time)):
        raise BadValue(_("A date stands where a number belongs; format the cell as a number and type it again."))
    if isinstance(raw, str) and re.fullmatch(r"[+-]?\d{1,9}(\.0+)?", raw.strip(), re.ASCII):
        return int(float(raw))
    if isinstance(raw, (int, float)) and not isinstance(raw, bool) and abs(raw) < _EXACT and raw == int(raw):
        return int(raw)
    raise BadValue(_("A whole number belongs here, in digits and without a unit."))


def _boolean(_column: Column, raw: Any) -> bool:
    word = str(raw).strip().lower()
    if isinstance(raw, (bool, str, int)) and word in _YES | _NO:
        return word in _YES
    raise BadValue(_("Write “true” or “false” (是 or 否)."))


def _date(_column: Column, raw: Any) -> dt.date:
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


@functools.cache
def _words(column: Column) -> dict[str, str]:
    """Return every word that stands for a code: the code and its labels in all languages."""
    found = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found.update({str(label).lower(): code for code, label in column.codes.items()})
    return {**found, **{code.lower(): code for code in column.codes}}


def _choice(column: Column, raw: Any) -> str:
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    if isinstance(raw, bool) or not isinstance(raw, (str, int)):
        raise BadValue(_unknown_code(column))
    word = str(raw).strip().lower()
    width = max(map(len, column.codes))
    code = _words(column).get(word) or _words(column).get(word.zfill(width) if word.isdigit() else word)
    if code is None:
        raise BadValue(_unknown_code(column))
    return code


def _unknown_code(column: Column) -> str:
    known = _("; ").join(f"{code} {label}" for code, label in column.codes.items())
    return _("This is not in the code list. Known: %(codes)s.") % {"codes": known}


def _choices(column: Column, raw: Any) -> list[str]:
    return list(dict.fromkeys(_choice(column, entry) for entry in entries(raw)))


def entries(raw: Any) -> list[Any]:
    """Return the entries of a list, or of a text that separates them."""
    if isinstance(raw, str):
        return [part.strip() for part in _SEPARATORS.split(raw) if part.strip()]
    return raw if isinstance(raw, list) else [raw]


def _names(column: Column, raw: Any) -> list[str]:
    return list(dict.fromkeys(_identifier(column, entry) for entry in entries(raw)))


_PARSERS: Final[dict[Kind, Callable[[Column, Any], Any]]] = {
    Kind.TEXT: _text,
    Kind.IDENTIFIER: _identifier,
    Kind.INTEGER: _integer,
    Kind.BOOLEAN: _boolean,
    Kind.DATE: _date,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.DEPARTMENT: _identifier,
    Kind.THEMES: _names,
    Kind.FILE: _text,
}


def show(column: Column, value: Any) -> Any:
    """Turn the value of a draft into what files hold: texts, numbers, truth values, None and lists of codes."""
    match column.kind:
        case Kind.DATE:
            return value.isoformat() if value else None
        case Kind.DEPARTMENT:
            return value.code
        case Kind.THEMES:
            return sorted(theme.code for theme in value.all())
        case Kind.FILE:
            return f"{value.sha256} {value.name}" if value else None
        case Kind.CHOICES:
            return list(value)
        case _:
            return value


def as_cell(value: Any) -> str | int | bool | None:
    """Turn a shown value into what one cell can hold."""
    if isinstance(value, list):
        return ";".join(value)
    return value  # type: ignore[no-any-return]


def more(count: int) -> str:
    """Return the words for a list that is cut off."""
    return ngettext("and %(n)d more", "and %(n)d more", count) % {"n": count}
