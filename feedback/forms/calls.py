"""The forms of the hotline log: quick entry, call-backs, strike-out, and what the telephone system counted."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.actions.calls import CallEntry
from feedback.models.calls import NOTE_LENGTH, Call, CallKind, CallPlace, CallResult
from feedback.models.messages import SUBJECT_LENGTH, Message
from feedback.models.ratings import Rating
from foundation.organization import Department
from foundation.people import User
from foundation.phones import phone_fault
from foundation.public_forms import visible
from foundation.verb_forms import day_field

PHONE_LENGTH: Final = 40
_AT_ONCE: Final = (CallResult.ANSWERED, CallResult.TO_CALL_BACK, CallResult.ELSEWHERE)
"""What an enquiry can come to while somebody is on the phone; a message is taken down afterwards."""
_CALLED: Final = (CallResult.ANSWERED, CallResult.UNREACHABLE)


def _line(label: Any, length: int, *, required: bool = False, **attrs: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=length,
        required=required,
        widget=forms.TextInput(attrs={"autocomplete": "off", **attrs}),
    )


class QuickForm(forms.Form):
    """A form without colons, filled with the keyboard; single lines, so that Enter saves."""

    token = forms.UUIDField(widget=forms.HiddenInput)

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})


class CallForm(QuickForm):
    """An enquiry on the hotline or in the hall.  The place is kept from one to the next; the rest may mostly stay."""

    place = forms.ChoiceField(label=gettext_lazy("Where"), choices=CallPlace, widget=forms.RadioSelect)
    subject = _line(gettext_lazy("What was asked"), SUBJECT_LENGTH, required=True, autofocus=True)
    result = forms.ChoiceField(
        label=gettext_lazy("What came of it"), choices=[(one.value, one.label) for one in _AT_ONCE]
    )
    phone = _line(gettext_lazy("Number to call back"), PHONE_LENGTH, inputmode="tel")
    department = forms.ModelChoiceField(
        label=gettext_lazy("Department that it is about"), queryset=Department.objects.all(), required=False
    )
    is_report = forms.BooleanField(label=gettext_lazy("Reports wrongdoing: only the center sees it"), required=False)
    note = _line(gettext_lazy("Note"), NOTE_LENGTH)
    taken_on = day_field(gettext_lazy("Day"))

    def clean_phone(self) -> str:
        """A number that can be called."""
        phone = visible(self.cleaned_data["phone"])
        if fault := phone_fault(phone):
            raise ValidationError(fault)
        return phone

    def clean_subject(self) -> str:
        """A line without marks that turn the direction of reading."""
        return visible(self.cleaned_data["subject"])

    def clean(self) -> dict[str, Any]:
        """A promised call-back needs a number."""
        data = super().clean() or self.cleaned_data
        if data.get("result") == CallResult.TO_CALL_BACK and not data.get("phone") and "phone" not in self.errors:
            self.add_error("phone", _("Write down the number that is to be called back."))
        return data

    def entry(self) -> CallEntry:
        """Return what was asked."""
        data = self.cleaned_data
        names = ("place", "subject", "result", "phone", "department", "is_report", "note", "taken_on")
        return CallEntry(**{name: data[name] for name in names})


class CallbackForm(forms.Form):
    """A call-back to who asked and was promised one: whether somebody was reached, and a note."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    note = _line(gettext_lazy("What was said"), NOTE_LENGTH)
    result = forms.ChoiceField(choices=[(one.value, one.label) for one in _CALLED], widget=forms.HiddenInput)

    def entry(self, call: Call, *, today: dt.date) -> CallEntry:
        """Return the call-back."""
        return CallEntry(
            place=CallPlace.HOTLINE,
            kind=CallKind.CALLBACK,
            subject=call.subject,
            result=self.cleaned_data["result"],
            note=self.cleaned_data["note"],
            department=call.department,
            is_report=call.is_report,
            follows=call,
            taken_on=today,
        )


class FollowUpForm(QuickForm):
    """A call-back after a message or a rating, named by its number."""

    number = _line(gettext_lazy("Number of the message or rating"), 20, required=True)
    result = forms.ChoiceField(
        label=gettext_lazy("What came of it"), choices=[(one.value, one.label) for one in _CALLED]
    )
    note = _line(gettext_lazy("What was said"), NOTE_LENGTH)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.message: Message | None = None
        self.rating: Rating | None = None
        self.fields["note" if self.initial.get("number") else "number"].widget.attrs["autofocus"] = True

    def clean_number(self) -> str:
        """Find what is followed up, within what the person may see."""
        number = str(self.cleaned_data["number"]).strip().upper()
        self.rating = Rating.objects.visible_to(self.user).filter(number=number).first()
        self.message = None if self.rating else Message.objects.visible_to(self.user).filter(number=number).first()
        if self.rating is None and self.message is None:
            raise ValidationError(_("There is no message and no rating with this number."))
        return number

    def entry(self, *, today: dt.date) -> CallEntry:
        """Return the call-back."""
        followed = self.rating or self.message
        return CallEntry(
            place=CallPlace.HOTLINE,
            kind=CallKind.CALLBACK,
            subject=_("Call-back about %(number)s") % {"number": self.cleaned_data["number"]},
            result=self.cleaned_data["result"],
            note=self.cleaned_data["note"],
            department=followed.department if followed else None,
            message=self.message,
            rating=self.rating,
            taken_on=today,
        )


class StrikeOutForm(forms.Form):
    """Why a row is wrong."""

    reason = _line(gettext_lazy("What is wrong"), 200, required=True)


class TakeDownForm(forms.Form):
    """As which message an enquiry was taken down."""

    number = _line(gettext_lazy("Number of the message"), 20, required=True)

    def clean_number(self) -> Message:
        """Find the message; who logs one may not be able to see it afterwards, so that its number is enough."""
        found = Message.objects.filter(number=str(self.cleaned_data["number"]).strip().upper()).first()
        if found is None:
            raise ValidationError(_("There is no message with this number."))
        return found


class SwitchboardForm(forms.Form):
    """How many calls the telephone system connected on a day."""

    day = day_field(gettext_lazy("Day"))
    connected = forms.IntegerField(
        label=gettext_lazy("Calls connected"),
        min_value=0,
        max_value=100_000,
        widget=forms.NumberInput(attrs={"autofocus": True}),
    )
    source = _line(gettext_lazy("Where the figure comes from"), 100, required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
