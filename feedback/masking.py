"""The text that the public may read: everything personal starred out, except what is an office's own.

The phone numbers of departments and windows stand in replies so that people call them; masked, they would help nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
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
_NOBODY: Final = frozenset(
    (
        "市民", "热心市民", "业主", "群众", "匿名", "匿名者", "居民", "网友", "家长",
        "村民", "学生", "先生", "女士", "老师", "职工", "员工", "用户", "游客", "顾客",
        "乘客", "患者", "百姓", "老百姓", "消费者", "当事人", "无名氏", "保密", "某某",
    )
)  # fmt: skip
"""What people write instead of a name; starred out, it would only hide ordinary words."""


def _digits(text: str) -> str:
    return _DIGITS.sub("", text.translate(HALF_WIDTH))


def _tells(kind: Kind, words: str) -> bool:
    """Tell whether words of the writer identify somebody: a company, a bare street or “a citizen” does not."""
    if len(words) < _SHORTEST_KNOWN or (kind == Kind.NAME and words in _NOBODY):
        return False
    return Finding(0, len(words), kind, words).masked != words


class Offices:
    """The phone numbers that departments publish; read once, when the first phone number is found."""

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The digits of each of them."""
        listed = Department.objects.exclude(phone="").values_list("phone", flat=True)
        numbers = (_digits(part) for phones in listed for part in re.split(r"[、,，;；/\s]+", phones))
        return frozenset(number for number in numbers if len(number) >= _SHORTEST_PHONE)


def known_of(writer: Writer | None) -> Sequence[tuple[Kind, str]]:
    """Return what the writer of a message said about themselves, by its kind."""
    return () if writer is None else WriterEntry(writer.name, writer.phone, writer.email, writer.address).known


class Masker:
    """Masks texts; several maskers may share the numbers of offices (``also``).

    ``known`` holds what the writer said about themselves, by its kind: it is found wherever it stands, also where
    nothing in the text announces a name.
    """

    def __init__(self, known: Iterable[tuple[Kind, str]] = (), *, offices: Offices | None = None) -> None:
        self._offices = offices or Offices()
        stripped = ((kind, words.strip()) for kind, words in known)
        self._known = [(kind, words) for kind, words in stripped if _tells(kind, words)]

    @classmethod
    def of(cls, writer: Writer | None) -> Self:
        """Return the masker for the texts of a message with this writer."""
        return cls(known_of(writer))

    def also(self, known: Iterable[tuple[Kind, str]]) -> Self:
        """Return a masker for the text of somebody else; a list of many texts reads the offices once."""
        return type(self)(known, offices=self._offices)

    def findings(self, text: str) -> list[Finding]:
        """Return what is personal in a text; the numbers of offices are not.

        What the writer said about themselves may overlap with what the text itself gives away.
        """
        found = [finding for finding in find_personal(text) if not self._is_office(finding)]
        for kind, words in self._known:
            found += [Finding(*match.span(), kind, words) for match in re.finditer(re.escape(words), text)]
        return sorted(found)

    def mask(self, text: str) -> str:
        """Return the text with every finding masked in place; where two overlap, what either stars out is starred out.

        The length stays.
        """
        signs = list(text)
        for finding in self.findings(text):
            for place, sign in enumerate(finding.masked, finding.start):
                if sign == "*":
                    signs[place] = sign
        return "".join(signs)

    def leaks(self, texts: Iterable[str]) -> list[Finding]:
        """Return everything personal in several texts."""
        return [finding for text in texts for finding in self.findings(text)]

    def _is_office(self, finding: Finding) -> bool:
        if finding.kind not in _PHONES:
            return False
        number = _digits(finding.text)
        return any(number == office or office.endswith(number) for office in self._offices.numbers)
