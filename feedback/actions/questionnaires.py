"""The verbs of questionnaires beside publishing: number a draft, and keep a sheet of answers."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from feedback.models import PublishedQuestionnaire, Questionnaire, ResponseAnswer, ResponseSheet
from feedback.questionnaire_documents import QuestionDocument, QuestionnaireDocument
from feedback.surveys import ANSWER_LENGTH, QuestionKind, SurveyState
from foundation.numbering import next_number
from foundation.publishing.reading import document_of
from foundation.workflow import Conflict, Refused


@dataclass(frozen=True)
class GivenAnswer:
    """The answer to one question: chosen places in its list, or a text."""

    choices: tuple[int, ...] = ()
    text: str = ""


def number_questionnaire(questionnaire: Questionnaire, *, on: dt.date) -> None:
    """Give a new draft its number, which is its address on the site; runs in the transaction that saves it."""
    questionnaire.number = f"{on.year}-{next_number(f'feedback-questionnaire/{on.year}'):03d}"


def send_sheet(
    row: PublishedQuestionnaire, given: Mapping[str, GivenAnswer], *, token: uuid.UUID, today: dt.date
) -> ResponseSheet:
    """Keep a sheet of answers, by the keys of the questions, and return it.

    The same token sent twice gives the same sheet.  Nothing goes to the audit trail: moment and order of its entries
    could tell whose sheet it was.  Raises Refused when the questionnaire does not run or an answer does not fit,
    Conflict when the form was filled in anew.
    """
    known = _sent_before(given, token)
    if known is not None:
        return known
    if row.state_on(today) != SurveyState.RUNNING:
        raise Refused(_("This questionnaire cannot be answered any more."))
    document: QuestionnaireDocument = document_of(row.revision)
    for question in document.questions:
        _check(question, given.get(question.key, GivenAnswer()))
    try:
        with transaction.atomic():
            sheet = ResponseSheet.objects.create(questionnaire=row.record, token=token, given_on=today)
            answers = (
                _rows(sheet, question, given.get(question.key, GivenAnswer())) for question in document.questions
            )
            ResponseAnswer.objects.bulk_create(answer for rows in answers for answer in rows)
    except IntegrityError:
        twin = _sent_before(given, token)
        if twin is None:
            raise
        return twin
    return sheet


def _sent_before(given: Mapping[str, GivenAnswer], token: uuid.UUID) -> ResponseSheet | None:
    sheet = ResponseSheet.objects.filter(token=token).first()
    if sheet is None:
        return None
    kept = {(row.question_key, row.choice, row.text) for row in sheet.answers.all()}
    if kept != {cell for key, answer in given.items() for cell in _cells(key, answer)}:
        raise Conflict(_("This sheet was sent before, with other answers; those count and are not changed."))
    return sheet


def _check(question: QuestionDocument, answer: GivenAnswer) -> None:
    """Raise Refused unless the answer fits the question."""
    is_text = question.kind == QuestionKind.TEXT
    many = len(set(answer.choices)) == len(answer.choices) and question.kind == QuestionKind.SEVERAL
    fits = (
        (not answer.choices if is_text else not answer.text)
        and all(0 <= choice < len(question.answers) for choice in answer.choices)
        and (len(answer.choices) <= 1 or many)
        and len(answer.text) <= ANSWER_LENGTH
    )
    if not fits or (question.is_required and not (answer.choices or answer.text)):
        raise Refused(_("The answer to “%s” does not fit the question.") % question.title)


def _cells(key: str, answer: GivenAnswer) -> Iterator[tuple[str, int | None, str | None]]:
    """Yield what is kept of an answer: the key of the question with a chosen place, or with the text."""
    for choice in answer.choices:
        yield key, choice, None
    if answer.text:
        yield key, None, answer.text


def _rows(sheet: ResponseSheet, question: QuestionDocument, answer: GivenAnswer) -> list[ResponseAnswer]:
    return [
        ResponseAnswer(sheet=sheet, question_key=key, choice=choice, text=text)
        for key, choice, text in _cells(question.key, answer)
    ]
