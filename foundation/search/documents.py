"""What is indexed of one public record. Pure."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

TOKEN_VERSION: Final = 2
"""Raised when the tokens change; entries of an older version are then written anew."""


@dataclass(frozen=True)
class SearchDocument:
    """What is indexed of one public record."""

    kind: str
    object_id: int
    title: str
    body: str = ""
    code: str = ""
    keywords: str = ""
    department_id: int | None = None
    themes: tuple[str, ...] = ()
    """Codes of all themes it stands under."""
    published_on: dt.date | None = None
    hits: int = 0
    feeds_terms: bool = False
    """Whether the title is what people call the thing: it feeds suggestions and spelling."""

    def digest(self) -> str:
        """Return the checksum of everything that the entry is made of."""
        parts = (
            TOKEN_VERSION, self.title, self.body, self.code, self.keywords, self.department_id, self.themes,
            self.published_on, self.hits,
        )  # fmt: skip
        return hashlib.sha256("\x00".join(map(str, parts)).encode("utf-8", "replace")).hexdigest()


def texts(*parts: str | Iterable[str]) -> str:
    """Return the words of a document as one text, a line each."""
    lines = [part for one in parts for part in ([one] if isinstance(one, str) else one)]
    return "\n".join(line.strip() for line in lines if line and line.strip())
