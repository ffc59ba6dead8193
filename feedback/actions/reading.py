"""Reading what lists and desks show masked: each reading is a verb, and is recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from feedback.models.messages import Message, Writer
from feedback.reading import Occasion, Subject
from feedback.states import MessageStage
from foundation import access
from foundation.access import Capability
from foundation.readings import record_reading

if TYPE_CHECKING:
    from foundation.people import User


def may_read_text(message: Message, actor: User) -> bool:
    """Tell whether somebody may read the unmasked text: who handles the message, and who approves its reply."""
    return any(
        scope.everywhere or message.department_id in scope.department_ids
        for scope in (access.scope_of(actor, c) for c in (Capability.HANDLE_MESSAGES, Capability.APPROVE_MESSAGES))
    )


def may_see_writer(message: Message, actor: User) -> bool:
    """Tell whether somebody may read who wrote: the center always, the host where the writer allowed it."""
    scope = access.scope_of(actor, Capability.HANDLE_MESSAGES)
    shown_to_host = message.shares_contact and message.stage != MessageStage.RECEIVED
    return scope.everywhere or (shown_to_host and message.department_id in scope.department_ids)


def read_text(message: Message, *, actor: User, occasion: str) -> None:
    """Record that somebody reads the unmasked text. Raises PermissionDenied, Refused without an occasion."""
    _read(message, Subject.TEXT, allowed=may_read_text(message, actor), actor=actor, occasion=occasion)


def read_writer(message: Message, *, actor: User, occasion: str) -> Writer | None:
    """Return who wrote, and record the reading; None for an anonymous message.

    Raises PermissionDenied, Refused without an occasion of the closed list.
    """
    writer = Writer.objects.filter(message=message).first()
    allowed = may_see_writer(message, actor)
    if writer is None and allowed:
        return None
    _read(message, Subject.WRITER, allowed=allowed, actor=actor, occasion=occasion)
    return writer


def _read(message: Message, subject: Subject, *, allowed: bool, actor: User, occasion: str) -> None:
    if not allowed:
        raise PermissionDenied(_("Your role does not allow this here."))
    record_reading(message, occasion, among=Occasion, subject=subject, actor=actor)
