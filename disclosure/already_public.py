"""What is public already and sounds like what somebody is about to ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure.addresses import document_url
from disclosure.models import PublishedPublication
from disclosure.publication import DOCUMENT_KIND
from foundation.alike import Suggestion, alike
from foundation.listings import local_label
from foundation.search.hints import found_or_named
from guides.models import PublishedGuide
from guides.publication import GUIDE_KIND

KINDS: Final = (DOCUMENT_KIND, GUIDE_KIND, "answer", "consultation")
"""Kinds of the search that may answer a request; the last two belong to an app beside this one."""
_TITLES: Final = ("title", "title_en")
_FILLERS: Final = re.compile(
    r"政府信息公开|申请公开|公开|申请|查询|查阅|获取|了解|知道|我想|我要|想要|请问|请|关于|有关|相关|情况|信息|资料|的|和|与|及"
)
"""Words that every request has and that tell nothing about what is wanted."""


def suggest(subject: str) -> list[Suggestion]:
    """Return public records that answer the subject."""
    return found_or_named(subject, KINDS, _FILLERS, _named)


def _named(pieces: list[str], needed: int | None = None) -> Iterator[tuple[int, Suggestion]]:
    texts = PublishedPublication.objects.only("index_text", *_TITLES)
    for score, text in alike(texts, pieces, _TITLES, needed=needed):
        label = local_label(text.title, text.title_en)
        yield score, Suggestion(label, _("Published information"), document_url(text.index_text))
    for score, guide in alike(PublishedGuide.objects.only("slug", *_TITLES), pieces, _TITLES, needed=needed):
        url = reverse("guides:guide_detail", args=[guide.slug])
        yield score, Suggestion(local_label(guide.title, guide.title_en), _("Service guide"), url)
