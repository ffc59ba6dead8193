"""Stages of a request and the verbs between them: data only."""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from foundation.access import Capability
from foundation.audit import Act
from foundation.workflow import Transition


class RequestStage(TextChoices):
    """Where a request stands.  Whether it is late is another question, and a computed one."""

    SUBMITTED = "submitted", _("waiting for confirmation")
    HANDLING = "handling", _("being handled")
    CORRECTING = "correcting", _("waiting for correction")
    FEE = "fee", _("waiting for payment")
    RELEASING = "releasing", _("decision before the second person")
    CONCLUDED = "concluded", _("concluded")
    DISMISSED = "dismissed", _("not a request")


_S: Final = RequestStage
_RUNNING: Final = frozenset({_S.HANDLING, _S.CORRECTING, _S.FEE})
_HANDLE: Final = Capability.HANDLE_REQUESTS
_APPROVE: Final = Capability.APPROVE_REQUESTS
_ASSIST: Final = Capability.ASSIST_REQUESTS
"""Held in a department; the action lets in only the department that the question went to."""


def _row(
    sources: frozenset[RequestStage] | RequestStage, target: RequestStage | None, capability: str, act: Act
) -> Transition:
    from_stages = sources if isinstance(sources, frozenset) else frozenset({sources})
    return Transition(frozenset(str(s) for s in from_stages), target, capability, act)


VERBS: Final[dict[str, Transition]] = {
    "confirm_receipt": _row(_S.SUBMITTED, _S.HANDLING, _HANDLE, Act.REQUEST_RECEIVED),
    "dismiss": _row(_S.SUBMITTED, _S.DISMISSED, _HANDLE, Act.REQUEST_DISMISSED),
    "assign": _row(_RUNNING | {_S.SUBMITTED, _S.RELEASING}, None, _HANDLE, Act.REQUEST_ASSIGNED),
    "amend": _row(_RUNNING | {_S.SUBMITTED}, None, _HANDLE, Act.REQUEST_AMENDED),
    "ask_correction": _row(_S.HANDLING, _S.CORRECTING, _HANDLE, Act.REQUEST_CORRECTION_ASKED),
    "send_correction": _row(_S.CORRECTING, None, _HANDLE, Act.REQUEST_ADDED_TO),
    "record_correction": _row(_S.CORRECTING, _S.HANDLING, _HANDLE, Act.REQUEST_CORRECTED),
    "propose_extension": _row(_S.HANDLING, None, _HANDLE, Act.REQUEST_EXTENSION_PROPOSED),
    "extend": _row(_S.HANDLING, None, _APPROVE, Act.REQUEST_EXTENDED),
    "refuse_extension": _row(_S.HANDLING, None, _APPROVE, Act.REQUEST_EXTENSION_REFUSED),
    "consult": _row(_S.HANDLING, None, _HANDLE, Act.REQUEST_CONSULTED),
    "record_answer": _row(_RUNNING, None, _HANDLE, Act.REQUEST_CONSULTATION_ANSWERED),
    "answer_question": _row(_RUNNING, None, _ASSIST, Act.REQUEST_CONSULTATION_ANSWERED),
    "assess_fee": _row(_S.HANDLING, None, _HANDLE, Act.REQUEST_FEE_ASSESSED),
    "notice_fee": _row(_S.HANDLING, _S.FEE, _HANDLE, Act.REQUEST_FEE_NOTICED),
    "record_payment": _row(_S.FEE, _S.HANDLING, _HANDLE, Act.REQUEST_FEE_PAID),
    "ask_reasons": _row(_S.HANDLING, None, _HANDLE, Act.REQUEST_REASONS_ASKED),
    "record_reasons": _row(_S.HANDLING, None, _HANDLE, Act.REQUEST_REASONS_GIVEN),
    "tell_delay": _row(_S.HANDLING, None, _HANDLE, Act.REQUEST_DELAY_TOLD),
    "strike_out": _row(_RUNNING, None, _HANDLE, Act.REQUEST_FACT_STRUCK_OUT),
    "correct_receipt": _row(_RUNNING, None, _HANDLE, Act.REQUEST_FACT_STRUCK_OUT),
    "save_decision": _row(_RUNNING, None, _HANDLE, Act.DECISION_SAVED),
    "submit_decision": _row(_RUNNING, _S.RELEASING, _HANDLE, Act.DECISION_SUBMITTED),
    "discard_decision": _row(_RUNNING, None, _HANDLE, Act.DECISION_DISCARDED),
    "recall_decision": _row(_S.RELEASING, None, _HANDLE, Act.DECISION_RECALLED),
    "return_decision": _row(_S.RELEASING, None, _APPROVE, Act.DECISION_RETURNED),
    "release_decision": _row(_S.RELEASING, _S.CONCLUDED, _APPROVE, Act.DECISION_RELEASED),
    "withdraw": _row(_RUNNING | {_S.RELEASING}, _S.CONCLUDED, _HANDLE, Act.REQUEST_WITHDRAWN),
    "withdraw_unconfirmed": _row(_S.SUBMITTED, _S.DISMISSED, _HANDLE, Act.REQUEST_WITHDRAWN),
    "choose_publication": _row(_S.CONCLUDED, None, _HANDLE, Act.REQUEST_ANSWER_CHOSEN),
    "issue_letter": _row(_RUNNING | {_S.CONCLUDED}, None, _HANDLE, Act.LETTER_ISSUED),
    "record_service": _row(_RUNNING | {_S.CONCLUDED, _S.RELEASING}, None, _HANDLE, Act.LETTER_SERVED),
    "open_remedy": _row(_RUNNING | {_S.CONCLUDED, _S.RELEASING}, None, _HANDLE, Act.REMEDY_OPENED),
    "reopen": _row(_S.CONCLUDED, None, _HANDLE, Act.REQUEST_REOPENED),
}
"""Every verb on a request: from which stages, to which stage, who may, and what the audit trail calls it.

Where no stage is named the request stays where it is, or goes where its facts say (a decision that is taken back, a
fact that is struck out).
"""
