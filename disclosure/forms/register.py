"""From what people type to entries of the register; the public form and the officer's screen share the fields."""

from __future__ import annotations

import datetime as dt
import unicodedata
from typing import TYPE_CHECKING, Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disclosure.entries import ApplicantEntry, RequestEntry
from disclosure.models.register import (
    DESCRIPTION_LENGTH,
    RECEIVED_AT_ONCE,
    SUBJECT_LENGTH,
    ApplicantCategory,
    Channel,
    DeliveryWay,
    IdentityPaper,
    Medium,
)
from disclosure.reading import WITH_A_PAGE_OF_THEIR_OWN, ReadingOccasion
from foundation.credit_codes import is_credit_code
from foundation.privacy import find_personal
from foundation.upload_fields import FilesField
from foundation.verb_forms import day_field

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MAX_ITEMS: Final = 30
APPLICANT_FIELDS: Final = (
    "name", "paper", "paper_number", "phone", "email", "fax", "address", "postcode", "employer", "representative",
    "contact_person",
)  # fmt: skip
_NEEDED: Final[dict[str, tuple[str, StrOrPromise]]] = {
    DeliveryWay.POST: ("address", gettext_lazy("The information shall come by post: state the address.")),
    DeliveryWay.EMAIL: ("email", gettext_lazy("The information shall come by e-mail: state the e-mail address.")),
    DeliveryWay.FAX: ("fax", gettext_lazy("The information shall come by fax: state the number.")),
}
"""Where an answer goes by each way, and what is said where that is missing."""
_CONTACTS: Final = ("phone", "email", "fax", "address")


def _line(label: Any, length: int, *, required: bool = False, **attrs: str) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, required=required, widget=forms.TextInput(attrs=attrs))


