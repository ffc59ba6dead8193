"""The text that the public may read: everything personal starred out, except what is an office's own.

The phone numbers of departments and windows stand in replies so that people call them; masked, they would help nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, Self

from django.utils.functional import cached_property

from feedback.entries import WriterEntry
from foundation.organization import Department
from foundation.privacy import HALF_WIDTH, Finding, Kind, find_personal

if TYPE_CHECKING:
    from feedback.models.messages import Writer

_PHONES: Final = frozenset({Kind.LANDLINE, Kind.MOBILE})
_DIGITS: Final = re.compile(r"\D+")
_SHORTEST_PHONE: Final = 7
_SHORTEST_KNOWN: Final = 2
"""A single character occurs in every text."""


def _digits(text: str) -> str:
    return _DIGITS.sub("", text.translate(HALF_WIDTH))


class Masker:
    """Masks texts; the numbers of offices are read once, when the first phone number is found.

    ``known`` holds what the writer said about themselves, by its kind: it is found wherever it stands, also where
    nothing in the text announces a name.
    """

    def __init__(self, known: Iterable[tuple[Kind, str]] = ()) -> None:
        self._known = [(kind, words.strip()) for kind, words in known if len(words.strip()) >= _SHORTEST_KNOWN]

    @classmethod
    def of(cls, writer: Writer | None) -> Self:
        """Return the masker for the texts of a message with this writer."""
        if writer is None:
            return cls()
        return cls(WriterEntry(writer.name, writer.phone, writer.email, writer.address).known)

    @cached_property
    def office_numbers(self) -> frozenset[str]:
        """The digits of every phone number that a department publishes."""
        listed = Department.objects.exclude(phone="").values_list("phone", flat=True)
        numbers = (_digits(part) for phones in listed for part in re.split(r"[、,，;；/\s]+", phones))
        return frozenset(number for number in numbers if len(number) >= _SHORTEST_PHONE)

    def findings(self, text: str) -> list[Finding]:
        """Return what is personal in a text; the numbers of offices are not."""
        found = [finding for finding in find_personal(text) if not self._is_office(finding)]
        taken = [(finding.start, finding.end) for finding in found]
        for kind, words in self._known:
            for match in re.finditer(re.escape(words), text):
                if all(match.end() <= start or end <= match.start() for start, end in taken):
                    found.append(Finding(match.start(), match.end(), kind, words))
                    taken.append(match.span())
        return sorted(found)

    def mask(self, text: str) -> str:
        """Return the text with every finding masked in place; its length stays."""
        parts, done = [], 0
        for finding in self.findings(text):
            parts += [text[done : finding.start], finding.masked]
            done = finding.end
        return "".join([*parts, text[done:]])

    def leaks(self, texts: Iterable[str]) -> list[Finding]:
        """Return everything personal in several texts."""
        return [finding for text in texts for finding in self.findings(text)]

    def _is_office(self, finding: Finding) -> bool:
        if finding.kind not in _PHONES:
            return False
        number = _digits(finding.text)
        return any(number == office or office.endswith(number) for office in self.office_numbers)
