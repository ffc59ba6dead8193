"""What the small forms of the desk of a message have in common."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from feedback.models.messages import Message
from feedback.states import VERBS, MessageKind
from foundation import access
from foundation.access import Capability
from foundation.organization import Department
from foundation.people import User
from foundation.verb_forms import RecordVerbForm


class MessageVerbForm(RecordVerbForm[Message]):
    """A verb on a message."""

    of_center: ClassVar[bool] = False
    """Whether only somebody of the whole center may do it."""
    of_host: ClassVar[bool] = False
    """Whether it is the business of the host department alone."""

    @classmethod
    def may_try(cls, message: Message, user: User) -> bool:
        """Tell whether the verb is the person's business on this message, in whatever stage it is."""
        scope = access.scope_of(user, VERBS[cls.verb].capability)
        if cls.of_center:
            return scope.everywhere
        return may_host(message, user) if cls.of_host else scope.covers(message.department_id)

    @classmethod
    def fits(cls, message: Message, user: User) -> bool:
        """Tell whether the verb makes sense now, beyond stage and role."""
        return True


def may_host(message: Message, user: User) -> bool:
    """Tell whether somebody acts for the host department: its own officers, the center only where it has none."""
    scope = access.scope_of(user, Capability.HANDLE_MESSAGES)
    if message.department_id in scope.department_ids:
        return True
    return scope.everywhere and not access.holders(Capability.HANDLE_MESSAGES, message.department_id).exists()


def department_field(label: Any, *, required: bool = True) -> forms.ModelChoiceField[Department]:
    """Return a choice among departments; a form of a message narrows it to those to whom it may go."""
    everybody = Department.objects.order_by("position", "name")
    return forms.ModelChoiceField(label=label, queryset=everybody, required=required)


def possible_hosts(message: Message) -> QuerySet[Department]:
    """Return the departments to whom a message may go: not the present host, and never the accused (art. 30)."""
    others = Department.objects.exclude(pk=message.department_id or 0).order_by("position", "name")
    return others.exclude(pk=message.about_id or 0) if message.kind == MessageKind.REPORT else others


class VersionedVerbForm(MessageVerbForm):
    """A verb on exactly the text that was seen."""

    edit_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


WHY_THIS_DEPARTMENT = _("Why this department (it reads this)")
