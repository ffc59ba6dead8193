"""Years and months as addresses name them: ``2026`` and ``2026-03``; pure."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final, Self

_PATTERN: Final = re.compile(r"([12]\d{3})(?:-(0[1-9]|1[0-2]))?")


@dataclass(frozen=True)
class Period:
    """A year, or one of its months."""

    year: int
    month: int | None = None

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Return the period that a text names; None where it names none."""
        found = _PATTERN.fullmatch(text)
        if found is None:
            return None
        return cls(int(found[1]), int(found[2]) if found[2] else None)

    @property
    def first(self) -> dt.date:
        """The first day."""
        return dt.date(self.year, self.month or 1, 1)

    @property
    def last(self) -> dt.date:
        """The last day."""
        month = self.month or 12
        return dt.date(self.year, month, 31) if month == 12 else dt.date(self.year, month + 1, 1) - dt.timedelta(1)

    def __str__(self) -> str:
        return f"{self.year}" if self.month is None else f"{self.year}-{self.month:02d}"
