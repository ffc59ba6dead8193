"""Index numbers (索引号): ``organisation code/year-serial`` in the forms that real organs use. Pure."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

PREFIX_PATTERN: Final = r"^[0-9A-Z]{9}([0-9A-Z]{9})?$"
"""An organisation code of 9 characters or a unified social credit code of 18."""
PATTERN: Final = r"^[0-9A-Z]{9}([0-9A-Z]{9})?/[0-9]{4}([0-9]{2})?-[0-9]{5,6}$"
"""``000014349/2019-01298``, ``11341702486344515H/202110-00013``: understood by Python and PostgreSQL alike."""

_PARTS: Final = re.compile(r"([0-9A-Z]{9}(?:[0-9A-Z]{9})?)/([0-9]{4})([0-9]{2})?-([0-9]{5,6})", re.ASCII)


@dataclass(frozen=True)
class IndexParts:
    """What an index number consists of."""

    prefix: str
    year: int
    month: int | None
    serial: int


def parse_index(text: str) -> IndexParts:
    """Return the parts of an index number; raise ValueError where it has another form or a month 13."""
    found = _PARTS.fullmatch(text)
    if found is None:
        raise ValueError(text)
    prefix, year, month, serial = found.groups()
    if month is not None and not 1 <= int(month) <= 12:
        raise ValueError(text)
    return IndexParts(prefix, int(year), int(month) if month else None, int(serial))


def format_index(prefix: str, on: dt.date, serial: int, *, digits: int, with_month: bool) -> str:
    """Return the index number that a body gives on a day."""
    month = f"{on.month:02d}" if with_month else ""
    return f"{prefix}/{on.year}{month}-{serial:0{digits}d}"
