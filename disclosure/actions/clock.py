"""The verbs that move the clock: each records a fact, and the due date follows from all facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from disclosure import fees
from disclosure.deadlines import ASKED_AND_ANSWERED, Deadline, Fact, FactKind, Waiting, check, compute, waiting_for
from disclosure.models.clock import ClockFact, Consultation, ExtensionProposal
from disclosure.models.letters import FeeNotice
from disclosure.models.register import Request
from disclosure.regulations import REGULATION_2008
from disclosure.states import VERBS, RequestStage
from foundation.calendar_days import load_calendar
from foundation.clock import local_now
from foundation.proposals import ProposalDecision
from foundation.workdays import WorkCalendar
from foundation.workflow import Refused, perform

if TYPE_CHECKING:
    from foundation.people import User

_WAITING_STAGES = {
    None: RequestStage.HANDLING,
    Waiting.CORRECTION: RequestStage.CORRECTING,
    Waiting.FEE: RequestStage.FEE,
}


LONGEST_DELAY: Final = dt.timedelta(days=366)
"""A later date under art. 35 beyond a year is a slip of the pen; the law says “reasonable” and no number."""


def facts_of(request: Request) -> list[Fact]:
    """Return the facts that count, as the clock reads them."""
    return [row.as_fact() for row in request.facts.valid().defer("evidence").order_by("on", "id")]  # type: ignore[attr-defined]


def deadline_of(request: Request, calendar: WorkCalendar | None = None) -> Deadline | None:
    """Return the deadline with its explanation; None while the request is not received."""
    facts = facts_of(request)
    if not any(fact.kind == FactKind.RECEIVED for fact in facts):
        return None
    return compute(facts, calendar or load_calendar())


def settle(request: Request, calendar: WorkCalendar | None = None) -> Sequence[str]:
    """Set the columns that follow from the facts and return their names; the caller saves them.

    Raises InconsistentFacts when the facts contradict each other.
    """
    deadline = deadline_of(request, calendar)
    request.due_on = deadline.due_on if deadline else None
    request.due_missing_year = deadline.missing_year if deadline else None
    return ("due_on", "due_missing_year")


def record_fact(
    request: Request,
    kind: FactKind,
    on: dt.date,
    *,
    actor: User | None,
    evidence: str = "",
    days: int | None = None,
    until: dt.date | None = None,
    consultation: Consultation | None = None,
) -> ClockFact:
    """Append a fact in the caller's transaction, after a check against the facts that are there.

    Raises InconsistentFacts when it cannot be true beside them.
    """
    thread = str(consultation.pk) if consultation else ""
    check([*facts_of(request), Fact(kind, on, days, until, thread)])
    return ClockFact.objects.create(
        request=request,
        kind=kind,
        on=on,
        days=days,
        until=until,
        consultation=consultation,
        evidence=evidence.strip()[:500],
        recorded_by=actor,
    )


def refuse_future(on: dt.date, today: dt.date) -> None:
    """Raise Refused for a day after today: only what has happened is recorded."""
    if on > today:
        raise Refused(_("%(day)s lies in the future.") % {"day": on.isoformat()})


def _fact_verb(
    verb: str,
    kind: FactKind,
    request: Request,
    *,
    on: dt.date,
    today: dt.date,
    actor: User,
    evidence: str = "",
    until: dt.date | None = None,
) -> Request:
    """Carry out a verb that records one fact and nothing else."""
    refuse_future(on, today)

    def change(locked: Request) -> Iterable[str]:
        record_fact(locked, kind, on, actor=actor, evidence=evidence, until=until)
        return settle(locked)

    return perform(request, VERBS[verb], actor=actor, change=change, detail={"on": on.isoformat()})


def ask_correction(request: Request, *, on: dt.date, until: dt.date, what: str, actor: User, today: dt.date) -> Request:
    """Record that the applicant was asked, once, to correct the request, and until when (art. 30).

    Allowed within 7 working days of the receipt; a later one is recorded, and the explanation says that it was late.
    """
    if not what.strip():
        raise Refused(_("Name what the applicant has to correct."))
    if until <= on:
        raise Refused(_("The correction period must end after the notice."))
    return _fact_verb(
        "ask_correction",
        FactKind.CORRECTION_ASKED,
        request,
        on=on,
        until=until,
        evidence=what,
        actor=actor,
        today=today,
    )


def record_correction(request: Request, *, on: dt.date, actor: User, today: dt.date, evidence: str = "") -> Request:
    """Record the corrected request; the reply period starts anew, the legal receipt stays (art. 30)."""
    return _fact_verb(
        "record_correction", FactKind.CORRECTED, request, on=on, evidence=evidence, actor=actor, today=today
    )


def propose_extension(request: Request, *, days: int, reason: str, actor: User) -> ExtensionProposal:
    """Propose to extend the reply period by so many working days; the head of the office decides (art. 33)."""
    if not reason.strip():
        raise Refused(_("State the reason of the extension; the applicant will read it."))
    made: list[ExtensionProposal] = []

    def change(locked: Request) -> Iterable[str]:
        facts = facts_of(locked)
        check([*facts, Fact(FactKind.EXTENDED, facts[-1].on, days)])
        if locked.extension_proposals.filter(decision=ProposalDecision.OPEN).exists():
            raise Refused(_("An extension is waiting for approval already."))
        made.append(
            ExtensionProposal.objects.create(request=locked, days=days, reason=reason.strip()[:500], proposed_by=actor)
        )
        return ()

    perform(request, VERBS["propose_extension"], actor=actor, change=change, detail={"days": days})
    return made[0]


def decide_extension(
    proposal: ExtensionProposal, *, approve: bool, on: dt.date, actor: User, note: str = ""
) -> Request:
    """Approve or refuse a proposed extension; a second person, and before the period has ended (art. 33).

    ``on`` is the day of the decision: today, except for what is taken over from before.
    """
    if proposal.proposed_by_id == actor.pk:
        raise Refused(_("A second person approves: you proposed this extension yourself."))

    def change(locked: Request) -> Iterable[str]:
        open_one = ExtensionProposal.objects.select_for_update().filter(pk=proposal.pk, decision=ProposalDecision.OPEN)
        current = open_one.first()
        if current is None:
            raise Refused(_("Somebody has decided on this extension already."))
        current.decide(approved=approve, note=note, actor=actor)
        if not approve:
            return ()
        if locked.due_on is not None and on > locked.due_on:
            raise Refused(
                _("The reply period ended on %(day)s; it can no longer be extended.") % {"day": locked.due_on}
            )
        record_fact(locked, FactKind.EXTENDED, on, actor=actor, days=current.days, evidence=current.reason)
        return settle(locked)

    verb = "extend" if approve else "refuse_extension"
    return perform(proposal.request, VERBS[verb], actor=actor, change=change, detail={"days": proposal.days})


def assess_fee(request: Request, *, basis: str, units: int, before: int, how_to_pay: str, actor: User) -> FeeNotice:
    """Count the fee by item or by pages, so that its notice can be issued; the clock goes on (条例 art. 42).

    Counted again, the earlier figures are replaced as long as the applicant has not got the notice.  Raises Refused
    where the free quantity is not exceeded: then there is no fee.
    """
    amount = fees.fee_amount(basis, units, before)
    if amount == 0:
        raise Refused(_("This quantity is free of charge; no fee notice is issued."))
    figures = {"basis": basis, "units": units, "before": before, "amount": amount, "how_to_pay": how_to_pay}
    made: list[FeeNotice] = []

    def change(locked: Request) -> Iterable[str]:
        if FeeNotice.objects.filter(request=locked, noticed_on__isnull=False).exists():
            raise Refused(_("The applicant has the fee notice already; it cannot be changed any more."))
        values = {**figures, "recorded_by": actor}
        made.append(FeeNotice.objects.update_or_create(request=locked, defaults=values)[0])
        return ()

    perform(request, VERBS["assess_fee"], actor=actor, change=change, detail={"basis": basis, "amount": amount})
    return made[0]


def notice_fee(request: Request, *, on: dt.date, actor: User, today: dt.date, evidence: str = "") -> Request:
    """Record that the applicant got the fee notice; the period waits for payment (信息处理费管理办法 art. 6)."""
    refuse_future(on, today)

    def change(locked: Request) -> Iterable[str]:
        if not FeeNotice.objects.filter(request=locked).update(noticed_on=on):
            raise Refused(_("No fee was counted for this request yet."))
        record_fact(locked, FactKind.FEE_NOTICED, on, actor=actor, evidence=evidence)
        return settle(locked)

    return perform(request, VERBS["notice_fee"], actor=actor, change=change, detail={"on": on.isoformat()})


def record_payment(request: Request, *, on: dt.date, actor: User, today: dt.date, evidence: str = "") -> Request:
    """Record the full payment; the period starts anew on the next day."""
    refuse_future(on, today)

    def change(locked: Request) -> Iterable[str]:
        record_fact(locked, FactKind.FEE_PAID, on, actor=actor, evidence=evidence)
        FeeNotice.objects.filter(request=locked).update(paid_on=on)
        return settle(locked)

    return perform(request, VERBS["record_payment"], actor=actor, change=change, detail={"on": on.isoformat()})


def ask_reasons(request: Request, *, on: dt.date, actor: User, today: dt.date, evidence: str = "") -> Request:
    """Record that reasons for excessive requests were asked for (art. 35); the period goes on."""
    return _fact_verb(
        "ask_reasons", FactKind.REASONS_ASKED, request, on=on, evidence=evidence, actor=actor, today=today
    )


def record_reasons(request: Request, *, on: dt.date, actor: User, today: dt.date, evidence: str) -> Request:
    """Record the reasons that the applicant gave (art. 35)."""
    return _fact_verb(
        "record_reasons", FactKind.REASONS_GIVEN, request, on=on, evidence=evidence, actor=actor, today=today
    )


def tell_delay(request: Request, *, on: dt.date, until: dt.date, actor: User, today: dt.date, evidence: str) -> Request:
    """Record the reasonable later date that was told to the applicant after good reasons (art. 35)."""
    refuse_future(on, today)

    def change(locked: Request) -> Iterable[str]:
        if not any(fact.kind == FactKind.REASONS_GIVEN for fact in facts_of(locked)):
            raise Refused(_("A later date needs reasons that were asked for and given first (art. 35)."))
        if locked.due_on is not None and on > locked.due_on:
            raise Refused(
                _("The reply period ended on %(day)s; it can no longer be extended.") % {"day": locked.due_on}
            )
        latest = on + LONGEST_DELAY
        if not (locked.due_on or on) < until <= latest:
            raise Refused(
                _("The later date must lie after the present last day and not after %(latest)s.")
                % {"latest": latest.isoformat()}
            )
        record_fact(locked, FactKind.DELAY_TOLD, on, actor=actor, evidence=evidence, until=until)
        return settle(locked)

    return perform(request, VERBS["tell_delay"], actor=actor, change=change, detail={"on": on.isoformat()})


def strike_out(fact: ClockFact, *, reason: str, actor: User) -> Request:
    """Strike out a wrongly recorded fact; it stays readable, and the clock is computed without it.

    The receipt itself is struck out only through a new one.  Raises Refused without a reason,
    InconsistentFacts when later facts need this one.
    """
    if not reason.strip():
        raise Refused(_("State what was wrong with this fact."))
    if fact.kind in {FactKind.RECEIVED, FactKind.CONCLUDED}:
        raise Refused(_("Receipt and conclusion are not struck out; use “correct the receipt”."))

    def change(locked: Request) -> Iterable[str]:
        row = ClockFact.objects.select_for_update().get(pk=fact.pk)
        if row.void_reason:
            raise Refused(_("This fact is struck out already."))
        row.void_reason, row.voided_at, row.voided_by = reason.strip()[:300], local_now(), actor
        row.save(update_fields=["void_reason", "voided_at", "voided_by"])
        _undo_record(row)
        return [*settle(locked), *set_stage(locked)]

    return perform(fact.request, VERBS["strike_out"], actor=actor, change=change, detail={"kind": fact.kind})


def _undo_record(row: ClockFact) -> None:
    """Take back what was written beside the struck-out fact."""
    if row.kind == FactKind.FEE_NOTICED:
        FeeNotice.objects.filter(request=row.request).update(noticed_on=None)
    elif row.kind == FactKind.FEE_PAID:
        FeeNotice.objects.filter(request=row.request).update(paid_on=None)
    elif row.kind in ASKED_AND_ANSWERED and row.consultation is not None:
        Consultation.objects.filter(pk=row.consultation.pk).update(void_reason=row.void_reason)
    elif row.kind in ASKED_AND_ANSWERED.values() and row.consultation is not None:
        Consultation.objects.filter(pk=row.consultation.pk).update(
            answered_on=None, position="", answer="", answered_by=None
        )


def set_stage(request: Request) -> Sequence[str]:
    """Set the stage that follows from the facts and return its name; the caller saves it."""
    request.stage = _WAITING_STAGES[waiting_for(facts_of(request))]
    return ("stage",)


def correct_receipt(
    request: Request, *, received_on: dt.date, evidence: str, reason: str, actor: User, today: dt.date
) -> Request:
    """Replace a wrongly recorded day of receipt by the right one, with the reason; the old one stays readable.

    A day before the recorded arrival corrects the arrival too: what was received had arrived.  The submission keeps
    what was first written down.
    """
    refuse_future(received_on, today)
    if not reason.strip() or not evidence.strip():
        raise Refused(_("State the right evidence of receipt, and what was wrong."))

    def change(locked: Request) -> Iterable[str]:
        if received_on < REGULATION_2008.in_force_from:
            raise Refused(
                _("There was no right to request before %(day)s; check the date.")
                % {"day": REGULATION_2008.in_force_from.isoformat()}
            )
        locked.arrived_on = min(locked.arrived_on, received_on)
        locked.facts.valid().filter(kind=FactKind.RECEIVED).update(  # type: ignore[attr-defined]
            void_reason=reason.strip()[:300], voided_at=local_now(), voided_by=actor
        )
        record_fact(locked, FactKind.RECEIVED, received_on, actor=actor, evidence=evidence)
        locked.received_on, locked.receipt_evidence = received_on, evidence.strip()[:300]
        return ["arrived_on", "received_on", "receipt_evidence", *settle(locked)]

    return perform(request, VERBS["correct_receipt"], actor=actor, change=change, detail={"kind": FactKind.RECEIVED})
