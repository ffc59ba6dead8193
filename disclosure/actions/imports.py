"""The verb that takes over a register kept elsewhere: as a whole, set-wise, and once."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from django.db import connection, transaction
from django.utils.translation import gettext as _

from disclosure.actions.register import applicant_columns, request_columns
from disclosure.deadlines import FactKind, Waiting
from disclosure.fees import fee_amount
from disclosure.imports.rows import TakenRow, read_rows
from disclosure.imports.template import SHEET
from disclosure.models import Applicant, ClockFact, FeeNotice, Request, RequestedItem, Submission
from disclosure.outcomes import RULES
from disclosure.states import RequestStage
from foundation import access, audit, lookup_codes
from foundation.access import Capability
from foundation.calendar_days import load_calendar
from foundation.numbering import next_numbers
from foundation.tables.problems import BadFile
from foundation.tables.reading import read_sheets
from foundation.tables.sheets import Sheet
from foundation.tables.sources import Source
from foundation.tables.takeover import TakenOver

if TYPE_CHECKING:
    from foundation.people import User

_CHUNK: Final = 1000
_ONE_AT_A_TIME: Final = 20_270_102
"""Key of the lock that makes imports queue up."""


def import_requests(
    source: Source, *, actor: User, today: dt.date, dry_run: bool = False, skip_invalid: bool = False
) -> TakenOver[TakenRow]:
    """Take over a register from a CSV file or a workbook; rows that are there already stay as they are.

    As a whole or not at all, unless ``skip_invalid``.  No decisions are made of the outcomes: the register keeps the
    statutory row and the day, as the other one did.  Raises PermissionDenied, BadFile.
    """
    access.require(actor, Capability.HANDLE_REQUESTS)
    source.check()
    rows, unknown = read_rows(_sheet(source), load_calendar(), today=today)
    result = TakenOver(rows, unknown, skip_invalid)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
        _compare(result)
        if not (dry_run or result.held_back):
            _write(result.new, actor=actor)
    return result


def _sheet(source: Source) -> Sheet:
    """Return the sheet named like that of the template, else the first one with rows."""
    sheets = read_sheets(source, SHEET)
    named = [sheet for sheet in sheets if sheet.name == SHEET]
    found = next((sheet for sheet in named or sheets if sheet.rows), None)
    if found is None:
        raise BadFile(_("The file holds no rows."))
    return found


def _compare(result: TakenOver[TakenRow]) -> None:
    """Find the rows that the register holds; one that says something else now is refused."""
    numbers = [row.taken.external_number for row in result.rows if row.taken is not None]
    held = dict(
        Submission.objects.filter(request__external_number__in=numbers).values_list(
            "request__external_number", "payload"
        )
    )
    for row in result.rows:
        if row.taken is None or (payload := held.get(row.taken.external_number)) is None:
            continue
        if payload == _payload(row.taken):
            result.known.add(row.number)
        else:
            row.taken = None
            row.problems.append(
                _("The register holds this number with other values; mend the request on its own page.")
            )


def _payload(row: TakenRow) -> str:
    """Return everything that the row said, as the text that is kept unchanged."""
    said = {
        "external_number": row.external_number,
        **json.loads(row.entry.payload()),
        "facts": [[fact.kind, fact.on, fact.days, fact.until] for fact in row.facts],
        "outcome": row.outcome,
        "fee": vars(row.fee) if row.fee else None,
    }
    return json.dumps(said, ensure_ascii=False, default=str)


def _write(rows: Sequence[TakenRow], *, actor: User) -> None:
    numbers = _numbers(rows)
    for start in range(0, len(rows), _CHUNK):
        _write_chunk(rows[start : start + _CHUNK], numbers, actor=actor)


def _numbers(rows: Sequence[TakenRow]) -> Mapping[int, Iterator[int]]:
    """Reserve the numbers of each year of arrival."""
    years = Counter(row.entry.arrived_on.year for row in rows)
    return {year: iter(next_numbers(f"disclosure-request/{year}", count)) for year, count in sorted(years.items())}


def _write_chunk(rows: Sequence[TakenRow], numbers: Mapping[int, Iterator[int]], *, actor: User) -> None:
    submissions = Submission.objects.bulk_create(
        Submission(
            token=uuid.uuid4(),
            channel=row.entry.channel,
            payload=_payload(row),
            arrived_on=row.entry.arrived_on,
            recorded_by=actor,
        )
        for row in rows
    )
    requests = Request.objects.bulk_create(
        _request(row, submission, next(numbers[row.entry.arrived_on.year]), actor)
        for row, submission in zip(rows, submissions, strict=True)
    )
    pairs = list(zip(rows, requests, strict=True))
    Applicant.objects.bulk_create(
        Applicant(request=request, **applicant_columns(row.entry.applicant)) for row, request in pairs
    )
    RequestedItem.objects.bulk_create(
        RequestedItem(request=request, position=1, text=row.entry.subject) for row, request in pairs
    )
    ClockFact.objects.bulk_create(fact for row, request in pairs for fact in _facts(row, request, actor))
    FeeNotice.objects.bulk_create(_fees(pairs, actor))
    audit.record_each(
        audit.Act.REQUEST_LOGGED,
        actor=actor,
        changes=((request, {"channel": request.channel, "imported": row.external_number}) for row, request in pairs),
    )


def _request(row: TakenRow, submission: Submission, number: int, actor: User) -> Request:
    text = f"SQ{row.entry.arrived_on.year}-{number:05d}"
    return Request(
        number=text,
        external_number=row.external_number,
        code_digest=lookup_codes.digest(lookup_codes.code_for(submission.token), text),
        submission=submission,
        stage=_stage(row),
        handler=actor,
        received_on=row.received_on,
        receipt_evidence=row.evidence if row.received_on else "",
        due_on=row.deadline.due_on if row.deadline else None,
        due_missing_year=row.deadline.missing_year if row.deadline else None,
        concluded_on=row.concluded_on,
        outcome_row=RULES[row.outcome].row if row.outcome else "",
        **request_columns(row.entry),
    )


def _stage(row: TakenRow) -> RequestStage:
    if row.outcome:
        return RequestStage.CONCLUDED
    if row.deadline is None:
        return RequestStage.SUBMITTED
    waiting = {Waiting.CORRECTION: RequestStage.CORRECTING, Waiting.FEE: RequestStage.FEE}
    return waiting[row.deadline.waiting] if row.deadline.waiting else RequestStage.HANDLING


def _facts(row: TakenRow, request: Request, actor: User) -> Iterable[ClockFact]:
    for fact in row.facts:
        evidence = row.evidence if fact.kind == FactKind.RECEIVED else ""
        yield ClockFact(
            request=request,
            kind=fact.kind,
            on=fact.on,
            days=fact.days,
            until=fact.until,
            evidence=evidence,
            recorded_by=actor,
        )


def _fees(pairs: Iterable[tuple[TakenRow, Request]], actor: User) -> Iterable[FeeNotice]:
    for row, request in pairs:
        if row.fee is None:
            continue
        yield FeeNotice(
            request=request,
            amount=fee_amount(row.fee.basis, row.fee.units),
            how_to_pay="",
            recorded_by=actor,
            **vars(row.fee),
        )
