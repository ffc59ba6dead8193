"""The forms of the status page: number and code, the answer to a question, the verdict on a reply."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.models.messages import TEXT_LENGTH, Message
from feedback.states import Solved
from foundation.lookup_forms import CodeForm
from foundation.public_forms import GuardedForm, LongTextField

REMARK_LENGTH: Final = 2000


class LookupForm(CodeForm):
    """Number and code of the receipt of a message."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].label = _("Number of the message")

    def find(self, number: str) -> Message | None:
        """Return the message with this number."""
        return Message.objects.filter(number=number).first()


class AnswerForm(GuardedForm):
    """The writer's answer to a question back; it says which question it answers."""

    question = forms.IntegerField(widget=forms.HiddenInput)
    text = LongTextField(
        label=gettext_lazy("Your answer"), longest=TEXT_LENGTH, widget=forms.Textarea(attrs={"rows": 5})
    )

    shortest_seconds = -1
    """Who showed the code is no machine."""


class VerdictForm(GuardedForm):
    """Whether the matter is solved; it says which reply it is about."""

    sequence = forms.IntegerField(widget=forms.HiddenInput)
    solved = forms.ChoiceField(label=gettext_lazy("Is it solved?"), choices=Solved, widget=forms.RadioSelect)
    remark = LongTextField(
        label=gettext_lazy("Remark"),
        longest=REMARK_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "If it is not solved: say what is missing. The center then decides, and tells you here."
        ),
    )

    shortest_seconds = -1
    """Who showed the code is no machine."""
