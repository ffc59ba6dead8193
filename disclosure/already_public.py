"""What is public already and sounds like what somebody is about to ask for.

Names are compared piece by piece; the site's search takes this over once it exists.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure.addresses import document_url
from disclosure.models import PublishedPublication
from foundation.filters import normalize, pieces_of
from foundation.listings import Label, local_label
from guides.models import PublishedGuide

SHOWN: Final = 5
MOST_PIECES: Final = 12
SHORTEST: Final = 2
_LONG_NUMBER: Final = re.compile(r"\d{7,}")
"""No title has such a number, but an identity card or a phone has."""
_FILLERS: Final = re.compile(
    r"政府信息公开|申请公开|公开|申请|查询|查阅|获取|了解|知道|我想|我要|想要|请问|请|关于|有关|相关|情况|信息|资料|的|和|与|及"
)
"""Words that every request has and that tell nothing about what is wanted."""


@dataclass(frozen=True)
class Suggestion:
    """Something public: its title, what kind of page it is, and where."""

    title: Label
    kind: str
    url: str


def suggest(subject: str) -> list[Suggestion]:
    """Return public texts and guides whose names share pieces with the subject, most alike first."""
    pieces = _pieces(subject)
    if not pieces:
        return []
    found = [
        *_alike(PublishedPublication.objects.all(), pieces, "index_text", _("Published information"), document_url),
        *_alike(PublishedGuide.objects.all(), pieces, "slug", _("Service guide"), _guide_url),
    ]
    found.sort(key=lambda scored: -scored[0])
    return [suggestion for _score, suggestion in found[:SHOWN]]


def _guide_url(slug: str) -> str:
    return reverse("guides:guide_detail", args=[slug])


def _pieces(subject: str) -> list[str]:
    plain = _FILLERS.sub(" ", _LONG_NUMBER.sub(" ", normalize(subject)))
    return [piece for piece in pieces_of(plain) if len(piece) >= SHORTEST][:MOST_PIECES]


def _alike(
    queryset: QuerySet[Any], pieces: list[str], address: str, kind: str, url: Callable[[str], str]
) -> Iterator[tuple[int, Suggestion]]:
    """Yield, with their score, the rows that share at least a third of the pieces, but two where there are several."""
    score: Any = Value(0)
    for piece in pieces:
        fits = Q(title__icontains=piece) | Q(title_en__icontains=piece)
        score = score + Case(When(fits, then=1), default=0, output_field=IntegerField())
    needed = max(min(2, len(pieces)), -(-len(pieces) // 3))
    alike = queryset.order_by().annotate(score=score).filter(score__gte=needed).order_by(F("score").desc(), "pk")
    for row in alike.values("title", "title_en", "score", address)[:SHOWN]:
        yield row["score"], Suggestion(local_label(row["title"], row["title_en"]), kind, url(row[address]))
