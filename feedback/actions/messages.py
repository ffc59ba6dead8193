"""The verbs that bring a message in, and its writer's own: send, log, withdraw, consent."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.actions import answers
from feedback.actions.clock import record_fact, settle
from feedback.actions.extensions import lapse_extension
from feedback.actions.handling import assign_by_rule
from feedback.actions.supervisions import end_supervision
from feedback.deadlines import FactKind
from feedback.entries import MessageEntry
from feedback.masking import Masker
from feedback.models.messages import SUBJECT_LENGTH, Message, MessageFile, Writer
from feedback.routing import propose
from feedback.states import VERBS, Ending, MessageKind
from foundation import access, audit, lookup_codes
from foundation.access import Capability
from foundation.clock import local_now
from foundation.encryption import blind_index, blind_sketch
from foundation.numbering import next_number
from foundation.personal_files import store_personal, taking_back_files
from foundation.workflow import Conflict, Refused, perform

if TYPE_CHECKING:
    from foundation.organization import Department
    from foundation.people import User

SAME_TEXT_DAYS = 30
"""Calendar days within which the same text counts as sent again."""


def send_message(entry: MessageEntry, *, token: uuid.UUID, today: dt.date) -> tuple[Message, str]:
    """Register a message of the public form and return it with its look-up code.

    The same token sent twice (double click, repeated sending) gives the same number and code.
    Raises ValidationError for files that are not accepted.
    """
    return _register(entry, token=token, actor=None, today=today)


def log_message(
    entry: MessageEntry, *, actor: User, today: dt.date, token: uuid.UUID | None = None
) -> tuple[Message, str]:
    """Register what somebody said on the phone, in the hall or in a letter; returns it with the look-up code.

    Raises PermissionDenied.
    """
    access.require(actor, Capability.HANDLE_MESSAGES)
    return _register(entry, token=token or uuid.uuid4(), actor=actor, today=today)


def _register(entry: MessageEntry, *, token: uuid.UUID, actor: User | None, today: dt.date) -> tuple[Message, str]:
    code = lookup_codes.code_for(token)
    try:
        with taking_back_files(), transaction.atomic():
            return _sent_before(entry, token) or _open(entry, token=token, actor=actor, today=today), code
    except IntegrityError:
        twin = _sent_before(entry, token)
        if twin is None:
            raise
        return twin, code


def _sent_before(entry: MessageEntry, token: uuid.UUID) -> Message | None:
    """Return the message that was opened from the same form, or None.

    Raises Conflict when the form was filled in anew: a second message must not vanish behind the first one.
    """
    known = Message.objects.filter(token=token).first()
    if known is not None and (known.subject, known.text) != (entry.subject, entry.text):
        raise Conflict(
            _("This form was sent before, as %(number)s. Open a new form for another message.")
            % {"number": known.number}
        )
    return known


def text_index(entry: MessageEntry) -> str:
    """Return the keyed digest by which the same text is found again."""
    return blind_index(f"{entry.subject}\n{entry.text}")


def sent_today(entry: MessageEntry, *, token: uuid.UUID, today: dt.date) -> bool:
    """Tell whether exactly this text came in today already, from another form than this one."""
    same = Message.objects.filter(text_index=text_index(entry), received_on=today)
    return same.exclude(token=token).exists()


def _open(entry: MessageEntry, *, token: uuid.UUID, actor: User | None, today: dt.date) -> Message:
    """Open the message in the caller's transaction; a rule that needs nobody assigns it at once."""
    files = [store_personal(upload, upload.name or "", actor=actor) for upload in entry.files]
    # From here on everybody else who sends a message waits for this transaction; encrypting files takes long.
    number = f"LY{today.year}-{next_number(f'feedback-message/{today.year}'):06d}"
    index = text_index(entry)
    since = today - dt.timedelta(SAME_TEXT_DAYS)
    first = Message.objects.filter(text_index=index, received_on__gte=since, repeats=None).order_by("id").first()
    message = Message.objects.create(
        number=number,
        token=token,
        code_digest=lookup_codes.digest(lookup_codes.code_for(token), number),
        channel=entry.channel,
        kind=entry.kind,
        kind_as_sent=entry.kind,
        subject=entry.subject,
        text=entry.text,
        subject_mask=Masker(entry.writer.known).mask(entry.subject)[:SUBJECT_LENGTH],
        text_index=index,
        text_sketch=blind_sketch(entry.text),
        about=entry.about,
        region=entry.region,
        guide=entry.guide,
        shares_contact=entry.shares_contact,
        # Where a report of wrongdoing goes and what it says is nobody else's business.
        consents_to_publication=entry.consents_to_publication and entry.kind != MessageKind.REPORT,
        received_at=_moment_on(today),
        received_on=today,
        repeats=first,
    )
    _write_writer(message, entry)
    MessageFile.objects.bulk_create(MessageFile(message=message, file=stored) for stored in files)
    act = audit.Act.MESSAGE_SENT if actor is None else audit.Act.MESSAGE_LOGGED
    audit.record(act, actor=actor, target=message, detail={"channel": entry.channel, "kind": entry.kind})
    message.save(update_fields=record_fact(message, FactKind.RECEIVED, today, actor=actor))
    proposal = propose(message)
    if proposal is not None and proposal.at_once:
        assign_by_rule(message, proposal)
    return message


