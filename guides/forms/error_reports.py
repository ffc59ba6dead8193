"""The forms of reports of errors: the public one, the way back, and the editor's answer."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.lookup_forms import CodeForm
from foundation.phones import phone_fault
from foundation.public_forms import LongTextField, PressedForm, visible
from foundation.verb_forms import text_area
from guides.actions.error_reports import ErrorEntry
from guides.models import ErrorReport
from guides.models.error_reports import ANSWER_LENGTH, CONTACT_LENGTH, TEXT_LENGTH, Part, ReportOutcome, Source

_ENTRY: Final = ("part", "text", "source", "contact")


class ErrorReportForm(PressedForm):
    """What is wrong in a guide: the part of it, some words, and a contact for those who want to be asked."""

    part = forms.ChoiceField(
        label=gettext_lazy("What is wrong?"),
        choices=Part,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what is wrong.")},
    )
    text = LongTextField(
        label=gettext_lazy("In your words"),
        longest=TEXT_LENGTH,
        help_text=gettext_lazy("What does the guide say, and what is really so? For example what the window told you."),
    )
    contact = forms.CharField(
        label=gettext_lazy("Phone or e-mail"),
        max_length=CONTACT_LENGTH,
        required=False,
        help_text=gettext_lazy("Only if we may ask you. The answer you can also read here, with number and code."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    source = forms.CharField(required=False, max_length=5, widget=forms.HiddenInput)

    field_order = _ENTRY
    shortest_seconds = 2

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["rows"] = 5

    def clean_contact(self) -> str:
        """A number that can be called or an address that can be written to."""
        contact = visible(self.cleaned_data["contact"])
        if "@" in contact:
            try:
                validate_email(contact)
            except ValidationError:
                raise ValidationError(_("This is no complete e-mail address.")) from None
        elif fault := phone_fault(contact):
            raise ValidationError(fault)
        return contact

    def clean_source(self) -> str:
        """Where the guide was read; what is not known came by the web."""
        source: str = self.cleaned_data["source"]
        return source if source in Source.values else Source.WEB

    def entry(self) -> ErrorEntry:
        """Return what was reported."""
        return ErrorEntry(**{name: self.cleaned_data[name] for name in _ENTRY})


class ErrorLookupForm(CodeForm):
    """Number and code of the receipt of a report."""

    def find(self, number: str) -> ErrorReport | None:
        """Return the report with this number."""
        return ErrorReport.objects.filter(number=number).first()


class ReportAnswerForm(forms.Form):
    """What came of a report, and which other open reports of the same guide are answered with it."""

    outcome = forms.ChoiceField(label=gettext_lazy("Outcome"), choices=ReportOutcome, widget=forms.RadioSelect)
    answer = text_area(gettext_lazy("Answer to whoever reported"), ANSWER_LENGTH, rows=5)
    also = forms.ModelMultipleChoiceField(
        label=gettext_lazy("The same answer for"),
        queryset=ErrorReport.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, report: ErrorReport, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        others = ErrorReport.objects.waiting().filter(guide=report.guide_id).exclude(pk=report.pk)
        self.fields["also"].queryset = others.order_by("received_at")  # type: ignore[attr-defined]
        self.initial.setdefault("also", [other.pk for other in others if other.part == report.part])
        if not others:
            del self.fields["also"]
