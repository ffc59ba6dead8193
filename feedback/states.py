"""Stages of a message and the verbs between them: data only."""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from foundation.access import Capability
from foundation.audit import Act
from foundation.workflow import Transition


class MessageKind(TextChoices):
    """What a message is; the writer chooses, the center may correct it."""

    ENQUIRY = "enquiry", _("enquiry")
    SUGGESTION = "suggestion", _("suggestion")
    COMPLAINT = "complaint", _("complaint")
    REPORT = "report", _("report of wrongdoing")
    HELP = "help", _("call for help")


PETITION_KINDS: Final = frozenset({MessageKind.SUGGESTION, MessageKind.COMPLAINT, MessageKind.REPORT, MessageKind.HELP})
"""Suggestions, complaints, reports and pleas within our powers count as petitions too (信访工作条例 art. 17)."""


class MessageStage(TextChoices):
    """Where a message stands.  Whether it is late is another question, and a computed one."""

    RECEIVED = "received", _("received, not yet with a department")
    ROUTED = "routed", _("with a department, not yet accepted")
    HANDLING = "handling", _("being handled")
    ASKING = "asking", _("waiting for the writer")
    APPROVING = "approving", _("reply before the second person")
    ANSWERED = "answered", _("reply sent to the writer")
    OBJECTED = "objected", _("not solved, says the writer")
    WITHDRAWN = "withdrawn", _("withdrawn by the writer")


class Ending(TextChoices):
    """How a matter ended.  The figures never merge two of these."""

    SOLVED = "solved", _("solved")
    EXPLAINED = "explained", _("explained")
    REFUSED = "refused", _("refused, with reasons")
    OUT_OF_SCOPE = "out_of_scope", _("not within our powers")
    WITHDRAWN = "withdrawn", _("withdrawn")


REPLY_ENDINGS: Final = (Ending.SOLVED, Ending.EXPLAINED, Ending.REFUSED, Ending.OUT_OF_SCOPE)
"""What a reply can say; only the writer withdraws."""
NEEDS_BASIS: Final = frozenset({Ending.REFUSED.value, Ending.OUT_OF_SCOPE.value})
"""Endings that name the rule that says no, or the right door."""


class Party(TextChoices):
    """In what part a department works on a message: one host, any number of assistants."""

    HOST = "host", _("host department")
    ASSISTANT = "assistant", _("assisting department")


class Solved(TextChoices):
    """What the writer says of a reply."""

    SOLVED = "solved", _("Solved")
    PARTLY = "partly", _("Partly solved")
    NOT = "not", _("Not solved")


_S: Final = MessageStage
OPEN: Final = frozenset({_S.RECEIVED, _S.ROUTED, _S.HANDLING, _S.ASKING, _S.APPROVING})
"""Somebody of the center has to act, or waits for the writer."""
_WITH_A_HOST: Final = OPEN - {_S.RECEIVED}
"""Only a department that has the matter can be pressed."""
_ONCE_WITH_A_HOST: Final = _WITH_A_HOST | {_S.ANSWERED, _S.OBJECTED}
"""What was done is said, and confirmed, also once the reply is out."""
_ROUTE: Final = Capability.ROUTE_MESSAGES
_HANDLE: Final = Capability.HANDLE_MESSAGES
_APPROVE: Final = Capability.APPROVE_MESSAGES
_SUPERVISE: Final = Capability.SUPERVISE_MESSAGES


def _row(
    sources: frozenset[MessageStage] | MessageStage, target: MessageStage | None, capability: str, act: Act
) -> Transition:
    from_stages = sources if isinstance(sources, frozenset) else frozenset({sources})
    return Transition(frozenset(str(s) for s in from_stages), target, capability, act)


