"""Which public records quote something: a law, a fee, a form, a phone, a window.

Only live revisions are looked through, and every text in them.  Offices write the same thing in several ways, so
width, blanks, brackets and the marks around titles do not count; of phones the digits count, of forms the checksum.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import TextField
from django.db.models.functions import Cast

from approvals.models import FlowRevision, ItemRevision
from foundation.access import Scope
from foundation.audit_words import field_label
from foundation.publishing.documents import texts_in
from foundation.publishing.models import Revision
from guides.models import GuideRevision
from guides.models.impact import QuotedKind

SHORTEST: Final = 2
"""Characters: a single one stands everywhere."""
MOST_HITS: Final = 2000

REVISIONS: Final[dict[str, type[Revision]]] = {"guide": GuideRevision, "item": ItemRevision, "flow": FlowRevision}
"""The kinds of records that are looked through."""
_THROUGH_ITEM: Final = "item"
"""The part of a guide that is quoted from its item."""

_MARKS: Final = re.compile(r"[\s《》〈〉<>“”\"'‘’·•]+")
_BRACKETS: Final = str.maketrans("〔〕［］【】（）()", "[][][][][]")
_RUNS: Final = re.compile(r"\w+")
_BETWEEN_DIGITS: Final = re.compile(r"(?<=\d)[\s\-‐‑‒–—()（）]+(?=\d)")


@dataclass(frozen=True)
class Hit:
    """A public record that quotes it: which one, and in which parts of its document."""

    kind: str
    record: Any
    department_id: int
    number: int
    parts: tuple[str, ...]

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.kind}:{self.record.pk}"

    @property
    def record_words(self) -> str:
        """What kind of record it is."""
        return str(type(self.record)._meta.verbose_name)

    @property
    def is_only_through_item(self) -> bool:
        """Whether a guide quotes it only with its item: then it follows when the item is released anew."""
        return self.kind == "guide" and self.parts == (_THROUGH_ITEM,)

    @property
    def words(self) -> list[str]:
        """The parts by their labels."""
        return [field_label(type(self.record), part) for part in self.parts]


def normalize(text: str) -> str:
    """Return a text without what offices write now so, now so."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", text).translate(_BRACKETS)).casefold()


def matcher(kind: str, words: str) -> Callable[[str], bool]:
    """Return the test whether a text quotes the words.

    Numbers end where they end: 12 is not part of 120, and window B1 not of B17.
    """
    if kind == QuotedKind.PHONE:
        digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", words))
        number = re.compile(rf"(?<!\d){digits}(?!\d)") if len(digits) >= SHORTEST else None
        return lambda text: (
            number is not None and bool(number.search(_BETWEEN_DIGITS.sub("", unicodedata.normalize("NFKC", text))))
        )
    wanted = normalize(words)
    if kind == QuotedKind.FORM:
        return lambda text: normalize(text) == wanted
    before = r"(?<![0-9a-z])" if wanted[:1].isascii() else ""
    after = r"(?![0-9a-z])" if wanted[-1:].isascii() else ""
    pattern = re.compile(before + re.escape(wanted) + after)
    return lambda text: len(wanted) >= SHORTEST and bool(pattern.search(normalize(text)))


def find_quoting(kind: str, words: str, scope: Scope) -> list[Hit]:
    """Return the public records of these departments that quote the words, at most ``MOST_HITS``.

    The database leaves out what cannot fit; the rest is compared text by text.
    """
    runs = [run for run in _RUNS.findall(words) if run]
    quotes, hits = matcher(kind, words), []
    for name, model in REVISIONS.items():
        live: Any = model.objects.live().annotate(text=Cast("document", TextField()))
        for run in runs:
            live = live.filter(text__icontains=run)
        rows = scope.limit(live.select_related("record__department"), "record__department")
        for revision in rows.order_by("record__department__position", "record_id")[: MOST_HITS if runs else 0]:
            parts = tuple(part for part, value in revision.document.items() if any(map(quotes, texts_in(value))))
            if parts:
                hits.append(Hit(name, revision.record, revision.record.department_id, revision.number, parts))
    return hits[:MOST_HITS]
