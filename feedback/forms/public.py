"""The forms that anybody fills: a message, and its files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.entries import MessageEntry, WriterEntry
from feedback.kinds import NOTES
from feedback.masking import Masker
from feedback.models.messages import SUBJECT_LENGTH, TEXT_LENGTH
from feedback.states import MessageKind
from foundation.organization import Department, Region, RegionLevel
from foundation.phones import phone_fault
from foundation.public_forms import LongTextField, PressedForm, visible
from foundation.upload_fields import FilesField
from guides.models import Guide, PublishedGuide

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST_FILES: Final = 5
GUIDE_LENGTH: Final = 200
_SHOWN: Final = ("kind", "subject", "text", "about", "region", "name", "phone", "email", "address", "shares_contact")
_WRITER: Final = ("name", "phone", "email", "address")


def _line(label: StrOrPromise, length: int, **attrs: str) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, required=False, widget=forms.TextInput(attrs=attrs))


class NamedChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice among records, each by its name in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        """The name."""
        return _local_name(obj)


class MessageForm(PressedForm):
    """A message: what it is, what it says, and, only if the writer wants, who writes.

    ``same_again`` belongs to the defence (see the view); nobody types it.
    """

    kind = forms.ChoiceField(label=gettext_lazy("What is it?"), choices=MessageKind, widget=forms.RadioSelect)
    subject = forms.CharField(
        label=gettext_lazy("Subject"),
        max_length=SUBJECT_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("In a few words, without names and numbers."),
    )
    text = LongTextField(
        label=gettext_lazy("Your message"),
        longest=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("When, where, what happened, and what you want."),
    )
    about = NamedChoiceField(
        label=gettext_lazy("Which department is it about?"),
        queryset=Department.objects.public(),
        to_field_name="code",
        required=False,
        empty_label=gettext_lazy("I do not know, or several"),
    )
    region = NamedChoiceField(
        label=gettext_lazy("Where?"),
        queryset=Region.objects.filter(level__in=[RegionLevel.COUNTY, RegionLevel.TOWNSHIP]),
        to_field_name="code",
        required=False,
        empty_label=gettext_lazy("anywhere"),
    )
    guide = forms.CharField(required=False, max_length=GUIDE_LENGTH, widget=forms.HiddenInput)
    name = _line(gettext_lazy("Your name"), 100, autocomplete="name")
    phone = _line(gettext_lazy("Phone"), 40, autocomplete="tel", inputmode="tel")
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        max_length=120,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )
    address = _line(gettext_lazy("Your address"), 200, autocomplete="street-address")
    shares_contact = forms.BooleanField(
        label=gettext_lazy("The department that handles it may see my name and phone"), required=False
    )
    consents_to_publication = forms.BooleanField(
        label=gettext_lazy("Message and reply may be published, with everything personal masked"), required=False
    )
    same_again = forms.CharField(required=False, max_length=5, widget=forms.HiddenInput)

    field_order = (*_SHOWN, "consents_to_publication")
    """As on the page; the summary of errors follows it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record: Guide | None = None
        """The guide that the message is about."""

    def kind_choices(self) -> Iterator[tuple[Any, StrOrPromise]]:
        """Yield each radio button with the sentence that explains it."""
        for radio in self["kind"]:
            yield radio, NOTES[str(radio.data["value"])]

    def clean_subject(self) -> str:
        """A line; nothing in it can turn the reading direction of a list."""
        subject = visible(self.cleaned_data["subject"])
        if not subject:
            raise ValidationError(_("Say in a few words what it is about."))
        return subject

    def clean_name(self) -> str:
        """A line."""
        return visible(self.cleaned_data["name"])

    def clean_address(self) -> str:
        """A line."""
        return visible(self.cleaned_data["address"])

    def clean_phone(self) -> str:
        """Something that can be called."""
        phone: str = self.cleaned_data["phone"]
        if fault := phone_fault(phone):
            raise ValidationError(fault)
        return phone

    def clean_guide(self) -> str:
        """The address of a public guide; one that is no longer public is left out."""
        slug: str = self.cleaned_data["guide"]
        found = PublishedGuide.objects.select_related("record").filter(slug=slug).first() if slug else None
        self.record = found.record if found else None
        return slug if found else ""

    @property
    def is_report(self) -> bool:
        """Whether wrongdoing is reported."""
        return self.cleaned_data.get("kind") == MessageKind.REPORT

    def entry(self, files: Sequence[Any] = ()) -> MessageEntry:
        """Return the message as it is registered."""
        data = self.cleaned_data
        return MessageEntry(
            kind=data["kind"],
            subject=data["subject"],
            text=data["text"],
            writer=WriterEntry(**{name: data[name] for name in _WRITER}),
            about=data["about"],
            region=data["region"],
            guide=self.record,
            shares_contact=data["shares_contact"],
            consents_to_publication=data["consents_to_publication"],
            files=files,
        )

    def rows(self) -> list[tuple[str, str]]:
        """Return label and value of what will be sent, in words, without empty fields."""
        found = [(str(self.fields[name].label), self._in_words(name)) for name in _SHOWN]
        return [(label, value) for label, value in found if value]

    def _in_words(self, name: str) -> str:
        value = self.cleaned_data.get(name)
        if name == "kind":
            return str(MessageKind(str(value)).label)
        if name == "shares_contact":
            wanted = any(self.cleaned_data.get(one) for one in ("name", "phone"))
            return (_("yes") if value else _("no")) if wanted else ""
        return _local_name(value) if isinstance(value, (Department, Region)) else str(value or "")

    def masked(self) -> tuple[str, str]:
        """Return subject and text as the machine proposes them to the public."""
        masker = Masker(self.entry().writer.known)
        return masker.mask(self.cleaned_data["subject"]), masker.mask(self.cleaned_data["text"])


def _local_name(record: Any) -> str:
    """Return the name of a department or region in the reader's language."""
    return str(getattr(record, "local_name", record.name))


class FilesForm(forms.Form):
    """The files of a message, chosen on the last page: a browser cannot carry them from page to page."""

    attachments = FilesField(label=gettext_lazy("Photos or papers"), required=False)

    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        """Not more files than somebody will read."""
        data = super().clean() or {}
        if len(data.get("attachments") or ()) > MOST_FILES:
            raise ValidationError(_("At most %(n)d files; put several pages into one PDF.") % {"n": MOST_FILES})
        return data
