"""What is public already and sounds like what somebody is about to ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure.addresses import document_url
from disclosure.models import PublishedPublication
from foundation.alike import Suggestion, alike, best, telling_pieces
from foundation.listings import local_label
from guides.models import PublishedGuide

_TITLES: Final = ("title", "title_en")
_FILLERS: Final = re.compile(
    r"政府信息公开|申请公开|公开|申请|查询|查阅|获取|了解|知道|我想|我要|想要|请问|请|关于|有关|相关|情况|信息|资料|的|和|与|及"
)
"""Words that every request has and that tell nothing about what is wanted."""


def suggest(subject: str) -> list[Suggestion]:
    """Return public texts and guides whose names share pieces with the subject, most alike first."""
    pieces = telling_pieces(subject, _FILLERS)
    return best(_found(pieces)) if pieces else []


def _found(pieces: list[str]) -> Iterator[tuple[int, Suggestion]]:
    texts = PublishedPublication.objects.only("index_text", *_TITLES)
    for score, text in alike(texts, pieces, _TITLES):
        label = local_label(text.title, text.title_en)
        yield score, Suggestion(label, _("Published information"), document_url(text.index_text))
    for score, guide in alike(PublishedGuide.objects.only("slug", *_TITLES), pieces, _TITLES):
        url = reverse("guides:guide_detail", args=[guide.slug])
        yield score, Suggestion(local_label(guide.title, guide.title_en), _("Service guide"), url)
