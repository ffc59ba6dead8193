"""The verbs of publication: a separate text, masked, with the writer's consent, released by a second person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from feedback.masking import Masker
from feedback.models.messages import SUBJECT_LENGTH, Channel, Message, Writer
from feedback.models.published import ANSWER_KIND, CATALOG_KIND, PublicText, PublicTextStage, PublishedAnswer
from feedback.models.replies import ReplyStage
from feedback.states import VERBS, MessageKind, MessageStage
from foundation import access, audit
from foundation.access import Capability
from foundation.privacy import Kind
from foundation.publishing.models import bump_catalog
from foundation.search.index import index_many, remove_many
from foundation.workflow import Conflict, Refused, perform

if TYPE_CHECKING:
    from foundation.people import User


def masked_texts(message: Message) -> dict[str, str]:
    """Return what the machine proposes as public text: subject, message and last reply with everything found masked."""
    masker = masker_of(message)
    reply = message.replies.filter(stage=ReplyStage.SENT).order_by("-sequence").first()
    return {
        "subject": masker.mask(message.subject)[:SUBJECT_LENGTH],
        "question": masker.mask(message.text),
        "answer": masker.mask(reply.text) if reply is not None else "",
    }


def masker_of(message: Message) -> Masker:
    """Return the masker that also knows what the writer of the message said about themselves."""
    return Masker.of(Writer.objects.filter(message=message).first())


def _require_publishable(locked: Message) -> None:
    if locked.kind == MessageKind.REPORT:
        raise Refused(_("Reports of wrongdoing are never published."))
    if not locked.consents_to_publication:
        raise Refused(_("The writer has not agreed to a publication."))


def _refuse_leaks(message: Message, texts: Iterable[str]) -> None:
    """Raise Refused that names the sorts of personal data found, never the data themselves."""
    kinds = {finding.kind for finding in masker_of(message).leaks(texts)}
    if kinds:
        found = "、".join(str(Kind(kind).label) for kind in sorted(kinds))
        raise Refused(_("The text still holds personal data: %(kinds)s. Mask or reword it.") % {"kinds": found})


def save_public_text(
    message: Message, *, subject: str, question: str, answer: str, edit_version: int | None = None, actor: User
) -> Message:
    """Save the draft of the public text. Raises Refused without consent or with personal data in it, Conflict."""
    texts = {"subject": subject.strip(), "question": question.strip(), "answer": answer.strip()}

    def change(locked: Message) -> Iterable[str]:
        _require_publishable(locked)
        if not all(texts.values()):
            raise Refused(_("Subject, message and reply are needed."))
        _refuse_leaks(locked, texts.values())
        known = PublicText.objects.select_for_update().filter(message=locked).first()
        if known is None:
            PublicText.objects.create(message=locked, saved_by=actor, **texts)
            return []
        if known.edit_version != edit_version:
            raise Conflict(_("Somebody changed the public text in the meantime. Compare both, then save again."))
        if known.stage == PublicTextStage.RELEASED:
            raise Conflict(_("The answer is public. Take it off the site first."))
        known.subject, known.question, known.answer = texts.values()
        known.stage, known.submitted_by, known.saved_by = PublicTextStage.DRAFT, None, actor
        known.edit_version += 1
        known.save()
        return []

    return perform(message, VERBS["save_public_text"], actor=actor, change=change)


def _locked_text(locked: Message, stage: PublicTextStage, edit_version: int | None = None) -> PublicText:
    known = PublicText.objects.select_for_update().filter(message=locked, stage=stage).first()
    if known is None:
        raise Conflict(_("The public text is in another state by now."))
    if edit_version is not None and known.edit_version != edit_version:
        raise Conflict(_("Somebody changed the public text in the meantime. Compare both, then save again."))
    return known


def submit_public_text(message: Message, *, edit_version: int, actor: User) -> Message:
    """Put the public text before the second person."""

    def change(locked: Message) -> Iterable[str]:
        _require_publishable(locked)
        text = _locked_text(locked, PublicTextStage.DRAFT, edit_version)
        text.stage, text.submitted_by, text.return_note = PublicTextStage.SUBMITTED, actor, ""
        text.save(update_fields=["stage", "submitted_by", "return_note"])
        return []

    return perform(message, VERBS["submit_public_text"], actor=actor, change=change)


def return_public_text(message: Message, *, note: str, actor: User) -> Message:
    """The second person returns the public text with a note. Raises Refused without one."""

    def change(locked: Message) -> Iterable[str]:
        if not note.strip():
            raise Refused(_("Say what to change."))
        text = _locked_text(locked, PublicTextStage.SUBMITTED)
        text.stage, text.submitted_by, text.return_note = PublicTextStage.DRAFT, None, note.strip()[:500]
        text.save(update_fields=["stage", "submitted_by", "return_note"])
        return []

    return perform(message, VERBS["return_public_text"], actor=actor, change=change)


def publish_answer(message: Message, *, edit_version: int, actor: User) -> Message:
    """The second person releases exactly the text that was seen; consent and masking are checked once more.

    Raises Refused for who wrote or submitted it, without consent, or with personal data; Conflict.
    """

    def change(locked: Message) -> Iterable[str]:
        _require_publishable(locked)
        text = _locked_text(locked, PublicTextStage.SUBMITTED, edit_version)
        if actor.pk in (text.saved_by_id, text.submitted_by_id):
            raise Refused(_("Who wrote the public text cannot release it; a second person reads it first."))
        _refuse_leaks(locked, (text.subject, text.question, text.answer))
        row = _public_row(locked, text, actor)
        row.save()
        index_many([row.search_document()])
        bump_catalog([CATALOG_KIND])
        text.stage = PublicTextStage.RELEASED
        text.save(update_fields=["stage"])
        return []

    return perform(message, VERBS["publish_answer"], actor=actor, change=change)


def _public_row(locked: Message, text: PublicText, actor: User) -> PublishedAnswer:
    """Return the public row of an answered message. Raises Conflict where it is not answered any more."""
    if locked.department is None or locked.answered_on is None or text.submitted_by is None:
        raise Conflict(_("The public text is in another state by now."))
    return PublishedAnswer(
        message=locked,
        number=locked.number,
        kind=locked.kind,
        department=locked.department,
        subject=text.subject,
        question=text.question,
        answer=text.answer,
        ending=locked.ending,
        received_on=locked.received_on,
        answered_on=locked.answered_on,
        submitted_by=text.submitted_by,
        released_by=actor,
    )


def publish_set(*, actor: User) -> tuple[int, list[str]]:
    """Release every submitted public text of imported messages, set-wise; return how many, and the numbers held back.

    Held back is a text in which personal data are left.  The rules are those of a single release; one audit entry
    each.  Raises PermissionDenied unless the actor may approve in the whole center.
    """
    access.require_everywhere(actor, Capability.APPROVE_MESSAGES)
    with transaction.atomic():
        waiting = (
            PublicText.objects.select_for_update(of=("self",))
            .filter(
                stage=PublicTextStage.SUBMITTED,
                message__channel=Channel.IMPORTED,
                message__stage=MessageStage.ANSWERED,
                message__consents_to_publication=True,
            )
            .exclude(message__kind=MessageKind.REPORT)
            .exclude(submitted_by=actor)
            .exclude(saved_by=actor)
            .select_related("message__department", "message__writer", "submitted_by")
            .order_by("pk")
        )
        clean: list[PublicText] = []
        held: list[str] = []
        for text in waiting:
            masker = Masker.of(getattr(text.message, "writer", None))
            if masker.leaks((text.subject, text.question, text.answer)):
                held.append(text.message.number)
            else:
                clean.append(text)
        rows = [_public_row(text.message, text, actor) for text in clean]
        PublishedAnswer.objects.bulk_create(rows, batch_size=1000)
        index_many(row.search_document() for row in rows)
        bump_catalog([CATALOG_KIND])
        PublicText.objects.filter(pk__in=[text.pk for text in clean]).update(stage=PublicTextStage.RELEASED)
        audit.record_each(
            audit.Act.ANSWER_PUBLISHED, actor=actor, changes=((text.message, {"set": True}) for text in clean)
        )
    return len(rows), held


def unpublish_answer(message: Message, *, reason: str, actor: User) -> Message:
    """Take a published answer off the site, with a reason for the record. Raises Refused, Conflict."""

    def change(locked: Message) -> Iterable[str]:
        if not reason.strip():
            raise Refused(_("Give the reason."))
        if not take_off(locked):
            raise Conflict(_("The answer is not public."))
        return []

    return perform(message, VERBS["unpublish_answer"], actor=actor, change=change)


def follow_reply(locked: Message, text: str) -> None:
    """Put the masked text of a further reply in the place of the earlier one, where a public text was begun.

    The verb that calls this records it.
    """
    PublicText.objects.filter(message=locked).update(
        answer=Masker().mask(text), stage=PublicTextStage.DRAFT, submitted_by=None, edit_version=F("edit_version") + 1
    )


def take_off(locked: Message) -> bool:
    """Delete the public row of a locked message and give its text back as a draft; tells whether there was one.

    What was submitted for release goes back too.  The verb that calls this records it.
    """
    texts = PublicText.objects.filter(message=locked).exclude(stage=PublicTextStage.DRAFT)
    texts.update(stage=PublicTextStage.DRAFT, submitted_by=None)
    remove_many(ANSWER_KIND, [locked.pk])
    deleted, _rows = PublishedAnswer.objects.filter(message=locked).delete()
    if deleted:
        bump_catalog([CATALOG_KIND])
    return bool(deleted)
