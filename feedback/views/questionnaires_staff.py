"""The office's side of questionnaires: list, results with short texts, sheets behind each figure."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from feedback.models import Questionnaire, ResponseSheet
from feedback.questionnaire_documents import QuestionDocument, QuestionnaireDocument
from feedback.reports.questionnaires import read_results
from foundation import access
from foundation.access import Capability, get_visible_or_404
from foundation.clock import local_today
from foundation.privacy import mask_text
from foundation.publishing.reading import document_of
from foundation.staff_pages import staff_page, staff_view

PAGE_SIZE: Final = 50
SHEETS: Final = 20
"""Sheets on a page."""


@require_safe
@staff_view(Capability.VIEW_CONTENT)
def questionnaire_list(request: HttpRequest) -> HttpResponse:
    """The questionnaires of one's departments and how many sheets came."""
    visible = access.scope_of(request.user, Capability.VIEW_CONTENT).limit(Questionnaire.objects.all())
    rows = visible.select_related("department", "published").annotate(sheet_count=Count("sheets"))
    rows = rows.order_by("-starts_on", "-id")
    page, today = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")), local_today()
    lines = [{"record": row, "state": _state(row, today), "public": getattr(row, "published", None)} for row in page]
    context = {"page": page, "lines": lines, "query": ""}
    return staff_page(request, "feedback/staff/questionnaire_list.html", context, title=_("Results of questionnaires"))


def _state(row: Questionnaire, today: dt.date) -> Any:
    public = getattr(row, "published", None)
    return public.state_on(today) if public is not None else None


def _visible(request: HttpRequest, number: str) -> Questionnaire:
    visible = Questionnaire.objects.select_related("department", "published__revision")
    return get_visible_or_404(visible, request.user, Capability.VIEW_CONTENT, number=number)


def _document(record: Questionnaire) -> QuestionnaireDocument:
    """Return the questions as people were asked: those of the live revision, or of the draft."""
    public = getattr(record, "published", None)
    document: QuestionnaireDocument = document_of(public.revision) if public is not None else record.make_document()
    return document


@require_safe
@staff_view(Capability.VIEW_CONTENT)
def questionnaire_detail(request: HttpRequest, number: str) -> HttpResponse:
    """The results so far; each figure leads to its sheets."""
    record = _visible(request, number)
    document = _document(record)
    context = {
        "record": record,
        "doc": document,
        "row": getattr(record, "published", None),
        "results": read_results(record.pk, document),
    }
    return staff_page(request, "feedback/staff/questionnaire_detail.html", context, title=str(record))


@require_safe
@staff_view(Capability.VIEW_CONTENT)
def sheet_list(request: HttpRequest, number: str) -> HttpResponse:
    """The sheets behind a figure: all, those that answer a question, or those that chose an answer."""
    record = _visible(request, number)
    document = _document(record)
    key, choice = request.GET.get("question", ""), request.GET.get("choice", "")
    question = next((one for one in document.questions if one.key == key), None)
    place = int(choice) if question and choice.isascii() and choice.isdecimal() and len(choice) < 4 else None
    page = Paginator(_sheets(record, question, place), SHEETS).get_page(request.GET.get("page"))
    context = {
        "record": record,
        "page": page,
        "sheets": [{"sheet": sheet, "answers": _in_words(sheet, document)} for sheet in page],
        "question": question,
        "chosen": question.answers[place] if question and place is not None and place < len(question.answers) else "",
        "query": f"question={key}" + (f"&choice={place}" if place is not None else "") if question else "",
    }
    return staff_page(request, "feedback/staff/sheet_list.html", context, title=_("Sheets: %s") % record)


def _sheets(record: Questionnaire, question: QuestionDocument | None, place: int | None) -> QuerySet[ResponseSheet]:
    sheets = record.sheets.prefetch_related("answers")
    if question is None:
        return sheets
    given: dict[str, Any] = {"answers__question_key": question.key}
    return sheets.filter(**given, **({} if place is None else {"answers__choice": place})).distinct()


def _in_words(sheet: ResponseSheet, document: QuestionnaireDocument) -> list[tuple[str, str]]:
    """Return each question with what the sheet answers to it; short texts are masked."""
    given: dict[str, list[str]] = {}
    questions = {question.key: question for question in document.questions}
    for answer in sheet.answers.all():
        question = questions.get(answer.question_key)
        if question is not None:
            words = mask_text(answer.text) if answer.choice is None else question.answers[answer.choice]
            given.setdefault(question.key, []).append(words)
    return [(question.title, "；".join(given.get(question.key, [])) or "—") for question in document.questions]
