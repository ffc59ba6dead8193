"""Questionnaires (社会评议): kinds of questions, their possible answers, and when the results are public. Pure."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from feedback.grades import Grade

MOST_QUESTIONS: Final = 50
FEWEST_OPTIONS: Final = 2
MOST_OPTIONS: Final = 20
OPTION_LENGTH: Final = 100
ANSWER_LENGTH: Final = 1000
"""Characters of a short text."""


class QuestionKind(TextChoices):
    """How a question is answered."""

    SINGLE = "single", _("one of several answers")
    SEVERAL = "several", _("any of several answers")
    GRADE = "grade", _("five grades")
    TEXT = "text", _("short text")


CHOICE_KINDS: Final = frozenset({QuestionKind.SINGLE.value, QuestionKind.SEVERAL.value})
"""Questions whose answers the editor writes."""
GRADES: Final = tuple(grade.label for grade in Grade)
"""The five grades of the good/bad rating, best first; an answer keeps its place in this list."""


class ResultsRule(TextChoices):
    """When the public sees the results."""

    AFTER_END = "after_end", _("from the day after the last day")
    HELD = "held", _("not before they are released")
    RELEASED = "released", _("released with this version")


class SurveyState(TextChoices):
    """Where a public questionnaire stands on a day."""

    UPCOMING = "upcoming", _("opens soon")
    RUNNING = "running", _("can be answered")
    CLOSED = "closed", pgettext_lazy("questionnaire", "closed")


def state_on(day: dt.date, starts_on: dt.date, ends_on: dt.date) -> SurveyState:
    """Return where a questionnaire stands on a day; the last day still belongs to it."""
    if day < starts_on:
        return SurveyState.UPCOMING
    return SurveyState.RUNNING if day <= ends_on else SurveyState.CLOSED


def are_results_public(day: dt.date, ends_on: dt.date, rule: str) -> bool:
    """Tell whether the public sees the results on a day."""
    return rule == ResultsRule.RELEASED or (rule == ResultsRule.AFTER_END and day > ends_on)


def read_options(text: str) -> tuple[str, ...]:
    """Return the possible answers, one from each line that is not empty."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())
