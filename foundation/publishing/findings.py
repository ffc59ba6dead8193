"""What a document would give away: the leak check over its texts and files, before a second person releases it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from foundation.attachments import StoredFile
from foundation.file_checks import leaks_of
from foundation.leak_check import Leak, Severity, check_text


@dataclass(frozen=True)
class Finding:
    """Something that should not go out, and the text or file in which it stands."""

    leak: Leak
    source: str

    @property
    def code(self) -> str:
        """The code under which a revision keeps that it was submitted with this."""
        return str(self.leak.personal or self.leak.kind)

    @property
    def is_grave(self) -> bool:
        """Whether a release needs a reason."""
        return self.leak.severity == Severity.STOP

    def as_json(self) -> dict[str, Any]:
        """Return the finding as plain values."""
        return {"source": self.source, **self.leak.as_json()}


def find_leaks(texts: Iterable[tuple[str, str]], files: Iterable[tuple[str, int]], *, wait: bool) -> list[Finding]:
    """Return what texts and stored files (each with its label) would give away, the grave things first.

    A file that was not looked into yet is looked into now; without ``wait`` it is only named.
    """
    found = [Finding(leak, label) for label, text in texts if text for leak in check_text(text)]
    named = list(files)
    stored = StoredFile.objects.in_bulk([key for _label, key in named])
    for label, key in named:
        found += [Finding(leak, label) for leak in leaks_of(stored[key], wait=wait)]
    return sorted(found, key=lambda finding: not finding.is_grave)
