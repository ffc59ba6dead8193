"""The sheet that people fill: one field for each question of the live questionnaire."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from feedback.actions.questionnaires import GivenAnswer
from feedback.questionnaire_documents import QuestionDocument, QuestionnaireDocument
from feedback.surveys import ANSWER_LENGTH, QuestionKind
from foundation.public_forms import LongTextField, PressedForm


class SheetForm(PressedForm):
    """The questions; nobody is asked for a name."""

    def __init__(self, document: QuestionnaireDocument, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.questions = document.questions
        for place, question in enumerate(self.questions, start=1):
            self.fields[_name(question)] = _field(question, place)

    def question_fields(self) -> Iterator[tuple[forms.BoundField, bool]]:
        """Yield the field of each question, and whether it must be answered."""
        for question in self.questions:
            yield self[_name(question)], question.is_required

    def given(self) -> dict[str, GivenAnswer]:
        """Return the answers by the keys of their questions."""
        found = {}
        for question in self.questions:
            value = self.cleaned_data.get(_name(question))
            if question.kind == QuestionKind.TEXT:
                found[question.key] = GivenAnswer(text=value or "")
            else:
                chosen = value if isinstance(value, list) else [value] if value else []
                found[question.key] = GivenAnswer(choices=tuple(int(one) for one in chosen))
        return found


def _name(question: QuestionDocument) -> str:
    return f"q_{question.key}"


def _field(question: QuestionDocument, place: int) -> forms.Field:
    label = f"{place}. {question.title}"
    choices = [(str(number), answer) for number, answer in enumerate(question.answers)]
    required = question.is_required
    missing = {"required": _("Please answer this question.")}
    if question.kind == QuestionKind.TEXT:
        return LongTextField(
            label=label,
            longest=ANSWER_LENGTH,
            required=required,
            error_messages=missing,
            help_text=_("Please name nobody here."),
            widget=forms.Textarea(attrs={"rows": 3}),
        )
    if question.kind == QuestionKind.SEVERAL:
        return forms.MultipleChoiceField(
            label=label,
            choices=choices,
            required=required,
            error_messages=missing,
            help_text=_("You may choose several."),
            widget=forms.CheckboxSelectMultiple,
        )
    return forms.ChoiceField(
        label=label, choices=choices, required=required, error_messages=missing, widget=forms.RadioSelect
    )