VERBS: Final[dict[str, Transition]] = {
    "classify": _row(OPEN, None, _ROUTE, Act.MESSAGE_CLASSIFIED),
    "route": _row(frozenset({_S.RECEIVED, _S.ROUTED, _S.HANDLING}), _S.ROUTED, _ROUTE, Act.MESSAGE_ROUTED),
    "accept": _row(_S.ROUTED, _S.HANDLING, _HANDLE, Act.MESSAGE_ACCEPTED),
    "send_back": _row(_S.ROUTED, _S.RECEIVED, _HANDLE, Act.MESSAGE_SENT_BACK),
    "hand_over": _row(_S.HANDLING, _S.ROUTED, _HANDLE, Act.MESSAGE_HANDED_OVER),
    "add_assistant": _row(_S.HANDLING, None, _HANDLE, Act.MESSAGE_ASSISTANT_ADDED),
    "ask_writer": _row(_S.HANDLING, _S.ASKING, _HANDLE, Act.MESSAGE_WRITER_ASKED),
    "writer_answers": _row(_S.ASKING, _S.HANDLING, _HANDLE, Act.MESSAGE_WRITER_ANSWERED),
    "note_answer": _row(_S.ASKING, _S.HANDLING, _HANDLE, Act.MESSAGE_ANSWER_NOTED),
    "stop_waiting": _row(_S.ASKING, _S.HANDLING, _HANDLE, Act.MESSAGE_WAITING_ENDED),
    "propose_extension": _row(_S.HANDLING, None, _HANDLE, Act.MESSAGE_EXTENSION_PROPOSED),
    "extend": _row(_S.HANDLING, None, _APPROVE, Act.MESSAGE_EXTENDED),
    "refuse_extension": _row(_S.HANDLING, None, _APPROVE, Act.MESSAGE_EXTENSION_REFUSED),
    "supervise": _row(_WITH_A_HOST | {_S.OBJECTED}, None, _SUPERVISE, Act.MESSAGE_SUPERVISED),
    "answer_supervision": _row(_ONCE_WITH_A_HOST, None, _HANDLE, Act.MESSAGE_SUPERVISION_ANSWERED),
    "confirm_supervision": _row(_ONCE_WITH_A_HOST, None, _SUPERVISE, Act.MESSAGE_SUPERVISION_CONFIRMED),
    "return_supervision": _row(_ONCE_WITH_A_HOST, None, _SUPERVISE, Act.MESSAGE_SUPERVISION_RETURNED),
    "save_reply": _row(_S.HANDLING, None, _HANDLE, Act.REPLY_SAVED),
    "submit_reply": _row(_S.HANDLING, _S.APPROVING, _HANDLE, Act.REPLY_SUBMITTED),
    "recall_reply": _row(_S.APPROVING, _S.HANDLING, _HANDLE, Act.REPLY_RECALLED),
    "return_reply": _row(_S.APPROVING, _S.HANDLING, _APPROVE, Act.REPLY_RETURNED),
    "send_reply": _row(_S.APPROVING, _S.ANSWERED, _APPROVE, Act.REPLY_SENT),
    "judge": _row(_S.ANSWERED, None, _HANDLE, Act.REPLY_JUDGED),
    "object": _row(_S.ANSWERED, _S.OBJECTED, _HANDLE, Act.REPLY_JUDGED),
    "reopen": _row(_S.OBJECTED, _S.HANDLING, _HANDLE, Act.MESSAGE_REOPENED),
    "refuse_reopening": _row(_S.OBJECTED, _S.ANSWERED, _HANDLE, Act.MESSAGE_REOPENING_REFUSED),
    "link_repeat": _row(frozenset(MessageStage), None, _HANDLE, Act.MESSAGE_LINKED),
    "unlink_repeat": _row(frozenset(MessageStage), None, _HANDLE, Act.MESSAGE_UNLINKED),
    "withdraw": _row(OPEN, _S.WITHDRAWN, _HANDLE, Act.MESSAGE_WITHDRAWN),
    "change_consent": _row(frozenset(MessageStage), None, _HANDLE, Act.MESSAGE_CONSENT_CHANGED),
    "save_public_text": _row(_S.ANSWERED, None, _HANDLE, Act.ANSWER_SAVED),
    "submit_public_text": _row(_S.ANSWERED, None, _HANDLE, Act.ANSWER_SUBMITTED),
    "return_public_text": _row(_S.ANSWERED, None, _APPROVE, Act.ANSWER_RETURNED),
    "publish_answer": _row(_S.ANSWERED, None, _APPROVE, Act.ANSWER_PUBLISHED),
    "unpublish_answer": _row(frozenset(MessageStage), None, _APPROVE, Act.ANSWER_UNPUBLISHED),
}
"""Every verb on a message: from which stages, to which stage, who may, and what the audit trail calls it.

The writer's own verbs (answer, judge, object, withdraw, change the consent) are done with number and code, without an
account; nobody of the staff can do them in the writer's place.  An answer that the writer gave by phone is noted as
what it is, with who told it and when.  Opening again is decided by the center only.
"""
