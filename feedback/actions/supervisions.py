"""Pressing for a matter (督办): issued, answered, confirmed or returned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override

from feedback.models.handling import Supervision
from feedback.models.messages import Message
from feedback.states import VERBS
from foundation import access
from foundation.access import Capability
from foundation.clock import local_now
from foundation.pages import CHINESE
from foundation.workflow import Conflict, Refused, perform

if TYPE_CHECKING:
    from foundation.people import User


def supervise(message: Message, *, reason: str, due_on: dt.date, today: dt.date, actor: User) -> Message:
    """Press for a matter (督办): the host says by a day what it did. Raises Refused, Conflict when one is open."""
    access.require_everywhere(actor, Capability.SUPERVISE_MESSAGES)

    def change(locked: Message) -> Iterable[str]:
        if locked.supervisions.standing().exists():
            raise Conflict(_("The matter is pressed already, and that is not ended yet."))
        _press(locked, reason, due_on, today, actor)
        return []

    return perform(message, VERBS["supervise"], actor=actor, change=change, detail={"due": due_on.isoformat()})


def _press(locked: Message, reason: str, due_on: dt.date, today: dt.date, actor: User) -> None:
    if due_on < today:
        raise Refused(_("%(day)s is over already.") % {"day": due_on.isoformat()})
    if not reason.strip():
        raise Refused(_("Say why the matter is pressed."))
    Supervision.objects.create(message=locked, reason=reason.strip()[:300], due_on=due_on, issued_by=actor)


def answer_supervision(message: Message, *, answer: str, actor: User) -> Message:
    """The host says what it did. Raises Refused without a word, Conflict when nothing waits."""

    def change(locked: Message) -> Iterable[str]:
        if not answer.strip():
            raise Refused(_("Say what was done."))
        open_one = locked.supervisions.unanswered().select_for_update().first()
        if open_one is None:
            raise Conflict(_("Nobody waits for an answer."))
        open_one.answer, open_one.answered_at, open_one.answered_by = answer.strip()[:500], local_now(), actor
        open_one.save(update_fields=["answer", "answered_at", "answered_by"])
        return []

    return perform(message, VERBS["answer_supervision"], actor=actor, change=change)


def confirm_supervision(message: Message, *, actor: User) -> Message:
    """The center confirms what the department did; that ends the supervision. Raises PermissionDenied, Conflict."""
    access.require_everywhere(actor, Capability.SUPERVISE_MESSAGES)

    def change(locked: Message) -> Iterable[str]:
        _decide_supervision(locked, accepted=True, note="", actor=actor)
        return []

    return perform(message, VERBS["confirm_supervision"], actor=actor, change=change)


def return_supervision(message: Message, *, note: str, due_on: dt.date, today: dt.date, actor: User) -> Message:
    """The center sends the answer back: what is missing is pressed for anew, by another day.

    Raises PermissionDenied, Refused without a word or for a day that is over, Conflict when nothing waits.
    """
    access.require_everywhere(actor, Capability.SUPERVISE_MESSAGES)

    def change(locked: Message) -> Iterable[str]:
        if not note.strip():
            raise Refused(_("Say what is missing."))
        _decide_supervision(locked, accepted=False, note=note, actor=actor)
        _press(locked, note, due_on, today, actor)
        return []

    return perform(message, VERBS["return_supervision"], actor=actor, change=change, detail={"due": due_on.isoformat()})


def _decide_supervision(locked: Message, *, accepted: bool, note: str, actor: User) -> None:
    answered = locked.supervisions.to_confirm().select_for_update().first()
    if answered is None:
        raise Conflict(_("No answer waits to be confirmed."))
    answered.is_accepted, answered.note = accepted, note.strip()[:300]
    answered.decided_at, answered.decided_by = local_now(), actor
    answered.save(update_fields=["is_accepted", "note", "decided_at", "decided_by"])


def end_supervision(locked: Message, note: Promise) -> None:
    """End what nobody can answer any more, as the matter ends otherwise; the note is stored in Chinese."""
    with override(CHINESE):
        words, now = str(note), local_now()
    locked.supervisions.unanswered().update(answer=words, answered_at=now)
    locked.supervisions.standing().update(is_accepted=True, decided_at=now)
