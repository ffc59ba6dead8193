"""The forms of the hotline log: quick entry, call-backs, strike-out, and what the telephone system counted."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.actions.calls import CallEntry
from feedback.models.calls import CALLBACK_RESULTS, NOTE_LENGTH, Call, CallKind, CallPlace, CallResult
from feedback.models.messages import SUBJECT_LENGTH, Message
from feedback.models.ratings import Rating
from foundation.organization import Department
from foundation.people import User
from foundation.phone_forms import PhoneField
from foundation.public_forms import visible
from foundation.verb_forms import day_field

NAME_LENGTH: Final = 60
_AT_ONCE: Final = (CallResult.ANSWERED, CallResult.TO_CALL_BACK, CallResult.ELSEWHERE)
"""What an enquiry can come to while somebody is on the phone; a message is taken down afterwards."""
_CALLED: Final = [("", gettext_lazy("choose")), *((one.value, one.label) for one in CALLBACK_RESULTS)]


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
    name = _line(gettext_lazy("Name of the caller (hidden)"), NAME_LENGTH)
    phone = PhoneField(label=gettext_lazy("Number to call back"))
    department = forms.ModelChoiceField(
        label=gettext_lazy("Department that it is about"), queryset=Department.objects.all(), required=False
    )
    is_report = forms.BooleanField(label=gettext_lazy("Reports wrongdoing: only the center sees it"), required=False)
    note = _line(gettext_lazy("Note"), NOTE_LENGTH)
    taken_on = day_field(gettext_lazy("Day"))

    def clean_name(self) -> str:
        """A line without marks that turn the direction of reading."""
        return visible(self.cleaned_data["name"])

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
        names = ("place", "subject", "result", "name", "phone", "department", "is_report", "note", "taken_on")
        return CallEntry(**{name: data[name] for name in names})


class _MadeCallForm(QuickForm):
    """What came of a call-back: whether somebody was reached, and what was said then."""

    result = forms.ChoiceField(
        label=gettext_lazy("What came of it"),
        choices=_CALLED,
        error_messages={"required": gettext_lazy("Say whether somebody was reached.")},
    )
    note = _line(gettext_lazy("What was said"), NOTE_LENGTH)

    def clean(self) -> dict[str, Any]:
        """Whoever was reached was told something."""
        data = super().clean() or self.cleaned_data
        if data.get("result") == CallResult.REACHED and not data.get("note", "").strip() and "note" not in self.errors:
            self.add_error("note", _("Write down what was said in the call-back."))
        return data


class CallbackForm(_MadeCallForm):
    """A call-back to who asked and was promised one."""

    def __init__(self, call: Call, *args: Any, has_focus: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"call-{call.pk}-%s", "initial": {"token": uuid.uuid4()}, **kwargs})
        self.call = call
        if has_focus:
            self.fields["note"].widget.attrs["autofocus"] = True

    def entry(self, *, today: dt.date) -> CallEntry:
        """Return the call-back."""
        call = self.call
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


class FollowUpForm(_MadeCallForm):
    """A call-back after a message or a rating, named by its number."""

    number = _line(gettext_lazy("Number of the message or rating"), 20, required=True)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.message: Message | None = None
        self.rating: Rating | None = None
        self.fields["result" if self.initial.get("number") else "number"].widget.attrs["autofocus"] = True

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
