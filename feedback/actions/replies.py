"""The verbs of replies: save, submit, take back, return, send; the writer's verdict and what follows from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.actions import answers
from feedback.actions.clock import record_fact
from feedback.actions.extensions import lapse_extension
from feedback.deadlines import FactKind
from feedback.models.messages import Message
from feedback.models.replies import BLANK, Reply, ReplyStage, Verdict
from feedback.states import NEEDS_BASIS, REPLY_ENDINGS, VERBS, Solved
from foundation import access
from foundation.access import Capability
from foundation.clock import local_now
from foundation.workflow import Conflict, Refused, perform

if TYPE_CHECKING:
    from foundation.people import User


def draft_of(message: Message) -> Reply | None:
    """Return the reply that is not sent yet."""
    return message.replies.exclude(stage=ReplyStage.SENT).first()


def last_sent(message: Message) -> Reply | None:
    """Return the newest reply that was sent."""
    return message.replies.filter(stage=ReplyStage.SENT).order_by("-sequence").first()


def _unsent(locked: Message, edit_version: int | None = None) -> Reply:
    reply = locked.replies.select_for_update().exclude(stage=ReplyStage.SENT).first()
    if reply is None:
        raise Conflict(_("There is no draft of a reply."))
    if edit_version is not None and reply.edit_version != edit_version:
        raise Conflict(_("Somebody changed the reply in the meantime. Compare both texts, then save again."))
    return reply


def save_reply(
    message: Message, *, text: str, ending: str, basis: str = "", edit_version: int | None = None, actor: User
) -> Message:
    """Save the draft of the reply; ``edit_version`` is that of the draft that was opened, None for the first one.

    Raises Refused for an empty text, an unknown ending, or a refusal without reasons; Conflict when somebody else
    saved in between.
    """

    def change(locked: Message) -> Iterable[str]:
        _check(text, ending, basis)
        columns: dict[str, Any] = {"text": text.strip(), "ending": ending, "basis": basis.strip()}
        draft = draft_of(locked)
        if draft is None:
            if edit_version is not None:
                raise Conflict(_("There is no draft of a reply."))
            Reply.objects.create(message=locked, sequence=locked.replies.count() + 1, drafted_by=actor, **columns)
            return []
        if draft.drafted_by_id == actor.pk and all(getattr(draft, name) == value for name, value in columns.items()):
            return []  # a double click
        if edit_version is None:
            raise Conflict(_("Somebody changed the reply in the meantime. Compare both texts, then save again."))
        reply = _unsent(locked, edit_version)
        for name, value in columns.items():
            setattr(reply, name, value)
        reply.edit_version, reply.drafted_by = reply.edit_version + 1, actor
        reply.save(update_fields=[*columns, "edit_version", "drafted_by"])
        return []

    return perform(message, VERBS["save_reply"], actor=actor, change=change)


def _check(text: str, ending: str, basis: str) -> None:
    if not text.strip():
        raise Refused(_("Write the reply."))
    if ending not in REPLY_ENDINGS:
        raise Refused(_("Choose how the matter ends."))
    if ending in NEEDS_BASIS and not basis.strip():
        raise Refused(_("A refusal names the rule that says no; what is not within our powers, the right door."))


def _refuse_blanks(text: str) -> None:
    """Raise Refused where a blank of a template was not filled in."""
    if BLANK in text:
        raise Refused(_("The text still holds a blank of the template: %(blank)s") % {"blank": BLANK})


def submit_reply(message: Message, *, edit_version: int, actor: User) -> Message:
    """Put the reply before the second person. Raises Conflict when it is not the text that was seen."""

    def change(locked: Message) -> Iterable[str]:
        reply = _unsent(locked, edit_version)
        _refuse_blanks(reply.text)
        reply.stage, reply.submitted_by, reply.submitted_at = ReplyStage.APPROVING, actor, local_now()
        reply.return_note = ""
        reply.save(update_fields=["stage", "submitted_by", "submitted_at", "return_note"])
        return []

    return perform(message, VERBS["submit_reply"], actor=actor, change=change)


def recall_reply(message: Message, *, actor: User) -> Message:
    """Take the reply back before the second person acted."""

    def change(locked: Message) -> Iterable[str]:
        _back_to_draft(_unsent(locked))
        return []

    return perform(message, VERBS["recall_reply"], actor=actor, change=change)


def return_reply(message: Message, *, note: str, actor: User) -> Message:
    """The second person returns the reply with a note. Raises Refused without one."""

    def change(locked: Message) -> Iterable[str]:
        if not note.strip():
            raise Refused(_("Say what to change."))
        _back_to_draft(_unsent(locked), note.strip()[:500])
        return []

    return perform(message, VERBS["return_reply"], actor=actor, change=change)


def _back_to_draft(reply: Reply, note: str = "") -> None:
    reply.stage, reply.submitted_by, reply.submitted_at, reply.return_note = ReplyStage.DRAFT, None, None, note
    reply.save(update_fields=["stage", "submitted_by", "submitted_at", "return_note"])


def send_reply(message: Message, *, edit_version: int, today: dt.date, actor: User) -> Message:
    """The second person sends exactly the text that was seen; the writer reads it with number and code.

    Raises Refused for who drafted or submitted it, Conflict when it is another text by now.
    """

    def change(locked: Message) -> Iterable[str]:
        reply = _unsent(locked, edit_version)
        _refuse_blanks(reply.text)
        if actor.pk in (reply.drafted_by_id, reply.submitted_by_id):
            raise Refused(_("Who wrote the reply cannot send it; a second person reads it first."))
        reply.stage, reply.sent_by, reply.sent_at = ReplyStage.SENT, actor, local_now()
        reply.department, reply.sent_on = locked.department, today
        reply.save(update_fields=["stage", "sent_by", "sent_at", "sent_on", "department"])
        locked.ending, locked.answered_on = reply.ending, today
        lapse_extension(locked, gettext_lazy("The reply was sent before."))
        answers.follow_reply(locked, reply.text)
        return ["ending", "answered_on", *record_fact(locked, FactKind.REPLIED, today, actor=actor)]

    return perform(message, VERBS["send_reply"], actor=actor, change=change)


def judge(message: Message, *, solved: str, remark: str = "", sequence: int | None = None) -> Message:
    """The writer says, once for each reply, whether it is solved; “not solved” asks the center to open it again.

    The caller has checked number and code; ``sequence`` is the number of the reply that the writer read.  Raises
    Conflict when it was said before, or when there is another reply by now.
    """

    def change(locked: Message) -> Iterable[str]:
        reply = last_sent(locked)
        if reply is None or Verdict.objects.filter(reply=reply).exists():
            raise Conflict(_("You have said so already, or there is no reply yet."))
        if sequence not in (None, reply.sequence):
            raise Conflict(_("There is another reply by now; please read it first."))
        Verdict.objects.create(reply=reply, solved=Solved(solved), remark=remark.strip()[:2000])
        return []

    verb = "object" if solved == Solved.NOT else "judge"
    return perform(message, VERBS[verb], actor=None, change=change, detail={"solved": solved, "by": "writer"})


def _open_verdict(locked: Message) -> Verdict:
    verdict = (
        Verdict.objects.select_for_update(of=("self",))
        .filter(reply__message=locked, solved=Solved.NOT, is_reopened=None)
        .first()
    )
    if verdict is None:
        raise Conflict(_("Nobody asked to open it again, or it was answered already."))
    return verdict


def reopen(message: Message, *, today: dt.date, actor: User) -> Message:
    """Open the matter again; the time begins anew, and what was published goes off the site until the next reply.

    The center decides, never the department whose reply is objected to.  Raises PermissionDenied, Conflict.
    """
    access.require_everywhere(actor, Capability.HANDLE_MESSAGES)

    def change(locked: Message) -> Iterable[str]:
        verdict = _open_verdict(locked)
        verdict.is_reopened, verdict.answered_at, verdict.answered_by = True, local_now(), actor
        verdict.save(update_fields=["is_reopened", "answered_at", "answered_by"])
        answers.take_off(locked)
        locked.ending, locked.answered_on = "", None
        return ["ending", "answered_on", *record_fact(locked, FactKind.REOPENED, today, actor=actor)]

    return perform(message, VERBS["reopen"], actor=actor, change=change)


def refuse_reopening(message: Message, *, reason: str, actor: User) -> Message:
    """Say why the matter stays closed; the center decides, and the writer reads it.

    Raises PermissionDenied, Refused without a reason, Conflict.
    """
    access.require_everywhere(actor, Capability.HANDLE_MESSAGES)

    def change(locked: Message) -> Iterable[str]:
        if not reason.strip():
            raise Refused(_("Give the reason; the writer will read it."))
        verdict = _open_verdict(locked)
        verdict.is_reopened, verdict.answered_at, verdict.answered_by = False, local_now(), actor
        verdict.answer = reason.strip()[:500]
        verdict.save(update_fields=["is_reopened", "answered_at", "answered_by", "answer"])
        return []

    return perform(message, VERBS["refuse_reopening"], actor=actor, change=change)
