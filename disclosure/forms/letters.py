"""Small forms around letters: issuing one, and recording how it was served."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from disclosure.actions import service
from disclosure.letters.kinds import NOT_FOR_APPLICANT
from disclosure.models.letters import Letter, Service, ServiceWay
from foundation.attachments import check_upload
from foundation.people import User
from foundation.verb_forms import day_field

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

REMARK_LENGTH = 1000


class IssueForm(forms.Form):
    """Confirms the text that was looked at; a remark changes the text, which is then looked at again."""

    remark = forms.CharField(
        label=_("Remark in the letter (optional)"),
        max_length=REMARK_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    expected = forms.CharField(required=False, widget=forms.HiddenInput)
    earlier = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    held: Mapping[str, object] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    def hold(self, digest: str, earlier: int) -> None:
        """Carry what is looked at now, whatever was sent before."""
        self.held = {"expected": digest, "earlier": earlier}


class OneFileField(forms.FileField):
    """One upload, checked by content, type and size."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the upload or None; raise ValidationError with a sentence for one that is not accepted."""
        upload = super().clean(data, initial)
        if upload:
            check_upload(upload, upload.name)
        return upload or None


class LetterForm(forms.Form):
    """A step in serving a letter.  ``carry_out`` calls its action."""

    verb: ClassVar[str]
    label: ClassVar[StrOrPromise]
    done: ClassVar[StrOrPromise]
    danger: ClassVar[bool] = False

    def __init__(self, letter: Letter, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", "prefix": self.verb, **kwargs})
        self.letter, self.today = letter, today
        for field in self.fields.values():
            if isinstance(field, forms.DateField) and field.required:
                field.initial = today
        self.prepare()

    def prepare(self) -> None:
        """Narrow choices to this letter."""

    @classmethod
    def is_offered(cls, _letter: Letter) -> bool:
        """Tell whether the step makes sense now."""
        return True

    def carry_out(self, actor: User) -> Any:
        """Call the action."""
        raise NotImplementedError


class SendForm(LetterForm):
    """The letter goes out."""

    verb, label, done = "send", _("Record that it was sent"), _("Recorded.")
    way = forms.ChoiceField(label=_("Way of service"), choices=ServiceWay)
    sent_on = day_field(_("Sent on"))
    tracking_number = forms.CharField(
        label=_("Tracking number"),
        max_length=60,
        required=False,
        help_text=_("Needed for post that is signed for."),
    )
    served_on = day_field(_("Served on, if known already"), required=False)
    proof = forms.CharField(label=_("Proof of service"), max_length=300, required=False)
    upload = OneFileField(label=_("Proof as a file"), required=False)

    def prepare(self) -> None:
        """Only letters for the applicant can be shown on the status page."""
        if self.letter.kind in NOT_FOR_APPLICANT:
            ways = [(value, label) for value, label in ServiceWay.choices if value != ServiceWay.ONLINE]
            self.fields["way"].choices = ways  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Post that is signed for is found by its number."""
        data = super().clean() or {}
        if data.get("way") == ServiceWay.REGISTERED_POST and not data.get("tracking_number"):
            sentence = _("Post that is signed for has a tracking number: by it the receipt is proved.")
            self.add_error("tracking_number", sentence)
        return data

    def carry_out(self, actor: User) -> Any:
        """Send."""
        return service.send_letter(self.letter, **self.cleaned_data, actor=actor, today=self.today)


class _ServiceForm(LetterForm):
    """A step that continues a service which is under way."""

    service = forms.ModelChoiceField(label=_("Which service"), queryset=Service.objects.none())

    def prepare(self) -> None:
        """Offer what is under way; if it is one only, there is nothing to choose."""
        open_ones = self.under_way(self.letter)
        self.fields["service"].queryset = open_ones  # type: ignore[attr-defined]
        self.fields["service"].empty_label = None  # type: ignore[attr-defined]

    @classmethod
    def under_way(cls, letter: Letter) -> Any:
        """Return the services that the step can continue."""
        return Service.objects.valid().filter(letter=letter, served_on=None, returned_on=None)

    @classmethod
    def is_offered(cls, letter: Letter) -> bool:
        """Only while there is such a service."""
        return bool(cls.under_way(letter).exists())


class ProveForm(_ServiceForm):
    """The letter arrived."""

    verb, label, done = "prove", _("Record the proof of service"), _("Recorded.")
    served_on = day_field(_("Served on"))
    proof = forms.CharField(label=_("Proof of service"), max_length=300)
    upload = OneFileField(label=_("Proof as a file"), required=False)

    def carry_out(self, actor: User) -> Any:
        """Prove."""
        return service.prove_service(**self.cleaned_data, actor=actor, today=self.today)


class ReturnForm(_ServiceForm):
    """The letter came back."""

    verb, label, done = "return", _("Record that it came back"), _("Recorded; send the letter again.")
    returned_on = day_field(_("Came back on"))
    reason = forms.CharField(label=_("Why it came back"), max_length=300)

    def carry_out(self, actor: User) -> Any:
        """Return."""
        return service.return_service(**self.cleaned_data, actor=actor, today=self.today)


class StrikeForm(_ServiceForm):
    """A service was recorded wrongly."""

    verb, label, done, danger = "strike", _("Strike out a wrong service"), _("Struck out."), True
    reason = forms.CharField(label=_("What was wrong"), max_length=300)

    @classmethod
    def under_way(cls, letter: Letter) -> Any:
        """Return everything that counts."""
        return Service.objects.valid().filter(letter=letter)

    def carry_out(self, actor: User) -> Any:
        """Strike out."""
        return service.strike_out_service(**self.cleaned_data, actor=actor)


FORMS: dict[str, type[LetterForm]] = {form.verb: form for form in (SendForm, ProveForm, ReturnForm, StrikeForm)}
"""The steps in serving a letter, in their order on the page."""
