"""The verbs of remedies: record a case, its steps and its outcome, and open a new handling after a correction."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from disclosure.actions.clock import record_fact, settle
from disclosure.deadlines import FactKind
from disclosure.models.register import Applicant, Channel, Request, RequestedItem, Submission
from disclosure.models.remedies import Remedy, RemedyKind, RemedyOutcome
from disclosure.states import VERBS, RequestStage
from foundation import access, audit, lookup_codes
from foundation.access import Capability
from foundation.numbering import next_number
from foundation.workflow import Conflict, Refused, perform

if TYPE_CHECKING:
    from foundation.people import User


@dataclass(frozen=True)
class RemedyEntry:
    """A remedy as it is entered."""

    kind: str
    organ: str
    filed_on: dt.date
    case_number: str = ""
    simplified: bool = False
    ours: bool = False
    notified_on: dt.date | None = None
    follows: Remedy | None = None
    note: str = ""


def open_remedy(request: Request, entry: RemedyEntry, *, actor: User, today: dt.date) -> Remedy:
    """Record a review, lawsuit or complaint against the handling of a request.

    Raises Refused for days that cannot be, or a case that does not belong to this request.
    """
    _check_days(entry.filed_on, entry.notified_on, today=today)
    if request.received_on is not None and entry.filed_on < request.received_on:
        raise Refused(_("A remedy cannot be filed before the request was received."))
    if entry.follows is not None and entry.follows.request_id != request.pk:
        raise Refused(_("The earlier case belongs to another request."))
    made: list[Remedy] = []

    def change(locked: Request) -> Iterable[str]:
        remedy = Remedy(request=locked, recorded_by=actor, **vars(entry))
        remedy.full_clean(exclude=["request"])
        remedy.save()
        made.append(remedy)
        return ()

    perform(request, VERBS["open_remedy"], actor=actor, change=change, detail={"kind": entry.kind})
    return made[0]


def record_notification(remedy: Remedy, *, on: dt.date, actor: User, today: dt.date) -> Remedy:
    """Record the day on which the organ's or court's notice reached us; our own period runs from it."""

    def change(locked: Remedy) -> Iterable[str]:
        _check_days(locked.filed_on, on, today=today)
        if locked.answered_on is not None:
            raise Conflict(_("Our answer is recorded already; the notice came before it."))
        locked.notified_on = on
        return ["notified_on"]

    return _step(remedy, change, actor=actor, step="notified")


def record_acceptance(remedy: Remedy, *, on: dt.date, actor: User, today: dt.date) -> Remedy:
    """Record the day on which the review organ accepted the case; its own period runs from it (行政复议法 art. 62)."""

    def change(locked: Remedy) -> Iterable[str]:
        if locked.kind != RemedyKind.REVIEW:
            raise Refused(_("Only of a review the day of acceptance is recorded."))
        _check_days(locked.filed_on, on, today=today)
        locked.accepted_on = on
        return ["accepted_on"]

    return _step(remedy, change, actor=actor, step="accepted")


def record_our_answer(remedy: Remedy, *, on: dt.date, actor: User, today: dt.date) -> Remedy:
    """Record that our answer (review) or defence (court) went out; our own appeal asks for none."""

    def change(locked: Remedy) -> Iterable[str]:
        if locked.ours:
            raise Refused(_("We appealed ourselves; there is nothing to answer."))
        if locked.notified_on is None or on < locked.notified_on:
            raise Refused(_("Our answer cannot come before the notice."))
        _check_days(locked.notified_on, on, today=today)
        locked.answered_on = on
        return ["answered_on"]

    return _step(remedy, change, actor=actor, step="answered")


def close_remedy(
    remedy: Remedy,
    *,
    outcome: str,
    on: dt.date,
    note: str,
    actor: User,
    today: dt.date,
    served_on: dt.date | None = None,
) -> Remedy:
    """Record how a case ended, and where it is known when the outcome was served."""
    if outcome not in {RemedyOutcome.UPHELD, RemedyOutcome.CORRECTED, RemedyOutcome.OTHER}:
        raise Refused(_("Say how the case ended."))

    def change(locked: Remedy) -> Iterable[str]:
        if locked.outcome:
            raise Conflict(_("This case is closed already."))
        _check_days(locked.filed_on, on, today=today)
        _check_days(on, served_on, today=today)
        locked.outcome, locked.closed_on, locked.outcome_served_on = outcome, on, served_on
        locked.note = "\n".join(filter(None, (locked.note, note.strip())))[:3000]
        return ["outcome", "closed_on", "outcome_served_on", "note"]

    return _step(remedy, change, actor=actor, step=outcome)


def record_outcome_service(remedy: Remedy, *, on: dt.date, actor: User, today: dt.date) -> Remedy:
    """Record the day on which the outcome was served: what may follow runs from it (行政诉讼法 arts. 45, 85)."""

    def change(locked: Remedy) -> Iterable[str]:
        if locked.closed_on is None:
            raise Refused(_("Record the outcome first."))
        if locked.outcome_served_on is not None:
            raise Conflict(_("The service of the outcome is recorded already."))
        _check_days(locked.closed_on, on, today=today)
        locked.outcome_served_on = on
        return ["outcome_served_on"]

    return _step(remedy, change, actor=actor, step="served")


def reopen(remedy: Remedy, *, on: dt.date, evidence: str, actor: User, today: dt.date) -> Request:
    """Open a new handling after a decision was overturned; its period runs from the day the order reached us.

    The new handling keeps the applicant and what was asked for, and points to the first one.  In the annual
    table it is no new request: the request was counted when it came.  Raises Refused unless the case ended with a
    correction, Conflict when the new handling is there already.
    """
    _check_days(remedy.filed_on, on, today=today)
    if not evidence.strip():
        raise Refused(_("State the document that orders a new handling."))
    made: list[Request] = []

    def change(locked: Request) -> Iterable[str]:
        case = Remedy.objects.select_for_update().get(pk=remedy.pk)
        if case.outcome != RemedyOutcome.CORRECTED:
            raise Refused(_("Only a corrected decision is handled anew."))
        if case.new_request_id is not None:
            raise Conflict(_("The new handling is open already."))
        case.new_request = _copy(locked, case, on=on, evidence=evidence, actor=actor)
        case.save(update_fields=["new_request"])
        made.append(case.new_request)
        return ()

    perform(remedy.request, VERBS["reopen"], actor=actor, change=change, detail={"remedy": remedy.pk})
    return made[0]


def _copy(first: Request, case: Remedy, *, on: dt.date, evidence: str, actor: User) -> Request:
    token = uuid.uuid4()
    submission = Submission.objects.create(
        token=token,
        channel=Channel.OTHER,
        payload=json.dumps({"ordered_by": str(case), "number": first.number, "evidence": evidence}, ensure_ascii=False),
        arrived_on=on,
        recorded_by=actor,
    )
    number = f"SQ{on.year}-{next_number(f'disclosure-request/{on.year}'):05d}"
    kept = (
        "applicant_category", "applicant_mask", "subject", "description", "features", "purpose", "delivery_way",
        "medium", "accepts_other_way",
    )  # fmt: skip
    made = Request.objects.create(
        number=number,
        code_digest=lookup_codes.digest(lookup_codes.code_for(token), number),
        submission=submission,
        channel=Channel.OTHER,
        stage=RequestStage.HANDLING,
        arrived_on=on,
        received_on=on,
        receipt_evidence=evidence.strip()[:300],
        handler=actor,
        reopens=first,
        **{name: getattr(first, name) for name in kept},
    )
    applicant = Applicant.objects.get(request=first)
    applicant.pk, applicant.request = None, made
    applicant.save(force_insert=True)
    RequestedItem.objects.bulk_create(
        RequestedItem(request=made, position=item.position, text=item.text) for item in first.items.all()
    )
    record_fact(made, FactKind.RECEIVED, on, evidence=evidence, actor=actor)
    made.save(update_fields=settle(made))
    audit.record(audit.Act.REQUEST_REOPENED, actor=actor, target=made, detail={"of": first.number})
    return made


def _step(remedy: Remedy, change: Callable[[Remedy], Iterable[str]], *, actor: User, step: str) -> Remedy:
    """Change the locked case and record it, in one transaction."""
    access.require(actor, Capability.HANDLE_REQUESTS)
    with transaction.atomic():
        locked = Remedy.objects.select_for_update().select_related("request").get(pk=remedy.pk)
        locked.save(update_fields=list(change(locked)))
        audit.record(
            audit.Act.REMEDY_CHANGED, actor=actor, target=locked.request, detail={"remedy": locked.pk, "step": step}
        )
    return locked


def _check_days(first: dt.date, then: dt.date | None, *, today: dt.date) -> None:
    for day in filter(None, (first, then)):
        if day > today:
            raise Refused(_("%(day)s lies in the future.") % {"day": day.isoformat()})
    if then is not None and then < first:
        raise Refused(_("%(then)s lies before %(first)s.") % {"then": then.isoformat(), "first": first.isoformat()})
