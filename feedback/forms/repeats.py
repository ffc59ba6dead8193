"""Messages that repeat others: noted by a person, never merged."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.actions import messages
from feedback.forms.verb_forms import MessageVerbForm
from feedback.models.messages import Message
from foundation.people import User


class LinkRepeatForm(MessageVerbForm):
    """It says again what another message said."""

    verb, label, done = "link_repeat", gettext_lazy("Note as a repetition"), gettext_lazy("Noted; both messages stay.")
    hint = gettext_lazy("Nothing is merged: each writer gets a reply. The note stands on both desks.")
    number = forms.CharField(label=gettext_lazy("Number of the message that it repeats"), max_length=20)

    @classmethod
    def fits(cls, message: Message, _user: User) -> bool:
        """Once."""
        return message.repeats_id is None

    def clean_number(self) -> Message:
        """Return the message with this number."""
        number = "".join(self.cleaned_data["number"].upper().split())
        found = Message.objects.select_related("repeats").filter(number=number).first()
        if found is None:
            raise ValidationError(_("There is no message with this number."))
        return found

    def carry_out(self, actor: User) -> Any:
        """Note it."""
        return messages.link_repeat(self.record, to=self.cleaned_data["number"], actor=actor)


class UnlinkRepeatForm(MessageVerbForm):
    """It does not repeat the other message after all."""

    verb, label, done = "unlink_repeat", gettext_lazy("It is no repetition"), gettext_lazy("The note is taken away.")

    @classmethod
    def fits(cls, message: Message, _user: User) -> bool:
        """Where it is noted."""
        return message.repeats_id is not None

    def carry_out(self, actor: User) -> Any:
        """Take the note away."""
        return messages.unlink_repeat(self.record, actor=actor)
