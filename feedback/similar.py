"""What is answered already and sounds like what somebody is writing: published answers and guides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from feedback.models.published import ANSWER_KIND, PublishedAnswer
from foundation.alike import Suggestion, alike
from foundation.listings import local_label
from foundation.search.hints import found_or_named
from guides.models import PublishedGuide
from guides.publication import GUIDE_KIND

KINDS: Final = (ANSWER_KIND, GUIDE_KIND)
_TITLES: Final = ("title", "title_en")
_FILLERS: Final = re.compile(
    r"我想|我要|想要|请问|请|咨询|投诉|建议|举报|求助|反映|关于|有关|相关|问题|情况|怎么办|怎么|如何|什么|哪里|为什么|"
    r"为何|能否|可以|是否|需要|办理|一下|的|和|与|及|吗|呢"
)
"""Words that many messages have and that tell nothing about what is meant."""


def suggest(subject: str) -> list[Suggestion]:
    """Return published answers and guides that answer the subject."""
    return found_or_named(subject, KINDS, _FILLERS, _named)


def _named(pieces: list[str], needed: int | None = None) -> Iterator[tuple[int, Suggestion]]:
    for score, answer in alike(PublishedAnswer.objects.only("number", "subject"), pieces, ("subject",), needed=needed):
        url = reverse("feedback:answer_detail", args=[answer.number])
        yield score, Suggestion(local_label(answer.subject, ""), _("Published answer"), url)
    for score, guide in alike(PublishedGuide.objects.only("slug", *_TITLES), pieces, _TITLES, needed=needed):
        url = reverse("guides:guide_detail", args=[guide.slug])
        yield score, Suggestion(local_label(guide.title, guide.title_en), _("Service guide"), url)
