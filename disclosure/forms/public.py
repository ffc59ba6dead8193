"""The forms that applicants fill themselves: the request, its files, the way back by number and code, a correction."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from disclosure.entries import RequestEntry
from disclosure.forms.register import RequestForm, tidy_number
from disclosure.models.register import (
    DESCRIPTION_LENGTH,
    ApplicantCategory,
    Channel,
    DeliveryWay,
    IdentityPaper,
    Medium,
)
from foundation.credit_codes import is_credit_code
from foundation.pages import CHINESE
from foundation.public_forms import LongTextField, PressedForm, visible
from foundation.upload_fields import FilesField, ManyFilesInput

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PRIVACY_NOTICE: Final = "2026-11"
"""Version of templates/disclosure/_privacy_notice.html (个人信息保护法 art. 17); kept with each request."""
MOST_FILES: Final = 5
PERSON: Final = "person"
ORGANIZATION: Final = "organization"
_OF_PERSONS: Final = ("name", "paper", "paper_number")
_OF_ORGANIZATIONS: Final = (
    "organization", "applicant_category", "organization_paper", "organization_number", "representative",
    "contact_person",
)  # fmt: skip
_OF_ALL: Final = (
    "subject", "description", "features", "items", "delivery_way", "medium", "accepts_other_way", "kind",
)  # fmt: skip
_CONTACTS: Final = ("phone", "email", "address", "postcode", "fax")
FEWEST_DIGITS: Final = 7
"""A local telephone number has seven digits."""


def _choices(*codes: str) -> list[tuple[str, StrOrPromise]]:
    return [(code, IdentityPaper(code).label) for code in codes]


def _line(label: StrOrPromise, length: int, **attrs: str) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, required=False, widget=forms.TextInput(attrs=attrs))


class RequestTextField(LongTextField):
    """A text as long as the description of a request may be."""

    too_long = gettext_lazy(
        "At most %(most)d characters; these are %(length)d. Shorten the text, or send it along as a file."
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(longest=DESCRIPTION_LENGTH, **kwargs)


class PublicRequestForm(PressedForm, RequestForm):
    """A request as the applicant writes it: what is wanted, how it shall come, who asks (条例 art. 29).

    Fields of the other kind of applicant are ignored.  No purpose is asked for: the law needs none since 2019.
    """

    field_order = (*_OF_ALL, *_OF_PERSONS, *_OF_ORGANIZATIONS, *_CONTACTS)
    """As on the page; the summary of errors follows it."""

    purpose = None  # type: ignore[assignment]
    employer = None  # type: ignore[assignment]
    uploads = None  # type: ignore[assignment]

    description = RequestTextField(
        label=gettext_lazy("Information asked for"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "Name it as precisely as you can: title, year, place, project. The more exact, the quicker the answer."
        ),
    )
    items = RequestTextField(
        label=gettext_lazy("Single points, one on each line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Only if you ask for several things: each point gets an answer of its own."),
    )
    delivery_way = forms.ChoiceField(
        label=gettext_lazy("How the information should come"),
        choices=DeliveryWay,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("What the way needs, an e-mail or postal address or a fax number, is asked below."),
        error_messages={"required": gettext_lazy("Choose how the information should come to you.")},
    )
    medium = forms.ChoiceField(
        label=gettext_lazy("In which form"), choices=Medium, widget=forms.RadioSelect, initial=Medium.ELECTRONIC
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Who asks"),
        choices=[
            (PERSON, gettext_lazy("a person")),
            (ORGANIZATION, gettext_lazy("an enterprise or another organization")),
        ],
        widget=forms.RadioSelect,
        initial=PERSON,
    )
    name = _line(gettext_lazy("Your name"), 100, autocomplete="name")
    paper = forms.ChoiceField(
        label=gettext_lazy("Identity paper"),
        choices=_choices("id_card", "passport", "travel_permit", "other"),
        required=False,
        initial=IdentityPaper.ID_CARD,
    )
    organization = _line(gettext_lazy("Name of the organization"), 100, autocomplete="organization")
    applicant_category = forms.ChoiceField(
        label=gettext_lazy("Kind of organization"),
        choices=[("", gettext_lazy("choose")), *ApplicantCategory.choices[1:]],
        required=False,
    )
    organization_paper = forms.ChoiceField(
        label=gettext_lazy("Paper of the organization"),
        choices=_choices("credit_code", "other"),
        required=False,
        initial=IdentityPaper.CREDIT_CODE,
    )
    organization_number = _line(gettext_lazy("Number of that paper"), 40, autocomplete="off")
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        max_length=120,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("features", "representative", "contact_person", "fax"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        self.fields["subject"].help_text = _("For example: number of cases at the windows in 2025, month by month")

    @property
    def is_organization(self) -> bool:
        """Whether an organization asks."""
        return self.data.get("kind") == ORGANIZATION

    @property
    def asked(self) -> tuple[str, ...]:
        """The names of the fields that apply."""
        return (*_OF_ALL, *(_OF_ORGANIZATIONS if self.is_organization else _OF_PERSONS), *_CONTACTS)

    def clean_subject(self) -> str:
        """As for all requests, and nothing in it can turn the reading direction of a list."""
        self.cleaned_data["subject"] = visible(self.cleaned_data["subject"])
        return super().clean_subject()

    def clean_organization_number(self) -> str:
        """As numbers of identity papers."""
        return tidy_number(self.cleaned_data["organization_number"])

    def clean_phone(self) -> str:
        """Something that can be called."""
        phone: str = self.cleaned_data["phone"]
        if phone and sum(one.isdecimal() for one in phone) < FEWEST_DIGITS:
            raise ValidationError(_("A telephone number has at least 7 digits."))
        return phone

    def clean(self) -> dict[str, Any]:
        """Check the fields that apply and leave the others out."""
        for name in set(self.errors) - {*self.asked, "__all__"}:
            del self._errors[name]  # type: ignore[attr-defined]
        data = self.cleaned_data
        data |= {"purpose": "", "employer": ""}
        if self.is_organization:
            self._take_organization(data)
        else:
            data |= {"applicant_category": ApplicantCategory.NATURAL_PERSON, "representative": "", "contact_person": ""}
            self._need("name", _("State your name, as on your identity paper."))
            self._need("paper_number", _("State the number of your identity paper; the law asks for it (art. 29)."))
        data["name"] = visible(data.get("name", ""))
        return super().clean()

    def _take_organization(self, data: dict[str, Any]) -> None:
        self._need("organization", _("State the name of the organization."))
        self._need("applicant_category", _("Choose the kind of organization; the yearly report counts by it."))
        self._need("organization_number", _("State the number of the paper; the law asks for it (art. 29)."))
        data["name"] = data.get("organization", "")
        data["paper"] = data.get("organization_paper", "")
        data["paper_number"] = data.get("organization_number", "")

    def _need(self, name: str, sentence: str) -> None:
        if name not in self.errors and not self.cleaned_data.get(name):
            self.add_error(name, sentence)

    def _check_paper(self, data: dict[str, Any]) -> None:
        number = data["paper_number"] if self.is_organization else ""
        if not self.is_organization:
            super()._check_paper(data)
        elif number and data["paper"] == IdentityPaper.CREDIT_CODE and not is_credit_code(number):
            self.add_error("organization_number", _("The check character of this credit code is wrong."))

    def typed(self) -> dict[str, str]:
        """Return what was typed into the fields that apply, unchanged, with the notice that stood beside them."""
        typed = {name: str(self.data[name]) for name in self.asked if self.data.get(name)}
        return {**typed, "privacy_notice": PRIVACY_NOTICE}

    def public_entry(self, files: list[tuple[Any, str]], *, arrived_on: dt.date) -> RequestEntry:
        """Return the entry of the register, with the files."""
        entry = self.entry(channel=Channel.ONLINE, arrived_on=arrived_on, typed=self.typed())
        return replace(entry, files=files)

    def rows(self) -> list[tuple[str, str]]:
        """Return label and value of what will be sent, in words, without empty fields."""
        rows = []
        for name in self.asked:
            value = self._in_words(name)
            if value:
                rows.append((str(self.fields[name].label), value))
        return rows

    def _in_words(self, name: str) -> str:
        value, field = self.cleaned_data.get(name), self.fields[name]
        if isinstance(field, forms.ChoiceField):
            return str(dict(field.choices).get(value, ""))  # type: ignore[arg-type]
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        return "\n".join(value) if isinstance(value, list) else str(value or "")


class FilesForm(forms.Form):
    """The files of a request, chosen on the last page: a browser cannot carry them from page to page."""

    identity = FilesField(
        label=gettext_lazy("Photo or scan of the identity paper"),
        required=False,
        widget=ManyFilesInput(attrs={"accept": ".jpg,.jpeg,.png,.pdf"}),
        help_text=gettext_lazy("May be left out; the office may ask for it later."),
    )
    attachments = FilesField(
        label=gettext_lazy("Other files"),
        required=False,
        help_text=gettext_lazy("For example a description of what you look for."),
    )

    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        """Not more files than somebody will read."""
        data = super().clean() or {}
        if sum(len(data.get(name) or ()) for name in self.fields) > MOST_FILES:
            raise ValidationError(_("At most %(n)d files; put several pages into one PDF.") % {"n": MOST_FILES})
        return data

    def chosen(self) -> list[tuple[Any, str]]:
        """Return the uploads with what they are, in the language of the office."""
        with override(CHINESE):
            labels = {name: str(field.label) for name, field in self.fields.items()}
        return [(upload, label) for name, label in labels.items() for upload in self.cleaned_data[name] or ()]
