"""What an applicant reads about the own request: where it stands, in whose hands the next step lies, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from disclosure.actions.clock import deadline_of
from disclosure.deadlines import FactKind
from disclosure.letters.kinds import LetterKind
from disclosure.models import Decision, DecisionFile, FeeNotice, Letter, Request
from disclosure.models.decisions import DecisionStage
from disclosure.states import VERBS, RequestStage
from foundation.audit import Act, AuditEntry
from foundation.privacy import mask_text

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from disclosure.models.clock import ClockFact

_S: Final = RequestStage
_WORDS: Final[dict[str, tuple[StrOrPromise, StrOrPromise]]] = {
    _S.SUBMITTED: (
        _("Arrived, not confirmed yet"),
        _("The office will confirm the receipt with you. The day of this confirmation counts as the day of receipt."),
    ),
    _S.HANDLING: (_("Being handled"), _("Your request is received and being worked on. You need not do anything.")),
    _S.CORRECTING: (
        _("Waiting for your correction"),
        _("Something in the request is unclear. Please say below what is asked; until then the period does not run."),
    ),
    _S.FEE: (
        _("Waiting for your payment"),
        _("Please pay the processing fee in time; the period starts anew on the day after the payment."),
    ),
    _S.RELEASING: (_("The answer is being checked"), _("The answer is drafted and being examined before it goes out.")),
    _S.CONCLUDED: (
        _("Answered"),
        _("The request is concluded. The reply is sent to you; it stands here only when it is served online."),
    ),
    _S.DISMISSED: (_("Put aside"), _("The request is not handled any further.")),
}
_SERVED_ONLINE: Final = (_("Answered"), _("The request is concluded. What was decided stands below."))
_WITHDRAWN: Final = (_("Withdrawn"), _("You withdrew the request; it is concluded."))
_PLACES: Final = (_("Sent"), _("Receipt confirmed"), _("Being handled"), _("Answered"))


def status_context(request: Request, *, today: dt.date) -> dict[str, Any]:
    """Return what the status page shows."""
    deadline, decision = deadline_of(request), readable_decision(request)
    is_open = request.concluded_on is None and request.stage != _S.DISMISSED
    withdrawn = not is_open and _was_withdrawn(request)
    title, sentence = _WITHDRAWN if withdrawn else _SERVED_ONLINE if decision else _WORDS[request.stage]
    return {
        "record": request,
        "asked": [(label, mask_text(text)) for label, text in _asked(request) if text],
        "title": title,
        "sentence": sentence,
        "reason": "" if withdrawn else request.dismissal_reason,
        "places": () if withdrawn or request.stage == _S.DISMISSED else _places(request),
        "deadline": deadline,
        "is_open": is_open,
        "is_overdue": is_open and deadline is not None and deadline.is_overdue(today),
        "correction": _fact(request, FactKind.CORRECTION_ASKED) if request.stage == _S.CORRECTING else None,
        "fee": FeeNotice.objects.filter(request=request).first() if request.stage == _S.FEE else None,
        "additions": request.additions.select_related("submission"),
        "decision": decision,
        "items": decision.items.select_related("item") if decision else request.items.all(),
        "files": DecisionFile.objects.filter(decision=decision).select_related("file") if decision else (),
        "letters": letters_to_applicant(request),
        "may_withdraw": may_withdraw(request),
    }


def _asked(request: Request) -> Sequence[tuple[StrOrPromise, str]]:
    """Return what was asked for, in the applicant's words; who asked stands masked, for others may look on."""
    return (
        (_("Applicant"), request.applicant_mask),
        (_("Information asked for"), request.description),
        (_("Document number or other features"), request.features),
    )


def _places(request: Request) -> Sequence[tuple[StrOrPromise, str]]:
    """Return the four places of the way, each with done, here or next."""
    here = {_S.SUBMITTED: 1, _S.CONCLUDED: 4}.get(RequestStage(request.stage), 2)
    return [
        (label, "done" if place < here else "here" if place == here else "next") for place, label in enumerate(_PLACES)
    ]


def _was_withdrawn(request: Request) -> bool:
    acts = AuditEntry.objects.filter(target_type=request._meta.label_lower, target_id=str(request.pk))
    return acts.filter(act=Act.REQUEST_WITHDRAWN).exists()


def _fact(request: Request, kind: FactKind) -> ClockFact | None:
    return request.facts.filter(kind=kind, void_reason="").first()


def may_withdraw(request: Request) -> bool:
    """Tell whether the request can still be withdrawn."""
    return request.stage in VERBS["withdraw"].sources | VERBS["withdraw_unconfirmed"].sources


def readable_decision(request: Request) -> Decision | None:
    """Return the decision that was served online, with what it gives out.

    What is drafted stays in the office, and what goes by post is told by its letter: read here first, it would have
    no proof of service, and its periods no beginning.
    """
    shown = letters_to_applicant(request).filter(kind=LetterKind.DECISION, decision__isnull=False)
    return Decision.objects.filter(stage=DecisionStage.RELEASED, letters__in=shown).first()


def letters_to_applicant(request: Request) -> QuerySet[Letter]:
    """Return the letters that the office put on this page for the applicant."""
    return Letter.objects.readable_online().filter(request=request).select_related("file")
