"""What in messages, ratings, calls and comments is personal, and how it is taken away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from feedback.grades import OPEN_STAGES
from feedback.models import Call, Comment, Message, Rating
from feedback.states import MessageStage
from foundation.personal_files import PersonalFile, Removal
from foundation.retention.kinds import Part, PersonalKind, empty, remove_files


def _ended_messages() -> QuerySet[Message]:
    ended = Message.objects.filter(stage__in=[MessageStage.ANSWERED, MessageStage.WITHDRAWN])
    return ended.annotate(ended_on=Coalesce("answered_on", "received_on"))


def _message_parts(message: Message) -> Iterator[Part]:
    yield message, ("subject", "text")
    if (writer := getattr(message, "writer", None)) is not None:
        yield writer, ("name", "phone", "email", "address")
    for question in message.questions.all():
        yield question, ("answer",)


def _message_files(message: Message) -> Iterator[PersonalFile]:
    for own in message.files.select_related("file"):
        yield own.file


def _forget_message(message: Message, why: Removal) -> None:
    if (writer := getattr(message, "writer", None)) is not None:
        writer.delete()
    for question in message.questions.exclude(noted_by=None):
        question.told_by = "—"
        question.save(update_fields=["told_by"])
    remove_files(_message_files(message), why)


def _ended_ratings() -> QuerySet[Rating]:
    return Rating.objects.exclude(stage__in=OPEN_STAGES).annotate(ended_on=Coalesce("re_rated_on", "rated_on"))


def _ended_calls() -> QuerySet[Call]:
    return Call.objects.exclude(pk__in=Call.objects.waiting().values("pk")).annotate(ended_on=F("taken_on"))


def _ended_comments() -> QuerySet[Comment]:
    return Comment.objects.filter(group__isnull=False).annotate(ended_on=F("received_on"))


def _rating_parts(rating: Rating) -> Iterable[Part]:
    return [(rating, ("remark", "name", "phone"))]


MESSAGE: Final = PersonalKind(
    "message",
    _("message"),
    _("Name, phone, e-mail and address of the writer, and the files."),
    _("Text and reply stay as the file on the matter, masked wherever they are shown."),
    36,
    _ended_messages,
    _forget_message,
    _message_parts,
    _message_files,
)
RATING: Final = PersonalKind(
    "rating",
    _("good/bad rating"),
    _("Remark, name and phone of the rater."),
    _("Grade, points and day stay: they are counted and public, and name nobody."),
    24,
    _ended_ratings,
    lambda rating, _why: empty(rating, "remark", "name", "phone", "phone_index"),
    _rating_parts,
)
CALL: Final = PersonalKind(
    "call",
    _("call or enquiry in the hall"),
    _("Note, name and phone of the caller."),
    _("Day, subject and result stay, for the figures."),
    12,
    _ended_calls,
    lambda call, _why: empty(call, "note", "name", "phone"),
    lambda call: [(call, ("note", "name", "phone"))],
    number="pk",
)
COMMENT: Final = PersonalKind(
    "comment",
    _("comment on a draft"),
    _("Name and contact."),
    _("The comment itself stays with the file on the draft."),
    24,
    _ended_comments,
    lambda comment, _why: empty(comment, "name", "contact"),
    lambda comment: [(comment, ("text", "name", "contact"))],
)
KINDS: Final = (MESSAGE, RATING, CALL, COMMENT)
