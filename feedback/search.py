"""What of published answers can be found, and how it is shown; messages themselves never are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from feedback.models.published import ANSWER_KIND, PublishedAnswer
from foundation.search.documents import SearchDocument, texts
from foundation.search.kinds import SearchKind, Shown


def answer_documents() -> Iterator[SearchDocument]:
    """Yield the documents of all published answers."""
    for row in PublishedAnswer.objects.order_by("pk").iterator(chunk_size=500):
        yield row.search_document()


def show_answers(ids: Collection[int]) -> Mapping[int, Shown]:
    """Return the published answers among these."""
    rows = PublishedAnswer.objects.filter(message__in=ids).select_related("department")
    return {
        row.message_id: Shown(
            row.subject,
            reverse("feedback:answer_detail", args=[row.number]),
            texts(row.question, row.answer),
            row.number,
            row.department.local_name,
        )
        for row in rows
    }


KINDS: Final = (SearchKind(ANSWER_KIND, _("Published answers"), answer_documents, show_answers),)
