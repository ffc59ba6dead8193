"""What the desk of a message shows: each text as the person who looks may read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from feedback.actions.clock import deadline_of
from feedback.actions.reading import may_read_text, may_see_writer
from feedback.deadlines import Deadline
from feedback.forms.verb_forms import may_host
from feedback.masking import Masker
from feedback.models.calls import Call
from feedback.models.handling import Assignment, WriterQuestion
from feedback.models.messages import Message, Writer
from feedback.models.replies import Reply, Verdict
from feedback.routing import Proposal, propose
from feedback.states import VERBS, MessageKind, MessageStage, Party
from foundation import access
from foundation.access import Capability
from foundation.people import User
from foundation.workflow import DomainError


@dataclass(frozen=True)
class ShownQuestion:
    """A question to the writer, its answer as the person may read it."""

    row: WriterQuestion
    question: str
    answer: str
    teller: str
    """Who told the answer, where staff noted it."""


@dataclass(frozen=True)
class ShownReply:
    """A reply, and the writer's verdict on it, as the person may read them."""

    row: Reply
    text: str
    verdict: Verdict | None
    remark: str


@dataclass
class MessageView:
    """A message for one person: everything is masked that this person has not asked to read."""

    message: Message
    user: User
    is_read: bool = False
    """Whether the person has just stated the occasion for the whole text."""
    writer: Writer | None = None
    """The writer, where the person has just stated the occasion for that."""
    _masker: Masker = field(default_factory=Masker)

    def shown(self, text: str) -> str:
        """Return a text of the writer as the person may read it now."""
        return text if self.is_read else self._masker.mask(text)

    @cached_property
    def subject(self) -> str:
        """The subject."""
        return self.shown(self.message.subject)

    @cached_property
    def text(self) -> str:
        """The text."""
        return self.shown(self.message.text)

    @cached_property
    def hides(self) -> bool:
        """Whether something of subject, text, answers or remarks is starred out now."""
        texts = [self.message.subject, self.message.text, *(q.answer for q in self._questions)]
        texts += [reply.verdict.remark for reply in self._replies if hasattr(reply, "verdict")]
        return not self.is_read and bool(self._masker.leaks(texts))

    @property
    def may_read(self) -> bool:
        """Whether the person may read the whole text."""
        return may_read_text(self.message, self.user)

    @property
    def may_see_writer(self) -> bool:
        """Whether the person may read who wrote."""
        return may_see_writer(self.message, self.user)

    @property
    def has_writer(self) -> bool:
        """Whether the writer gave a name or a contact."""
        return hasattr(self.message, "writer")

    @property
    def writer_mask(self) -> str:
        """The writer as everybody may read it."""
        return str(self.message.writer) if self.has_writer else _("anonymous")

    @property
    def has_draft(self) -> bool:
        """Whether a reply waits to be sent."""
        return any(reply.sent_at is None for reply in self._replies)

    @property
    def may_write_reply(self) -> bool:
        """Whether the reply is the person's to write now."""
        return self.may("save_reply") and may_host(self.message, self.user)

    @property
    def may_work_on_public_text(self) -> bool:
        """Whether the person may open the page of the public text now."""
        forbidden = self.message.kind == MessageKind.REPORT or not self.message.consents_to_publication
        return not forbidden and (self.may("save_public_text") or self.may("publish_answer"))

    @cached_property
    def _questions(self) -> Sequence[WriterQuestion]:
        return list(self.message.questions.select_related("asked_by", "noted_by"))

    @property
    def questions(self) -> Sequence[ShownQuestion]:
        """The questions to the writer."""
        return [
            ShownQuestion(row, self._own(row.question), self.shown(row.answer), self._own(row.told_by))
            for row in self._questions
        ]

    @cached_property
    def _replies(self) -> Sequence[Reply]:
        return list(
            self.message.replies.select_related(
                "drafted_by", "submitted_by", "sent_by", "verdict", "verdict__answered_by"
            )
        )

    @property
    def replies(self) -> Sequence[ShownReply]:
        """The replies, the unsent one last."""
        verdicts = [(reply, getattr(reply, "verdict", None)) for reply in self._replies]
        return [
            ShownReply(reply, self._own(reply.text), verdict, self.shown(verdict.remark) if verdict else "")
            for reply, verdict in verdicts
        ]

    def _own(self, text: str) -> str:
        """Return what the office itself wrote: whole for those who handle it, masked for all others."""
        return text if self.may_read else self._masker.mask(text)

    @property
    def calls(self) -> Sequence[tuple[Call, str]]:
        """The calls of the log about it, with what was said."""
        rows = Call.objects.filter(message=self.message).shown_to(self.user)
        return [(row, self._own(row.note)) for row in rows]

    @cached_property
    def parts(self) -> Sequence[tuple[Assignment, str]]:
        """Everything that departments had or have to do with it, with what assistants wrote."""
        rows = self.message.assignments.select_related(
            "department", "assigned_by", "accepted_by", "returned_by", "contributed_by"
        )
        return [(row, self._own(row.contribution)) for row in rows]

    @cached_property
    def proposal(self) -> Proposal | None:
        """Where rules would send it, for those who assign it."""
        waits = self.message.stage == MessageStage.RECEIVED
        routes = access.scope_of(self.user, Capability.ROUTE_MESSAGES).everywhere
        return propose(self.message) if waits and routes else None

    @cached_property
    def deadline(self) -> Deadline | None:
        """The clock with its reasons; None where no time for replies is entered."""
        try:
            return deadline_of(self.message)
        except DomainError:
            return None

    def may(self, verb: str) -> bool:
        """Tell whether stage and role allow a verb that has a page of its own."""
        scope = access.scope_of(self.user, VERBS[verb].capability)
        covers = scope.everywhere or self.message.department_id in scope.department_ids
        return covers and self.message.stage in VERBS[verb].sources


def part_of(message: Message, user: User) -> Assignment | None:
    """Return what somebody's department has to write as an assistant; None for hosts and for the center."""
    scope = access.scope_of(user, Capability.VIEW_MESSAGES)
    if scope.everywhere:
        return None
    own = message.assignments.filter(department__in=scope.department_ids, returned_at=None)
    if own.filter(party=Party.HOST).exists():
        return None
    return own.filter(party=Party.ASSISTANT).select_related("department", "assigned_by").order_by("-pk").first()
