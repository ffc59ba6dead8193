"""One value from a file to the draft, and back.

What single cells mean is told by ``foundation.tables.cells``; here it is held against the columns of the catalog.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.tables import cells
from foundation.tables.problems import BadValue
from guides.exchange.columns import Column, Kind

_SEPARATORS: Final = re.compile(r"[;；,，、|\n]+")


def parse(column: Column, raw: Any) -> Any:
    """Turn a raw value into the value of the draft.

    Departments, themes and files become texts here and are looked up later.  Raises BadValue with a sentence
    that says what the column takes.
    """
    if isinstance(raw, cells.Formula):
        raise BadValue(_("This cell holds a formula; replace it with its value (copy, paste as values)."))
    if raw is None or raw == "":
        return column.empty
    coded = _CODED.get(column.kind)
    return coded(column, raw) if coded else _PLAIN[column.kind](raw)


@functools.cache
def _words(column: Column) -> Mapping[str, str]:
    return cells.words_of(column.codes)


def _choice(column: Column, raw: Any) -> str:
    return cells.read_choice(raw, column.codes, _words(column))


def _choices(column: Column, raw: Any) -> list[str]:
    return list(dict.fromkeys(_choice(column, entry) for entry in entries(raw)))


def entries(raw: Any) -> list[Any]:
    """Return the entries of a list, or of a text that separates them."""
    if isinstance(raw, str):
        return [part.strip() for part in _SEPARATORS.split(raw) if part.strip()]
    return raw if isinstance(raw, list) else [raw]


def _names(raw: Any) -> list[str]:
    return list(dict.fromkeys(cells.read_identifier(entry) for entry in entries(raw)))


_PLAIN: Final[dict[Kind, Callable[[Any], Any]]] = {
    Kind.TEXT: cells.read_text,
    Kind.IDENTIFIER: cells.read_identifier,
    Kind.INTEGER: cells.read_integer,
    Kind.BOOLEAN: cells.read_boolean,
    Kind.DATE: cells.read_date,
    Kind.DEPARTMENT: cells.read_identifier,
    Kind.THEMES: _names,
    Kind.KEYS: _names,
    Kind.FILE: cells.read_text,
}
_CODED: Final[dict[Kind, Callable[[Column, Any], Any]]] = {Kind.CHOICE: _choice, Kind.CHOICES: _choices}


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
        case Kind.CHOICES | Kind.KEYS:
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
