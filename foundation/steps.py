"""How a computed day explains itself: one sentence after the other, each with its day and what says so; pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.utils.functional import Promise


@dataclass(frozen=True)
class Step:
    """One sentence of an explanation: a day, what follows from it, and the text that says so."""

    on: dt.date
    sentence: Promise
    values: dict[str, object] = field(default_factory=dict)
    source: str = ""

    @property
    def text(self) -> str:
        """The sentence in the active language."""
        return str(self.sentence) % self.values

    def __str__(self) -> str:
        return f"{self.on.isoformat()}  {self.text}" + (f"（{self.source}）" if self.source else "")
