"""What came of a questionnaire: sheets, and how often each answer was chosen."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count

from feedback.models import ResponseAnswer, ResponseSheet
from feedback.questionnaire_documents import QuestionDocument, QuestionnaireDocument


@dataclass(frozen=True)
class ChoiceResult:
    """How often one answer was chosen."""

    place: int
    label: str
    count: int
    share: float
    """Percent of the sheets that answer this question, to one decimal."""


@dataclass(frozen=True)
class QuestionResult:
    """What came of one question."""

    question: QuestionDocument
    answered: int
    """Sheets that answer it."""
    choices: tuple[ChoiceResult, ...]


@dataclass(frozen=True)
class Results:
    """What came of all questions."""

    sheets: int
    questions: tuple[QuestionResult, ...]


def read_results(questionnaire_id: int, document: QuestionnaireDocument) -> Results:
    """Count sheets and answers. Three queries, however many sheets; texts are counted, not read."""
    answers = ResponseAnswer.objects.filter(sheet__questionnaire=questionnaire_id).order_by()
    answered = dict(answers.values_list("question_key").annotate(n=Count("sheet", distinct=True)))
    chosen: dict[str, dict[int, int]] = defaultdict(dict)
    for key, choice, count in (
        answers.filter(choice__isnull=False).values_list("question_key", "choice").annotate(n=Count("pk"))
    ):
        chosen[key][choice] = count
    return Results(
        sheets=ResponseSheet.objects.filter(questionnaire=questionnaire_id).count(),
        questions=tuple(
            _question(question, answered.get(question.key, 0), chosen[question.key]) for question in document.questions
        ),
    )


def _question(question: QuestionDocument, answered: int, chosen: dict[int, int]) -> QuestionResult:
    choices = tuple(
        ChoiceResult(place, label, chosen.get(place, 0), percent(chosen.get(place, 0), answered))
        for place, label in enumerate(question.answers)
    )
    return QuestionResult(question, answered, choices)


def percent(part: int, whole: int) -> float:
    """Return the share in percent, rounded half up to one decimal; 0 of nothing is 0."""
    return (part * 2000 + whole) // (2 * whole) / 10 if whole else 0.0
