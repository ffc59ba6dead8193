"""What a writer reads about the own message: where it stands, whose turn it is, and how the time is counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from feedback.actions.clock import deadline_of
from feedback.deadlines import petition_notice_due
from feedback.models import Assignment, Message, Reply, WriterQuestion
from feedback.models.replies import ReplyStage
from feedback.states import OPEN, VERBS, MessageKind, MessageStage, Party
from foundation.proposals import ProposalDecision

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_S: Final = MessageStage
_WORDS: Final[dict[str, tuple[StrOrPromise, StrOrPromise]]] = {
    _S.RECEIVED: (
        pgettext_lazy("message", "Received"),
        _("Your message has arrived. The center decides which department handles it."),
    ),
    _S.ROUTED: (_("With a department"), _("A department has your message and will take it up.")),
    _S.HANDLING: (_("Being handled"), _("The department works on it. You need not do anything.")),
    _S.ASKING: (_("Waiting for you"), _("The department needs to know something; so long the time stands still.")),
    _S.APPROVING: (
        _("The reply is being checked"),
        _("A reply is written; a second person reads it before it goes out."),
    ),
    _S.ANSWERED: (_("Answered"), _("The reply stands below.")),
    _S.OBJECTED: (
        _("You say it is not solved"),
        _("The center reads what you wrote and decides whether the matter is opened again. The answer comes here."),
    ),
    _S.WITHDRAWN: (_("Withdrawn"), _("You withdrew the message; nothing more is done about it.")),
}
_PLACES: Final = (_("Sent"), _("Passed to a department"), _("Being handled"), _("Answered"))
_PLACE: Final = {_S.RECEIVED: 1, _S.ROUTED: 1, _S.ANSWERED: 4, _S.OBJECTED: 4}


def status_context(message: Message, *, today: dt.date) -> dict[str, Any]:
    """Return what the status page shows; departments that assist are not named for a report of wrongdoing."""
    deadline = deadline_of(message)
    title, sentence = _WORDS[message.stage]
    replies = list(sent_replies(message))
    is_report = message.kind == MessageKind.REPORT
    return {
        "message": message,
        "title": title,
        "sentence": sentence,
        "places": _places(message),
        "deadline": deadline,
        "is_open": message.stage in OPEN,
        "is_overdue": deadline.is_overdue(today),
        "notice_due_on": petition_notice_due(message.received_on) if message.is_petition else None,
        "assistants": [] if is_report else list(_assistants(message)),
        "question": open_question(message),
        "questions": message.questions.exclude(answered_at=None),
        "extensions": message.extension_proposals.filter(decision=ProposalDecision.APPROVED),
        "replies": replies,
        "last": replies[-1] if replies else None,
        "may_judge": message.stage == _S.ANSWERED and bool(replies) and not hasattr(replies[-1], "verdict"),
        "may_withdraw": message.stage in VERBS["withdraw"].sources,
        "may_publish": not is_report,
        "published": getattr(message, "published_answer", None),
        "files": message.files.filter(file__removed_at=None).select_related("file"),
    }


def _places(message: Message) -> Sequence[tuple[StrOrPromise, str]]:
    """Return the four places of the way, each with done, here or next; none for what was withdrawn."""
    if message.stage == _S.WITHDRAWN:
        return ()
    here = _PLACE.get(_S(message.stage), 2)
    return [
        (label, "done" if place < here else "here" if place == here else "next") for place, label in enumerate(_PLACES)
    ]


def _assistants(message: Message) -> Iterable[Assignment]:
    standing = Assignment.objects.standing().filter(message=message, party=Party.ASSISTANT)
    return standing.select_related("department")


def open_question(message: Message) -> WriterQuestion | None:
    """Return the question that waits for the writer."""
    return message.questions.filter(answered_at=None, closed_at=None).first()


def sent_replies(message: Message) -> Iterable[Reply]:
    """Return the replies that went out, first to last, with what the writer said of them."""
    return message.replies.filter(stage=ReplyStage.SENT).select_related("verdict", "rating").order_by("sequence")
