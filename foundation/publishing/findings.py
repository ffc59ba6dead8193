"""What a document would give away: the leak check over its texts and files, before a second person releases it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from foundation.attachments import StoredFile
from foundation.file_checks import leaks_of
from foundation.leak_check import Leak, Severity, check_text
from foundation.publishing.quotes import FileQuote

CODE_LENGTH = 40


@dataclass(frozen=True)
class Finding:
    """Something that should not go out, and the text or file in which it stands."""

    leak: Leak
    source: str

    @property
    def code(self) -> str:
        """The code under which a revision keeps that it was released all the same."""
        return f"leak_{self.leak.personal or self.leak.kind}"[:CODE_LENGTH]

    @property
    def is_grave(self) -> bool:
        """Whether a release needs a reason."""
        return self.leak.severity == Severity.STOP

    def as_json(self) -> dict[str, Any]:
        """Return the finding as plain values."""
        return {"source": self.source, **self.leak.as_json()}


def find_leaks(texts: Iterable[tuple[str, str]], files: Iterable[FileQuote]) -> list[Finding]:
    """Return what the texts (each with its label) and quoted files would give away, the grave things first."""
    found = [Finding(leak, label) for label, text in texts if text for leak in check_text(text)]
    quotes = list(files)
    stored = StoredFile.objects.in_bulk([quote.id for quote in quotes])
    for quote in quotes:
        found += [Finding(leak, quote.name) for leak in leaks_of(stored[quote.id])]
    return sorted(found, key=lambda finding: not finding.is_grave)
