"""The verbs of the register: log, confirm, dismiss, assign, withdraw, and read who asked."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from disclosure.actions.clock import record_fact, refuse_future, settle
from disclosure.deadlines import FactKind
from disclosure.entries import ApplicantEntry, RequestEntry
from disclosure.models.register import (
    DESCRIPTION_LENGTH,
    Applicant,
    Request,
    RequestedItem,
    Submission,
    SubmissionFile,
)
from disclosure.outcomes import RULES, Outcome
from disclosure.reading import ReadingOccasion
from disclosure.receipt import check_days, receipt_day
from disclosure.states import VERBS, RequestStage
from foundation import access, audit, lookup_codes
from foundation.access import Capability
from foundation.encryption import blind_index
from foundation.numbering import next_number
from foundation.personal_files import store_personal, taking_back_files
from foundation.readings import record_reading
from foundation.workflow import Conflict, Refused, perform

if TYPE_CHECKING:
    from foundation.people import User


def submit_online(entry: RequestEntry, *, token: uuid.UUID) -> tuple[Request, str]:
    """Register an online request and return it with its look-up code; it waits for confirmation (art. 31).

    The same token sent twice (double click, repeated sending) gives the same request and code.
    Raises Refused for impossible days, ValidationError for files that are not accepted.
    """
    code = lookup_codes.code_for(token)
    known = Request.objects.filter(submission__token=token).first()
    if known is not None:
        return known, code
    try:
        with taking_back_files(), transaction.atomic():
            return _open(entry, token=token, actor=None, today=entry.arrived_on), code
    except IntegrityError:
        twin = Request.objects.filter(submission__token=token).first()
        if twin is None:
            raise
        return twin, code


def log_request(
    entry: RequestEntry, *, actor: User, today: dt.date, token: uuid.UUID | None = None
) -> tuple[Request, str]:
    """Log a request that came by any channel; returns it with the look-up code for the applicant.

    Where the legal day of receipt is known already the clock starts; otherwise the request waits for confirmation.
    Raises PermissionDenied, Refused for impossible days.
    """
    access.require(actor, Capability.HANDLE_REQUESTS)
    token = token or uuid.uuid4()
    code = lookup_codes.code_for(token)
    try:
        with taking_back_files(), transaction.atomic():
            known = _sent_before(entry, token)
            return known or _open(entry, token=token, actor=actor, today=today), code
    except IntegrityError:
        twin = _sent_before(entry, token)
        if twin is None:
            raise
        return twin, code


def _sent_before(entry: RequestEntry, token: uuid.UUID) -> Request | None:
    """Return the request that was opened from the same form, or None.

    Raises Conflict when the form was filled in anew: a second request must not vanish behind the first one.
    """
    known = Request.objects.filter(submission__token=token).select_related("submission").first()
    if known is not None and known.submission.payload != entry.payload():
        raise Conflict(
            _("This form was sent before, as %(number)s. Open a new form for another request.")
            % {"number": known.number}
        )
    return known


def _open(entry: RequestEntry, *, token: uuid.UUID, actor: User | None, today: dt.date) -> Request:
    """Keep the submission untouched and open the request from it, in the caller's transaction."""
    check_days(entry.channel, entry.arrived_on, entry.confirmed_on, today=today)
    received_on = receipt_day(entry.channel, entry.arrived_on, entry.confirmed_on)
    if received_on is not None and not entry.evidence.strip():
        raise Refused(_("State the evidence of receipt: who signed, or when and how it was confirmed."))
    submission = Submission.objects.create(
        token=token,
        channel=entry.channel,
        payload=entry.payload(),
        arrived_on=entry.arrived_on,
        recorded_by=actor,
    )
    for upload, label in entry.files:
        stored = store_personal(upload, upload.name or label, actor=actor)
        SubmissionFile.objects.create(submission=submission, file=stored, label=label)
    number = f"SQ{entry.arrived_on.year}-{next_number(f'disclosure-request/{entry.arrived_on.year}'):05d}"
    request = Request.objects.create(
        number=number,
        code_digest=lookup_codes.digest(lookup_codes.code_for(token), number),
        submission=submission,
        stage=RequestStage.SUBMITTED,
        handler=actor,
        **request_columns(entry),
    )
    _write_applicant(request, entry.applicant)
    RequestedItem.objects.bulk_create(
        RequestedItem(request=request, position=place, text=text[:500])
        for place, text in enumerate(entry.items or [entry.subject], start=1)
    )
    audit.record(audit.Act.REQUEST_LOGGED, actor=actor, target=request, detail={"channel": entry.channel})
    if received_on is not None:
        _receive(request, received_on, entry.evidence, actor=actor)
        request.stage = RequestStage.HANDLING
        request.save(update_fields=["stage", *settle(request)])
    return request


def request_columns(entry: RequestEntry) -> dict[str, Any]:
    """Return the columns of a request that an entry fills."""
    return {
        "channel": entry.channel,
        "arrived_on": entry.arrived_on,
        "applicant_category": entry.applicant.category,
        "applicant_mask": entry.applicant.mask,
        "subject": entry.subject,
        "description": entry.description[:DESCRIPTION_LENGTH],
        "features": entry.features,
        "purpose": entry.purpose,
        "delivery_way": entry.delivery_way,
        "medium": entry.medium,
        "accepts_other_way": entry.accepts_other_way,
    }