class RequestForm(forms.Form):
    """The contents of a request (条例 art. 29) and the customary fields."""

    applicant_category = forms.ChoiceField(label=gettext_lazy("Applicant"), choices=ApplicantCategory)
    name = _line(gettext_lazy("Name of the person or organization"), 100, required=True, autocomplete="name")
    paper = forms.ChoiceField(
        label=gettext_lazy("Identity paper"),
        choices=[("", gettext_lazy("choose")), *IdentityPaper.choices],
        required=False,
    )
    paper_number = _line(gettext_lazy("Number of the paper"), 40, autocomplete="off")
    phone = _line(gettext_lazy("Phone"), 40, autocomplete="tel", inputmode="tel")
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False, max_length=120)
    fax = _line(gettext_lazy("Fax"), 40)
    address = _line(gettext_lazy("Postal address"), 200, autocomplete="street-address")
    postcode = _line(gettext_lazy("Post code"), 12, autocomplete="postal-code", inputmode="numeric")
    employer = _line(gettext_lazy("Employer"), 100)
    representative = _line(gettext_lazy("Legal representative"), 60)
    contact_person = _line(gettext_lazy("Contact person"), 60)

    subject = _line(gettext_lazy("Subject in a few words"), SUBJECT_LENGTH, required=True)
    description = forms.CharField(
        label=gettext_lazy("Information asked for"),
        max_length=DESCRIPTION_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    features = _line(gettext_lazy("Document number, index number or other features"), 300)
    items = forms.CharField(
        label=gettext_lazy("Single points, one on each line"),
        required=False,
        max_length=DESCRIPTION_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Only if several things are asked for: each point gets its own answer."),
    )
    purpose = _line(gettext_lazy("Purpose (need not be stated)"), 300)
    delivery_way = forms.ChoiceField(label=gettext_lazy("How the information should come"), choices=DeliveryWay)
    medium = forms.ChoiceField(label=gettext_lazy("In which form"), choices=Medium)
    accepts_other_way = forms.BooleanField(
        label=gettext_lazy("Another way is fine where this one is impossible"), required=False, initial=True
    )
    uploads = FilesField(label=gettext_lazy("Files"), required=False)

    file_label: ClassVar[str] = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    def clean_paper_number(self) -> str:
        """The same number however it is typed: the double that it finds is found by equality."""
        return tidy_number(self.cleaned_data["paper_number"])

    def clean_items(self) -> list[str]:
        """Return the points, without empty lines and doubles."""
        points = list(dict.fromkeys(line.strip() for line in self.cleaned_data["items"].splitlines() if line.strip()))
        if len(points) > MAX_ITEMS:
            raise ValidationError(_("At most %(n)d points; split the request.") % {"n": MAX_ITEMS})
        if any(len(point) > 500 for point in points):
            raise ValidationError(_("A point has at most 500 characters; the details belong into the description."))
        return points

    def clean_subject(self) -> str:
        """The subject stands in lists and on letters: it names nobody's numbers."""
        subject: str = self.cleaned_data["subject"]
        if find_personal(subject):
            raise ValidationError(_("Leave personal data such as ID or phone numbers out of the subject."))
        return subject

    def clean(self) -> dict[str, Any]:
        """Check what belongs together: a way to answer, and the paper with its number."""
        data = super().clean() or {}
        if not any(data.get(name) for name in _CONTACTS):
            self.add_error("phone", _("At least one of phone, e-mail, fax and address is needed to answer."))
        self._check_paper(data)
        needed, sentence = _NEEDED.get(data.get("delivery_way", ""), ("", ""))
        if needed and not data.get(needed) and needed not in self.errors:
            self.add_error(needed, str(sentence))
        return data

    def _check_paper(self, data: dict[str, Any]) -> None:
        paper, number = data.get("paper"), data.get("paper_number")
        if number and not paper:
            self.add_error("paper", _("Choose the kind of paper."))
        if paper == IdentityPaper.ID_CARD and number and not _is_id_number(number):
            self.add_error(
                "paper_number", _("This is no valid ID number: 18 characters, the last one is a check digit.")
            )
        if paper == IdentityPaper.CREDIT_CODE and number and not is_credit_code(number):
            self.add_error("paper_number", _("The check character of this credit code is wrong."))

    def applicant_entry(self) -> ApplicantEntry:
        """Return who asks."""
        data = self.cleaned_data
        return ApplicantEntry(category=data["applicant_category"], **{name: data[name] for name in APPLICANT_FIELDS})

    def entry(self, *, channel: str, arrived_on: dt.date, **more: Any) -> RequestEntry:
        """Return the whole entry."""
        data = self.cleaned_data
        return RequestEntry(
            channel=channel,
            arrived_on=arrived_on,
            applicant=self.applicant_entry(),
            files=[(upload, self.file_label) for upload in data.get("uploads") or ()],
            **{
                name: data[name]
                for name in (
                    "subject", "description", "items", "features", "purpose", "delivery_way", "medium",
                    "accepts_other_way",
                )
            },
            **more,
        )  # fmt: skip


def tidy_number(number: str) -> str:
    """Return the number of a paper in narrow capitals, without blanks and dashes between the groups."""
    narrow = unicodedata.normalize("NFKC", number).upper()
    return "".join(one for one in narrow if one.isalnum())


def _is_id_number(number: str) -> bool:
    return any(found.kind == "id_number" and found.text == number for found in find_personal(number))


class StaffRequestForm(RequestForm):
    """The officer's screen: what came by any channel."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    channel = forms.ChoiceField(label=gettext_lazy("Channel"), choices=Channel, initial=Channel.LETTER)
    arrived_on = day_field(gettext_lazy("Arrived"))
    confirmed_on = day_field(
        gettext_lazy("Receipt confirmed with the applicant"),
        required=False,
        help_text=gettext_lazy("Empty: the request waits until the receipt is confirmed."),
    )
    evidence = _line(gettext_lazy("Evidence of receipt"), 300)

    def clean(self) -> dict[str, Any]:
        """The legal day of receipt needs evidence."""
        data = super().clean()
        at_once = data.get("channel") in RECEIVED_AT_ONCE
        if at_once and data.get("confirmed_on"):
            data["confirmed_on"] = None
        if (at_once or data.get("confirmed_on")) and not data.get("evidence"):
            self.add_error(
                "evidence", _("State the evidence of receipt: who signed, or when and how it was confirmed.")
            )
        return data

    def staff_entry(self) -> RequestEntry:
        """Return the entry with its days."""
        data = self.cleaned_data
        return self.entry(
            channel=data["channel"],
            arrived_on=data["arrived_on"],
            confirmed_on=data["confirmed_on"],
            evidence=data["evidence"],
        )


class AmendForm(RequestForm):
    """Mends mistakes of an entry; files and days have their own verbs."""

    uploads = None  # type: ignore[assignment]
    edit_version = forms.IntegerField(widget=forms.HiddenInput)


class RevealForm(forms.Form):
    """For what somebody wants to read who asked."""

    occasion = forms.ChoiceField(
        label=gettext_lazy("What for (recorded)"),
        choices=[
            ("", gettext_lazy("choose")),
            *(choice for choice in ReadingOccasion.choices if choice[0] not in WITH_A_PAGE_OF_THEIR_OWN),
        ],
    )
