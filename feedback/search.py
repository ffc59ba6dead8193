"""What of feedback can be found, and how it is shown: published answers, solicitations, questionnaires; no message."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from feedback.models.published import ANSWER_KIND, PublishedAnswer
from feedback.models.published_solicitations import CONSULTATION_KIND, PublishedSolicitation
from feedback.models.questionnaires import SURVEY_KIND, PublishedQuestionnaire
from foundation.search.documents import SearchDocument, texts
from foundation.search.kinds import SearchKind, Shown, live_documents


def answer_documents(ids: Collection[int] | None) -> Iterator[SearchDocument]:
    """Yield the documents of published answers: to these messages, or of all."""
    rows = PublishedAnswer.objects.order_by("pk")
    for row in (rows if ids is None else rows.filter(message__in=ids).select_for_update(of=("self",))).iterator(
        chunk_size=500
    ):
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


def show_consultations(ids: Collection[int]) -> Mapping[int, Shown]:
    """Return the public solicitations among these."""
    rows = PublishedSolicitation.objects.filter(record__in=ids).select_related("department")
    return {
        row.record_id: Shown(row.local_title, row.get_absolute_url(), row.lead, row.number, row.department.local_name)
        for row in rows
    }


def show_surveys(ids: Collection[int]) -> Mapping[int, Shown]:
    """Return the public questionnaires among these."""
    rows = PublishedQuestionnaire.objects.filter(record__in=ids).select_related("department")
    return {
        row.record_id: Shown(row.local_title, row.get_absolute_url(), "", row.number, row.department.local_name)
        for row in rows
    }


KINDS: Final = (
    SearchKind(ANSWER_KIND, _("Published answers"), answer_documents, show_answers, "feedback:answer_detail"),
    SearchKind(
        CONSULTATION_KIND,
        _("Opinion solicitations"),
        lambda ids: live_documents(PublishedSolicitation.objects.all(), ids),
        show_consultations,
        "consultations:detail",
    ),
    SearchKind(
        SURVEY_KIND,
        _("Questionnaires"),
        lambda ids: live_documents(PublishedQuestionnaire.objects.all(), ids),
        show_surveys,
        "surveys:detail",
    ),
)
