"""The answer of a department to a question of the disclosure office."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from disclosure.forms.letters import OneFileField
from disclosure.models.clock import ConsultationKind, Position
from foundation.verb_forms import text_area

ANSWERS = {
    ConsultationKind.INTERNAL: (Position.ANSWERED, Position.AGREES, Position.OBJECTS),
    ConsultationKind.ORGAN: (Position.AGREES, Position.OBJECTS),
    ConsultationKind.THIRD_PARTY: (Position.AGREES, Position.OBJECTS),
}
"""What may be answered: help may simply be given, whoever took part says whether it agrees."""


class AnswerForm(forms.Form):
    """What the department found, and what it thinks about it."""

    position = forms.ChoiceField(label=_("Answer"))
    answer = text_area(_("What you found; reasons, if you object"), 3000, rows=6)
    upload = OneFileField(label=_("File, if there is one"), required=False)

    def __init__(self, kind: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        allowed = ANSWERS[ConsultationKind(kind)]
        self.fields["position"].choices = [(one.value, one.label) for one in allowed]  # type: ignore[attr-defined]
