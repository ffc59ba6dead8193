"""The quick entry: what somebody said on the phone or in the hall, or wrote on paper, typed without a mouse."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.entries import MessageEntry, WriterEntry
from feedback.forms.verb_forms import department_field
from feedback.models.messages import SUBJECT_LENGTH, TEXT_LENGTH, Channel
from feedback.states import MessageKind
from foundation.organization import Region, RegionLevel
from foundation.phone_forms import PhoneField
from foundation.public_forms import LongTextField, visible
from foundation.upload_fields import FilesField

LOGGED: tuple[Channel, ...] = (Channel.HOTLINE, Channel.HALL, Channel.LETTER, Channel.EMAIL, Channel.WECHAT)
"""Channels that staff write down; the site and an import have doors of their own."""


def _line(label: Any, length: int, **attrs: str) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, required=False, widget=forms.TextInput(attrs=attrs))


class LogForm(forms.Form):
    """A message that came another way than through the site; everything about the writer may stay empty."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    channel = forms.ChoiceField(label=_("How the message came"), choices=[(c.value, c.label) for c in LOGGED])
    kind = forms.ChoiceField(label=_("Kind"), choices=MessageKind)
    subject = forms.CharField(
        label=_("Subject"), max_length=SUBJECT_LENGTH, widget=forms.TextInput(attrs={"autofocus": True})
    )
    text = LongTextField(label=_("What was said or written"), longest=TEXT_LENGTH)
    name = _line(_("Name of the writer"), 60, autocomplete="off")
    phone = PhoneField(label=_("Phone"))
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=120)
    address = _line(_("Address"), 200, autocomplete="off")
    about = department_field(_("Department that it is about"), required=False)
    region = forms.ModelChoiceField(
        label=_("Region"), queryset=Region.objects.filter(level=RegionLevel.COUNTY), required=False
    )
    uploads = FilesField(label=_("Files (a scanned letter, for instance)"), required=False)
    shares_contact = forms.BooleanField(label=_("The department may see name and phone"), required=False)
    consents_to_publication = forms.BooleanField(label=_("A masked text may be published"), required=False)

    writer_fields: ClassVar[tuple[str, ...]] = ("name", "phone", "email", "address")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.fields["text"].widget.attrs["rows"] = 5

    def clean_subject(self) -> str:
        """A line without marks that turn the direction of reading."""
        return visible(self.cleaned_data["subject"])

    def entry(self) -> MessageEntry:
        """Return the message."""
        data = self.cleaned_data
        return MessageEntry(
            writer=WriterEntry(**{name: visible(data[name]) for name in self.writer_fields}),
            files=data["uploads"],
            **{
                name: data[name]
                for name in (
                    "kind", "subject", "text", "channel", "about", "region", "shares_contact",
                    "consents_to_publication",
                )
            },
        )  # fmt: skip
