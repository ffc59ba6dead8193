"""The verbs of the hotline log: log an enquiry or call-back, strike a wrong one out, enter what was connected."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from feedback.masking import Masker, known_of
from feedback.models.calls import (
    CALLBACK_RESULTS,
    NOTE_LENGTH,
    Call,
    CallKind,
    CallPlace,
    CallResult,
    SwitchboardDay,
)
from feedback.models.messages import SUBJECT_LENGTH
from foundation import access, audit
from foundation.access import Capability
from foundation.privacy import Kind
from foundation.readings import record_reading
from foundation.workflow import Conflict, Refused

if TYPE_CHECKING:
    from feedback.models.messages import Message
    from feedback.models.ratings import Rating
    from foundation.organization import Department
    from foundation.people import User
    from guides.models import Guide


@dataclass(frozen=True)
class CallEntry:
    """An enquiry as it is logged, or a call-back with what it follows."""

    place: str
    subject: str
    result: str
    taken_on: dt.date
    kind: str = CallKind.ENQUIRY
    note: str = ""
    name: str = ""
    """Who called, if they said so; it is starred out in the subject."""
    phone: str = ""
    department: Department | None = None
    is_report: bool = False
    """Whether wrongdoing is reported; then no department sees it."""
    guide: Guide | None = None
    follows: Call | None = None
    message: Message | None = None
    rating: Rating | None = None


def log_call(entry: CallEntry, *, token: uuid.UUID, today: dt.date, actor: User) -> Call:
    """Log an enquiry or a call-back; the same token sent twice gives the same row.

    What is personal in the subject, which lists show, is masked.  Raises PermissionDenied, Refused, Conflict when the
    form was sent before with other words.
    """
    access.require(actor, Capability.HANDLE_MESSAGES)
    _check(entry, today)
    known = _logged_before(entry, token)
    if known is not None:
        return known
    try:
        with transaction.atomic():
            call = Call.objects.create(
                token=token,
                place=entry.place,
                kind=entry.kind,
                taken_on=entry.taken_on,
                subject=_shown_subject(entry),
                note=entry.note.strip()[:NOTE_LENGTH],
                name=entry.name.strip(),
                phone=entry.phone,
                department=entry.department,
                is_report=entry.is_report,
                guide=entry.guide,
                result=entry.result,
                follows=entry.follows,
                message=entry.message,
                rating=entry.rating,
                recorded_by=actor,
            )
            audit.record(audit.Act.CALL_LOGGED, actor=actor, target=call, detail={"kind": entry.kind})
    except IntegrityError:
        twin = _logged_before(entry, token)
        if twin is None:
            raise
        return twin
    return call


def _shown_subject(entry: CallEntry) -> str:
    return _masker(entry).mask(entry.subject.strip())[:SUBJECT_LENGTH]


def _logged_before(entry: CallEntry, token: uuid.UUID) -> Call | None:
    """Return the call that was logged with the same form, or None. Raises Conflict when it said something else."""
    known = Call.objects.filter(token=token).first()
    if known is not None and (known.subject, known.note) != (_shown_subject(entry), entry.note.strip()[:NOTE_LENGTH]):
        raise Conflict(_("This form was saved before. Save once more if it is another call."))
    return known


def _masker(entry: CallEntry) -> Masker:
    """Return the masker that knows everybody whom the call names: the caller, the writer, the rater."""
    known = [(Kind.NAME, entry.name), (Kind.MOBILE, entry.phone)]
    if entry.follows is not None:
        known += [(Kind.NAME, entry.follows.name), (Kind.MOBILE, entry.follows.phone)]
    if entry.rating is not None:
        known += [(Kind.NAME, entry.rating.name), (Kind.MOBILE, entry.rating.phone)]
    writer = getattr(entry.message, "writer", None)
    return Masker([*known, *known_of(writer)])


def _check(entry: CallEntry, today: dt.date) -> None:
    if entry.taken_on > today:
        raise Refused(_("%(day)s lies in the future.") % {"day": entry.taken_on.isoformat()})
    if not entry.subject.strip():
        raise Refused(_("Say in a few words what it was about."))
    followed = [known for known in (entry.follows, entry.message, entry.rating) if known is not None]
    if entry.kind == CallKind.CALLBACK and not followed:
        raise Refused(_("A call-back follows an enquiry, a message or a rating; say which."))
    if entry.kind == CallKind.CALLBACK and entry.place != CallPlace.HOTLINE:
        raise Refused(_("Call-backs are made by phone."))
    if entry.kind == CallKind.ENQUIRY and (entry.follows is not None or entry.rating is not None):
        raise Refused(_("Only a call-back follows something."))
    if entry.result == CallResult.TO_CALL_BACK and not entry.phone.strip():
        raise Refused(_("Write down the number that is to be called back."))
    if entry.result == CallResult.MESSAGE and entry.message is None:
        raise Refused(_("Name the message that was taken down."))
    if (entry.result in CALLBACK_RESULTS) != (entry.kind == CallKind.CALLBACK):
        raise Refused(_("A call-back reached somebody or nobody; an enquiry has another result."))
    if entry.result == CallResult.REACHED and not entry.note.strip():
        raise Refused(_("Write down what was said in the call-back."))


def strike_out(call: Call, *, reason: str, actor: User) -> Call:
    """Strike a wrong row out of the figures, with the reason; it stays visible.

    Who logged it may do so, and the center.  Raises PermissionDenied, Refused, Conflict.
    """
    access.require(actor, Capability.HANDLE_MESSAGES)
    if not reason.strip():
        raise Refused(_("Give the reason."))
    with transaction.atomic():
        locked = Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
        if locked.recorded_by_id != actor.pk:
            access.require_everywhere(actor, Capability.HANDLE_MESSAGES)
        if locked.void_reason:
            raise Conflict(_("It was struck out already."))
        locked.void_reason, locked.voided_by = reason.strip()[:200], actor
        locked.save(update_fields=["void_reason", "voided_by"])
        audit.record(audit.Act.CALL_STRUCK_OUT, actor=actor, target=locked)
    return locked


def take_down(call: Call, *, message: Message, actor: User) -> Call:
    """Note that an enquiry was taken down as a message; that answers it.

    The name that the writer gave by now is starred out in the subject, too.  Raises Refused, Conflict.
    """
    access.require(actor, Capability.HANDLE_MESSAGES)
    with transaction.atomic():
        locked = Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
        if locked.kind != CallKind.ENQUIRY or locked.void_reason:
            raise Refused(_("Only an enquiry that counts is taken down as a message."))
        if locked.message_id is not None:
            raise Conflict(_("It was taken down as a message already."))
        locked.message, locked.result = message, CallResult.MESSAGE
        locked.subject = Masker(known_of(getattr(message, "writer", None))).mask(locked.subject)
        locked.save(update_fields=["message", "result", "subject"])
        audit.record(audit.Act.CALL_TAKEN_DOWN, actor=actor, target=locked, detail={"message": message.number})
    return locked


def read_phone(call: Call, *, actor: User) -> str:
    """Return the number that is to be called back, and record the reading.

    The center reads it, and who took it down.  Raises PermissionDenied.
    """
    _record_reading(call, CallResult.TO_CALL_BACK, actor)
    return str(call.phone)


def read_caller(call: Call, *, actor: User) -> tuple[str, str]:
    """Return name and number of who called, for the message that the enquiry is taken down as; recorded likewise."""
    if call.name or call.phone:
        _record_reading(call, CallResult.MESSAGE, actor)
    return str(call.name), str(call.phone)


def _record_reading(call: Call, occasion: CallResult, actor: User) -> None:
    access.require(actor, Capability.HANDLE_MESSAGES)
    if call.recorded_by_id != actor.pk:
        access.require_everywhere(actor, Capability.HANDLE_MESSAGES)
    record_reading(call, occasion, among=CallResult, actor=actor)


def enter_switchboard(day: dt.date, *, connected: int, source: str, today: dt.date, actor: User) -> SwitchboardDay:
    """Enter, or correct, how many calls the telephone system connected on a day. Raises PermissionDenied, Refused."""
    access.require_everywhere(actor, Capability.HANDLE_MESSAGES)
    if day > today:
        raise Refused(_("%(day)s lies in the future.") % {"day": day.isoformat()})
    if not source.strip():
        raise Refused(_("Say where the figure comes from."))
    with transaction.atomic():
        before = SwitchboardDay.objects.select_for_update().filter(day=day).values_list("connected", flat=True).first()
        row, _made = SwitchboardDay.objects.update_or_create(
            day=day, defaults={"connected": connected, "source": source.strip()[:100], "entered_by": actor}
        )
        detail = {"day": day.isoformat(), "before": before, "after": connected}
        audit.record(audit.Act.SWITCHBOARD_ENTERED, actor=actor, target=row, detail=detail)
    return row
