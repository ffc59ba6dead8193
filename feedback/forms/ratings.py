"""The public forms of ratings: the rating itself, the way back, the supplement and the rating after the result."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from feedback.actions.ratings import RatingEntry
from feedback.grades import STARS, Aspect, Grade
from feedback.models.ratings import REMARK_LENGTH, Rating
from foundation.lookup_forms import CodeForm
from foundation.phones import phone_fault
from foundation.public_forms import GuardedForm, LongTextField, PressedForm, visible

NAME_LENGTH: Final = 60
PHONE_LENGTH: Final = 40


def _grades() -> list[tuple[str, SafeString]]:
    """Return the grades with stars and words: colour only helps."""
    return [
        (
            grade.value,
            format_html(
                '<span class="grade grade-{}"><span class="grade-stars" aria-hidden="true">{}</span> {}</span>',
                grade.value,
                STARS[grade.value],
                grade.label,
            ),
        )
        for grade in Grade
    ]


class GradeField(forms.ChoiceField):
    """One of the five grades."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=_grades, **kwargs)


class RatingForm(PressedForm):
    """Grade, points, remark; a name and a phone number only for who wants to be called back."""

    grade = GradeField(label=_("How was it?"), error_messages={"required": _("Choose one of the five grades.")})
    aspects = forms.MultipleChoiceField(
        label=_("What was good, or bad?"), choices=Aspect, required=False, widget=forms.CheckboxSelectMultiple
    )
    remark = LongTextField(label=pgettext_lazy("rating", "Remark"), longest=REMARK_LENGTH, required=False)
    consents = forms.BooleanField(
        label=_("My remark may be published with the result, everything personal masked"), required=False
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=NAME_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=PHONE_LENGTH,
        required=False,
        help_text=_("Only needed if you want to be called back about a bad rating."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )

    shortest_seconds = 1
    """Two taps are enough for a rating."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["remark"].widget.attrs["rows"] = 4

    def clean_name(self) -> str:
        """A line without marks that turn the direction of reading."""
        return visible(self.cleaned_data["name"])

    def clean_phone(self) -> str:
        """A number that can be called."""
        phone = visible(self.cleaned_data["phone"])
        if fault := phone_fault(phone):
            raise ValidationError(fault)
        return phone

    def entry(self) -> RatingEntry:
        """Return what was said."""
        return RatingEntry(**{name: self.cleaned_data[name] for name in _ENTRY})


_ENTRY: Final = ("grade", "aspects", "remark", "name", "phone", "consents")


class RatingLookupForm(CodeForm):
    """Number and code of the receipt of a rating."""

    def find(self, number: str) -> Rating | None:
        """Return the rating with this number."""
        return Rating.objects.filter(number=number).first()


class SupplementForm(GuardedForm):
    """What the rater adds later (追评); once."""

    text = LongTextField(label=_("What you want to add"), longest=REMARK_LENGTH)

    shortest_seconds = -1
    """Who showed the code is no machine."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["rows"] = 4


class AgainForm(GuardedForm):
    """What the rater thinks now that the result was told; once."""

    grade = GradeField(
        label=_("What do you think now?"), error_messages={"required": _("Choose one of the five grades.")}
    )

    shortest_seconds = -1
    """As with the supplement."""
