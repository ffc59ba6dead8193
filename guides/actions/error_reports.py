"""The verbs of reports of errors: report, answer, read who reported."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from foundation import access, audit, lookup_codes
from foundation.access import Capability
from foundation.clock import local_now
from foundation.numbering import next_number
from foundation.publishing.actions import fitting
from foundation.readings import record_reading
from foundation.workdays import WorkCalendar
from foundation.workflow import Conflict, Refused
from guides.freshness import answer_due
from guides.models import ErrorReport, GuideRevision, PublishedGuide
from guides.models.error_reports import ANSWER_LENGTH, ReportOutcome

if TYPE_CHECKING:
    from foundation.people import User


@dataclass(frozen=True)
class ErrorEntry:
    """What somebody reported."""

    part: str
    text: str
    source: str
    contact: str = ""


def report_error(
    guide: PublishedGuide, entry: ErrorEntry, *, token: uuid.UUID, calendar: WorkCalendar, today: dt.date
) -> tuple[ErrorReport, str]:
    """Keep a report about a public guide and return it with its look-up code; the guide's mark is suspended.

    The same token sent twice (double click, repeated sending) gives the same number and code.
    """
    code = lookup_codes.code_for(token)
    known = ErrorReport.objects.filter(token=token).first()
    if known is not None:
        return known, code
    try:
        with transaction.atomic():
            return _keep(guide, entry, token, code, calendar, today), code
    except IntegrityError:
        twin = ErrorReport.objects.filter(token=token).first()
        if twin is None:
            raise
        return twin, code


def _keep(
    guide: PublishedGuide, entry: ErrorEntry, token: uuid.UUID, code: str, calendar: WorkCalendar, today: dt.date
) -> ErrorReport:
    number = f"JC{today.year}-{next_number(f'guide-error/{today.year}'):05d}"
    made = ErrorReport.objects.create(
        number=number,
        token=token,
        code_digest=lookup_codes.digest(code, number),
        guide_id=guide.record_id,
        revision_id=guide.revision_id,
        source=entry.source,
        part=entry.part,
        text=entry.text,
        contact=entry.contact,
        received_on=today,
        due_on=answer_due(today, settings.PORTAL_GUIDE_ANSWER_DAYS, calendar),
    )
    detail = {"part": entry.part, "source": entry.source}
    audit.record(audit.Act.ERROR_REPORTED, actor=None, target=made, detail=detail)
    return made


def answer_reports(reports: Sequence[ErrorReport], *, outcome: str, answer: str, actor: User) -> None:
    """Answer one report, or several about the same fault of one guide; each reporter reads the answer.

    ``corrected`` names the public revision, which must be newer than what was reported.
    Raises PermissionDenied outside one's departments, Refused, Conflict when somebody answered in the meantime.
    """
    if not reports or not answer.strip():
        raise Refused(_("Write an answer; the person who reported reads it."))
    text = fitting(answer, ANSWER_LENGTH)
    with transaction.atomic():
        keys = [report.pk for report in reports]
        rows = ErrorReport.objects.select_for_update(of=("self",)).select_related("guide", "revision")
        locked = list(rows.filter(pk__in=keys).order_by("pk"))
        if len({report.guide_id for report in locked}) != 1:
            raise Refused(_("Only reports about one guide are answered together."))
        access.require(actor, Capability.EDIT_CONTENT, locked[0].guide.department_id)
        if any(report.answered_at is not None for report in locked):
            raise Conflict(_("Somebody has answered in the meantime."))
        corrected_in = _correction(locked) if outcome == ReportOutcome.CORRECTED else None
        for report in locked:
            report.outcome, report.answer, report.corrected_in = outcome, text, corrected_in
            report.answered_at, report.answered_by = local_now(), actor
            report.save(update_fields=["outcome", "answer", "corrected_in", "answered_at", "answered_by"])
            audit.record(audit.Act.ERROR_ANSWERED, actor=actor, target=report, detail={"outcome": outcome})


def _correction(reports: Sequence[ErrorReport]) -> GuideRevision:
    """Return the public revision that holds the correction: newer than each text that was reported about."""
    live: GuideRevision | None = reports[0].guide.live_revision
    if live is None or any(live.number <= report.revision.number for report in reports):
        raise Refused(_("The corrected text is not public yet: release it first, then answer."))
    return live


def read_reporter(report: ErrorReport, *, occasion: str, actor: User) -> None:
    """Record that somebody reads the unmasked words and the contact.

    Raises PermissionDenied for all but those who may answer it, Refused without an occasion.
    """
    access.require(actor, Capability.EDIT_CONTENT, report.guide.department_id)
    record_reading(report, occasion, actor=actor)


def recompute_answers(calendar: WorkCalendar) -> int:
    """Compute anew by when open reports are to be answered, after a change of the calendar; return how many moved."""
    moved = 0
    for key in list(ErrorReport.objects.waiting().values_list("pk", flat=True)):
        with transaction.atomic():
            report = ErrorReport.objects.select_for_update(of=("self",)).get(pk=key)
            due_on = answer_due(report.received_on, settings.PORTAL_GUIDE_ANSWER_DAYS, calendar)
            if due_on != report.due_on and report.answered_at is None:
                report.due_on = due_on
                report.save(update_fields=["due_on"])
                moved += 1
    return moved
