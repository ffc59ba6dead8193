"""The forms of suggestions: the public one, the way back, and the officer's answer."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disclosure.actions.suggestions import SuggestionEntry
from disclosure.models import Publication, Suggestion
from disclosure.models.suggestions import ANSWER_LENGTH, TEXT_LENGTH, SuggestionKind, SuggestionOutcome
from foundation.lookup_forms import CodeForm
from foundation.public_forms import PressedForm

_ENTRY: Final = ("kind", "about", "text", "evidence", "name", "phone", "email")


def _line(label: Any, length: int, **attrs: str) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, required=False, widget=forms.TextInput(attrs=attrs))


class SuggestionForm(PressedForm):
    """What should be published, what is false, what is wrong about oneself.

    Names are needed only for the last: nobody else may have a record corrected (条例 art. 41).
    """

    kind = forms.ChoiceField(
        label=gettext_lazy("What it is about"), choices=SuggestionKind, widget=forms.RadioSelect, initial="publish"
    )
    about = forms.CharField(
        label=gettext_lazy("Which information"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Its title, index number or web address, if there is one."),
    )
    text = forms.CharField(
        label=gettext_lazy("What you want to tell us"), max_length=TEXT_LENGTH, widget=forms.Textarea(attrs={"rows": 6})
    )
    evidence = forms.CharField(
        label=gettext_lazy("Evidence (for a wrong record about you)"),
        max_length=TEXT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("What shows that the record is wrong. Papers can be brought or sent to the office."),
    )
    name = _line(gettext_lazy("Name of the person or organization"), 100, autocomplete="name")
    phone = _line(gettext_lazy("Phone"), 40, autocomplete="tel", inputmode="tel")
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        max_length=200,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    field_order = _ENTRY

    def clean(self) -> dict[str, Any]:
        """Ask for name, contact and evidence where the law does."""
        data = super().clean() or self.cleaned_data
        if data.get("kind") == SuggestionKind.CORRECT:
            for name in ("name", "evidence"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("Needed for the correction of a record about yourself (art. 41)."))
            if not data.get("phone") and not data.get("email") and "email" not in self.errors:
                self.add_error("phone", _("Fill in a phone number or an e-mail address, so that we can reach you."))
        return data

    def entry(self) -> SuggestionEntry:
        """Return what was written."""
        return SuggestionEntry(**{name: self.cleaned_data[name] for name in _ENTRY})


class SuggestionLookupForm(CodeForm):
    """Number and code of the receipt of a suggestion."""

    def find(self, number: str) -> Suggestion | None:
        """Return the suggestion with this number."""
        return Suggestion.objects.filter(number=number).first()


class AnswerForm(forms.Form):
    """What came of a suggestion, and the answer that its writer reads."""

    outcome = forms.ChoiceField(label=gettext_lazy("Outcome"), choices=SuggestionOutcome)
    answer = forms.CharField(
        label=gettext_lazy("Answer"), max_length=ANSWER_LENGTH, widget=forms.Textarea(attrs={"rows": 6})
    )
    index_number = forms.CharField(
        label=gettext_lazy("Index number of the publication that came of it"), max_length=32, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    def clean_index_number(self) -> Publication | None:
        """Return the public text with this number."""
        text: str = self.cleaned_data["index_number"].strip()
        if not text:
            return None
        found = Publication.objects.filter(index_number__text=text, published__isnull=False).first()
        if found is None:
            raise ValidationError(_("No public text has this index number."))
        return found