def applicant_columns(entry: ApplicantEntry) -> dict[str, Any]:
    """Return the columns of an applicant, with the fingerprint of the paper."""
    columns = {
        name: getattr(entry, name)
        for name in (
            "name", "paper", "paper_number", "phone", "email", "fax", "address", "postcode", "employer",
            "representative", "contact_person",
        )
    }  # fmt: skip
    return {**columns, "paper_index": blind_index(entry.paper_number) if entry.paper_number else ""}


def _write_applicant(request: Request, entry: ApplicantEntry) -> None:
    Applicant.objects.update_or_create(request=request, defaults=applicant_columns(entry))


def _receive(request: Request, received_on: dt.date, evidence: str, *, actor: User | None) -> None:
    request.received_on = received_on
    request.receipt_evidence = evidence.strip()[:300]
    request.save(update_fields=["received_on", "receipt_evidence"])
    record_fact(request, FactKind.RECEIVED, received_on, evidence=evidence, actor=actor)


def confirm_receipt(request: Request, *, confirmed_on: dt.date, evidence: str, actor: User, today: dt.date) -> Request:
    """Record that both sides confirmed the receipt; the clock starts (art. 31).

    Raises Refused without evidence or for an impossible day, Conflict when somebody was quicker.
    """
    if not evidence.strip():
        raise Refused(_("State how and with whom the receipt was confirmed."))

    def change(locked: Request) -> Iterable[str]:
        check_days(locked.channel, locked.arrived_on, confirmed_on, today=today)
        _receive(locked, confirmed_on, evidence, actor=actor)
        return [*settle(locked)]

    return perform(request, VERBS["confirm_receipt"], actor=actor, change=change)


def dismiss(request: Request, *, reason: str, actor: User) -> Request:
    """Put aside what is no request (empty, a test, sent twice); it stays in the register with its reason."""
    if not reason.strip():
        raise Refused(_("State why this is no request."))

    def change(locked: Request) -> Iterable[str]:
        locked.dismissal_reason = reason.strip()[:300]
        return ["dismissal_reason"]

    return perform(request, VERBS["dismiss"], actor=actor, change=change)


def assign(request: Request, *, handler: User, actor: User) -> Request:
    """Give the request to an officer."""
    access.require(handler, Capability.HANDLE_REQUESTS)

    def change(locked: Request) -> Iterable[str]:
        locked.handler = handler
        return ["handler"]

    return perform(request, VERBS["assign"], actor=actor, change=change, detail={"handler": handler.username})


def amend(request: Request, entry: RequestEntry, *, edit_version: int, actor: User) -> Request:
    """Mend mistakes of the entry; the submission stays as it came, and channel and days stay as recorded.

    The requested items follow the new entry.  Raises Conflict once the request is before the second person, and when
    somebody else amended it in the meantime (``edit_version`` differs).
    """

    def change(locked: Request) -> Iterable[str]:
        if locked.edit_version != edit_version:
            raise Conflict(_("Somebody amended this entry in the meantime; open it anew and compare."))
        locked.edit_version += 1
        columns = {k: v for k, v in request_columns(entry).items() if k not in {"channel", "arrived_on"}}
        for name, value in columns.items():
            setattr(locked, name, value)
        _write_applicant(locked, entry.applicant)
        _replace_items(locked, entry)
        return ["edit_version", *columns]

    return perform(request, VERBS["amend"], actor=actor, change=change)


def _replace_items(request: Request, entry: RequestEntry) -> None:
    """Keep the items whose words stay, so that what was drafted for them stays too."""
    wanted = [text[:500] for text in entry.items or [entry.subject]]
    current = list(request.items.order_by("position"))
    if [item.text for item in current] == wanted:
        return
    if any(hasattr(item, "decided") for item in current):
        raise Refused(_("A decision was drafted for the requested items; delete that draft before changing them."))
    request.items.all().delete()
    RequestedItem.objects.bulk_create(
        RequestedItem(request=request, position=place, text=text) for place, text in enumerate(wanted, start=1)
    )


def withdraw(request: Request, *, on: dt.date, reason: str, actor: User | None, today: dt.date) -> Request:
    """Record that the applicant withdrew the request: outcome “other”.

    The applicant does it with number and code (``actor`` None), or an officer records it.
    """
    refuse_future(on, today)
    if request.stage == RequestStage.SUBMITTED:

        def put_aside(locked: Request) -> Iterable[str]:
            locked.dismissal_reason = (reason.strip() or _("Withdrawn by the applicant"))[:300]
            return ["dismissal_reason"]

        return perform(request, VERBS["withdraw_unconfirmed"], actor=actor, change=put_aside)

    def conclude(locked: Request) -> Iterable[str]:
        locked.outcome_row = RULES[Outcome.OTHER].row
        locked.concluded_on = on
        record_fact(locked, FactKind.CONCLUDED, on, evidence=reason or _("Withdrawn by the applicant"), actor=actor)
        return ["outcome_row", "concluded_on", *settle(locked)]

    return perform(request, VERBS["withdraw"], actor=actor, change=conclude)


def read_applicant(request: Request, *, actor: User, occasion: str) -> Applicant:
    """Return the applicant unmasked; the reading and its occasion are recorded.

    Raises PermissionDenied for everybody but disclosure officers, Refused without an occasion of the closed list.
    """
    access.require(actor, Capability.HANDLE_REQUESTS)
    record_reading(request, occasion, among=ReadingOccasion, actor=actor)
    return Applicant.objects.get(request=request)