def _moment_on(day: dt.date) -> dt.datetime:
    """Return this very moment; for a day that is over, as of a letter entered later, its noon."""
    now = local_now()
    return now if now.date() == day else now.replace(year=day.year, month=day.month, day=day.day, hour=12, minute=0)


def _write_writer(message: Message, entry: MessageEntry) -> None:
    writer = entry.writer
    if any((writer.name, writer.phone, writer.email, writer.address)):
        Writer.objects.create(
            message=message,
            name=writer.name,
            phone=writer.phone,
            phone_index=blind_index(writer.phone) if writer.phone else "",
            email=writer.email,
            address=writer.address,
            name_mask=writer.mask[:60],
        )


def classify(message: Message, *, kind: str, about: Department | None = None, actor: User) -> Message:
    """Correct the kind of a message, and the unit that it is about; its time follows the kind, from the day of receipt.

    Without ``about`` the unit stays.  Of a report that unit sees nothing any more, whatever part it had.  Raises
    PermissionDenied, Refused when a report would lie with the unit that it is about (信访工作条例 art. 30).
    """
    access.require_everywhere(actor, Capability.ROUTE_MESSAGES)

    def change(locked: Message) -> Iterable[str]:
        before, locked.kind = locked.kind, MessageKind(kind)
        locked.about = about or locked.about
        if locked.kind == MessageKind.REPORT:
            if locked.assignments.filter(department=locked.about_id, returned_at=None, ended_at=None).exists():
                raise Refused(_("It lies with the unit that it is about. Assign it elsewhere first."))
            locked.consents_to_publication = False
        detail.update(before=before, after=locked.kind, about=locked.about.code if locked.about else "")
        return ["kind", "about", "consents_to_publication", *settle(locked)]

    detail: dict[str, str] = {}
    return perform(message, VERBS["classify"], actor=actor, change=change, detail=detail)


def link_repeat(message: Message, *, to: Message, actor: User) -> Message:
    """Note that a message says again what another one said; both stay, nothing is merged.

    Raises PermissionDenied, Refused for a message that the actor does not see, Conflict.
    """

    def change(locked: Message) -> Iterable[str]:
        if not Message.objects.visible_to(actor).filter(pk=to.pk).exists():
            raise Refused(_("There is no message with this number."))
        first = to.repeats or to
        if locked.pk in (first.pk, to.pk):
            raise Refused(_("A message does not repeat itself, nor one that repeats it."))
        if locked.repeats_id is not None:
            raise Conflict(_("It is noted already as a repetition of %(number)s.") % {"number": locked.repeats})
        locked.repeats = first
        return ["repeats"]

    return perform(message, VERBS["link_repeat"], actor=actor, change=change, detail={"message": to.number})


def unlink_repeat(message: Message, *, actor: User) -> Message:
    """Note that a message repeats no other one. Raises Conflict."""

    def change(locked: Message) -> Iterable[str]:
        if locked.repeats_id is None:
            raise Conflict(_("It is not noted as a repetition."))
        locked.repeats = None
        return ["repeats"]

    return perform(message, VERBS["unlink_repeat"], actor=actor, change=change)


def withdraw(message: Message, *, today: dt.date) -> Message:
    """The writer takes the message back; the caller has checked number and code."""

    def change(locked: Message) -> Iterable[str]:
        locked.ending = Ending.WITHDRAWN
        locked.replies.exclude(stage="sent").delete()
        note = gettext_lazy("The writer withdrew the message.")
        lapse_extension(locked, note)
        end_supervision(locked, note)
        locked.questions.filter(answered_at=None, closed_at=None).update(closed_at=local_now())
        return ["ending", *record_fact(locked, FactKind.WITHDRAWN, today, actor=None)]

    return perform(message, VERBS["withdraw"], actor=None, change=change, detail={"by": "writer"})


def change_consent(message: Message, *, consents: bool, today: dt.date) -> Message:
    """The writer allows or forbids that a masked text is published; what is public goes off the site at once.

    Consent may be taken back at any time (个人信息保护法 art. 15).  Raises Refused for a report of wrongdoing.
    """

    def change(locked: Message) -> Iterable[str]:
        if consents and locked.kind == MessageKind.REPORT:
            raise Refused(_("Reports of wrongdoing are never published."))
        locked.consents_to_publication = consents
        locked.consent_withdrawn_on = None if consents else today
        if not consents:
            answers.take_off(locked)
        return ["consents_to_publication", "consent_withdrawn_on"]

    return perform(message, VERBS["change_consent"], actor=None, change=change, detail={"consents": consents})
