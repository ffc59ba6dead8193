"""The verbs of solicitations beside publishing: number a draft; send, enter, answer, quote and read comments."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from feedback.consultations import PAPER_CHANNELS, CommentChannel
from feedback.masking import Masker
from feedback.models import Comment, CommentGroup, PublishedSolicitation, Solicitation
from foundation import access, audit
from foundation.access import Capability
from foundation.clock import local_now
from foundation.numbering import next_number
from foundation.privacy import Kind
from foundation.readings import record_reading
from foundation.workflow import Conflict, Refused

if TYPE_CHECKING:
    from foundation.people import User


@dataclass(frozen=True)
class CommentEntry:
    """What somebody wrote. ``consents``: the text may be quoted without personal data."""

    text: str
    part: str = ""
    name: str = ""
    contact: str = ""
    consents: bool = False

    @property
    def masked(self) -> str:
        """The text with everything personal starred out, also the name and the contact that stand beside it."""
        return Masker(known_of(self)).mask(self.text)


def known_of(comment: Comment | CommentEntry) -> list[tuple[Kind, str]]:
    """Return what a commenter said about themselves: a name, a phone number or an e-mail address."""
    contact = comment.contact
    return [(Kind.NAME, comment.name), (Kind.EMAIL if "@" in contact else Kind.MOBILE, contact)]


@dataclass(frozen=True)
class AnswerEntry:
    """What comments proposed in common, what became of it, and why."""

    title: str
    outcome: str
    reason: str


def number_solicitation(solicitation: Solicitation, *, on: dt.date) -> None:
    """Give a new draft its number, which is its address on the site; runs in the transaction that saves it."""
    solicitation.number = f"{on.year}-{next_number(f'feedback-solicitation/{on.year}'):03d}"


def send_comment(row: PublishedSolicitation, entry: CommentEntry, *, token: uuid.UUID, today: dt.date) -> Comment:
    """Keep a comment that was sent on the site and return it.

    The same token sent twice (double click, repeated sending) gives the same comment.  Raises Refused when the
    period does not run, or comments are not taken on the site, Conflict when the form was filled in anew.
    """
    known = _sent_before(entry, token)
    if known is not None:
        return known
    if not row.takes_comments_on(today):
        raise Refused(_("Comments on this draft are not taken here any more."))
    try:
        with transaction.atomic():
            made = _keep(row.record, entry, token=token, channel=CommentChannel.ONLINE, received_on=today)
            audit.record(audit.Act.COMMENT_SENT, actor=None, target=row.record, detail={"comment": made.number})
    except IntegrityError:
        twin = _sent_before(entry, token)
        if twin is None:
            raise
        return twin
    return made


def _sent_before(entry: CommentEntry, token: uuid.UUID) -> Comment | None:
    known = Comment.objects.filter(token=token).first()
    if known is not None and (known.part, known.text) != (entry.part, entry.text):
        raise Conflict(_("This form was sent before, as %(number)s.") % {"number": known.number})
    return known


def enter_comment(
    solicitation: Solicitation, entry: CommentEntry, *, channel: str, received_on: dt.date, actor: User, today: dt.date
) -> Comment:
    """Enter a comment that came by post, by e-mail or at a meeting, and return it.

    Raises PermissionDenied, and Refused when the day of receipt lies outside the period or in the future, and once the
    result is public: it says how many comments came.
    """
    access.require(actor, Capability.EDIT_CONTENT, solicitation.department_id)
    row = PublishedSolicitation.objects.filter(record=solicitation).first()
    if channel not in PAPER_CHANNELS:
        raise Refused(_("Comments on the site are sent by those who write them."))
    if row is None or not row.starts_on <= received_on <= min(row.ends_on, today):
        raise Refused(_("The day of receipt must lie in the period, and not in the future."))
    if row.result_at is not None:
        raise Refused(_("The result is public; it counts the comments that came. No further one is entered."))
    with transaction.atomic():
        made = _keep(solicitation, entry, token=uuid.uuid4(), channel=channel, received_on=received_on, made_by=actor)
        audit.record(audit.Act.COMMENT_ENTERED, actor=actor, target=solicitation, detail={"comment": made.number})
    return made


def _keep(solicitation: Solicitation, entry: CommentEntry, *, received_on: dt.date, **facts: Any) -> Comment:
    year = received_on.year
    return Comment.objects.create(
        solicitation=solicitation,
        number=f"YJ{year}-{next_number(f'feedback-comment/{year}'):05d}",
        received_on=received_on,
        public_text=entry.masked if entry.consents else None,
        **asdict(entry),
        **facts,
    )


def answer_comments(
    solicitation: Solicitation, keys: Collection[int], *, answer: AnswerEntry | CommentGroup, actor: User
) -> CommentGroup:
    """Give these comments one answer, a new one or one that others have already, and return it.

    An answer that no comment has any more is deleted.  Raises PermissionDenied, ValidationError for an answer
    without a reason, and Refused when a comment is none of this solicitation.
    """
    with transaction.atomic():
        locked = _lock(solicitation, actor)
        group = _new_group(locked, answer) if isinstance(answer, AnswerEntry) else answer
        chosen = Comment.objects.filter(solicitation=locked, pk__in=keys)
        numbers = list(chosen.values_list("number", flat=True))
        if not numbers or len(numbers) != len(set(keys)) or group.solicitation_id != locked.pk:
            raise Refused(_("Choose comments on this draft."))
        chosen.update(group=group)
        CommentGroup.objects.filter(solicitation=locked, comments=None).delete()
        _touch(locked, actor)
        detail = {"comments": numbers, "outcome": group.outcome}
        audit.record(audit.Act.COMMENT_ANSWERED, actor=actor, target=locked, detail=detail)
    return group


def _new_group(solicitation: Solicitation, entry: AnswerEntry) -> CommentGroup:
    group = CommentGroup(solicitation=solicitation, **asdict(entry))
    group.full_clean()
    group.save()
    return group


def change_answer(group: CommentGroup, entry: AnswerEntry, *, edit_version: int, actor: User) -> None:
    """Word an answer anew, for all comments that have it.

    Raises PermissionDenied, ValidationError, and Conflict when somebody else saved since it was opened.
    """
    with transaction.atomic():
        locked = _lock(group.solicitation, actor)
        group = CommentGroup.objects.filter(pk=group.pk).first() or _gone()
        _require_version(group, edit_version)
        group.title, group.outcome, group.reason = entry.title, entry.outcome, entry.reason
        group.full_clean()
        group.save(update_fields=["title", "outcome", "reason", "edit_version"])
        _touch(locked, actor)
        detail = {"answer": group.key, "outcome": group.outcome}
        audit.record(audit.Act.COMMENT_ANSWER_CHANGED, actor=actor, target=locked, detail=detail)


def _gone() -> NoReturn:
    raise Conflict(_("Somebody deleted this record in the meantime."))


def _require_version(record: CommentGroup | Comment, edit_version: int) -> None:
    """Count the version of a locked record up. Raises Conflict unless it is the one that was opened."""
    if record.edit_version != edit_version:
        raise Conflict(_("Somebody changed this in the meantime. Compare both texts, then save again."))
    record.edit_version += 1


def change_quote(comment: Comment, text: str, *, edit_version: int, actor: User) -> None:
    """Set what the result quotes of a comment; an empty text holds the quotation back.

    What the detector still finds in it is masked.  Raises PermissionDenied, Refused without the writer's consent, and
    Conflict when somebody else saved since it was opened.
    """
    with transaction.atomic():
        locked = _lock(comment.solicitation, actor)
        if not comment.consents:
            raise Refused(_("The writer did not agree to be quoted."))
        comment = Comment.objects.get(pk=comment.pk)
        _require_version(comment, edit_version)
        comment.public_text = Masker(known_of(comment)).mask(text.strip()) or None
        comment.save(update_fields=["public_text", "edit_version"])
        _touch(locked, actor)
        detail = {"comment": comment.number, "quoted": comment.public_text is not None}
        audit.record(audit.Act.COMMENT_QUOTE_CHANGED, actor=actor, target=locked, detail=detail)


def read_commenter(comment: Comment, *, occasion: str, actor: User) -> Comment:
    """Return the comment with everything that names its writer; the reading and its occasion are recorded.

    Raises PermissionDenied for everybody but editors of the department, Refused without an occasion.
    """
    access.require(actor, Capability.EDIT_CONTENT, comment.solicitation.department_id)
    record_reading(comment, occasion, actor=actor, department_id=comment.solicitation.department_id)
    return comment


def _lock(solicitation: Solicitation, actor: User) -> Solicitation:
    """Lock the draft whose result the answers belong to, for somebody who may edit it."""
    locked = Solicitation.objects.select_for_update(of=("self",)).get(pk=solicitation.pk)
    access.require(actor, Capability.EDIT_CONTENT, locked.department_id)
    return locked


def _touch(solicitation: Solicitation, actor: User) -> None:
    """Note who had a hand in the result: that person does not release it."""
    solicitation.updated_at, solicitation.updated_by = local_now(), actor
    solicitation.save(update_fields=["updated_at", "updated_by"])
