"""The verbs of the annual report: start, write, enter figures, submit, return, sign, amend."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from disclosure.actions.index_numbers import adopt_index_number, issue_index_number
from disclosure.actions.report_record import publish_record
from disclosure.annual import prose
from disclosure.annual.defaults import DEFAULTS
from disclosure.annual.documents import ReportDocument, build_document
from disclosure.annual.formats import format_for
from disclosure.annual.identities import Finding, check
from disclosure.annual.printed import report_pdf
from disclosure.annual.tables import Value
from disclosure.models import IndexNumber, IssuingBody, ManualFigure
from disclosure.models.annual import AMENDMENT_LENGTH, FIRST_YEAR, NOTE_LENGTH, AnnualReport, ReportStage
from disclosure.reports.annual import Gathered, gather, period, previous_figures
from foundation import access, audit
from foundation.access import Capability
from foundation.audit import Act
from foundation.clock import local_now
from foundation.publishing.actions import fitting
from foundation.publishing.documents import as_json, checksum
from foundation.workflow import Conflict, Refused, Transition, perform

if TYPE_CHECKING:
    from foundation.people import User

_DRAFTING: Final = frozenset({ReportStage.DRAFTING.value})
_IN_REVIEW: Final = frozenset({ReportStage.IN_REVIEW.value})
_HANDLE: Final = Capability.HANDLE_REQUESTS
_APPROVE: Final = Capability.APPROVE_REQUESTS

SAVE: Final = Transition(_DRAFTING, None, _HANDLE, Act.REPORT_SAVED)
ENTER: Final = Transition(_DRAFTING, None, _HANDLE, Act.REPORT_FIGURES_ENTERED)
SUBMIT: Final = Transition(_DRAFTING, ReportStage.IN_REVIEW, _HANDLE, Act.REPORT_SUBMITTED)
RETURN: Final = Transition(_IN_REVIEW, ReportStage.DRAFTING, _APPROVE, Act.REPORT_RETURNED)
SIGN: Final = Transition(_IN_REVIEW, ReportStage.SIGNED, _APPROVE, Act.REPORT_SIGNED)

HEAD: Final = ("category", "document_number", "given_index", "issued_on")
"""The head data of a report that its author writes."""


@dataclass(frozen=True)
class Draft:
    """A report as it would be signed now, with everything that is wrong with it."""

    document: ReportDocument
    gathered: Gathered
    findings: tuple[Finding, ...]
    problems: Mapping[str, tuple[prose.Problem, ...]]
    """Problems of the text by part."""

    @property
    def checksum(self) -> str:
        """The checksum of everything that the signer reads: head data, text and figures."""
        return checksum(as_json(self.document))

    @property
    def blockers(self) -> list[str]:
        """The sentences that forbid the signature."""
        parts = {part.key: part.heading for part in self.gathered.figures.format.parts}
        texts = [
            _("%(part)s: %(problem)s") % {"part": parts[key] or _("Text"), "problem": problem}
            for key, problems in self.problems.items()
            for problem in problems
            if problem.blocks
        ]
        return [*(finding.sentence for finding in self.findings if finding.blocks), *texts]


def review_draft(report: AnnualReport, *, today: dt.date) -> Draft:
    """Return the report as it would be signed on a day: live figures, identities checked, text bound."""
    gathered = gather(report.year, report.body)
    document = build_document(
        gathered.figures,
        report.texts,
        gathered.notes,
        version=report.version,
        organ=report.body.name,
        category=report.category,
        index_number=_known_index(report),
        document_number=report.document_number,
        issued_on=report.issued_on or today,
        amendment=report.amendment,
    )
    empty = [
        Finding("empty", _("“%(part)s” has no text.") % {"part": part.heading or section.heading}, ())
        for section, parts in zip(gathered.figures.format.sections, document.sections, strict=True)
        for part, written in zip(section.parts, parts.parts, strict=True)
        if part.required and not written.paragraphs
    ]
    problems = {key: prose.bind(text, gathered.figures).problems for key, text in report.texts.items()}
    return Draft(
        document,
        gathered,
        (*empty, *check(gathered.figures, previous_figures(report.year, report.body))),
        {key: found for key, found in problems.items() if found},
    )


def _known_index(report: AnnualReport) -> str:
    """Return the index number if it is known before the signature."""
    return report.index_number.text if report.index_number is not None else report.given_index


def start_report(year: int, *, body: IssuingBody, actor: User, today: dt.date) -> AnnualReport:
    """Begin the report on a year with default texts, and return it.

    Raises Refused for a year that has not begun, Conflict when the year has a report.
    """
    access.require(actor, _HANDLE)
    if not FIRST_YEAR <= year <= today.year:
        raise Refused(
            _("There are reports on the years %(first)d to %(last)d only.") % {"first": FIRST_YEAR, "last": today.year}
        )
    return _create(AnnualReport(body=body, year=year, texts=dict(DEFAULTS[format_for(year).code])), actor=actor)


def amend_report(report: AnnualReport, *, reason: str, actor: User) -> AnnualReport:
    """Begin a new version of a signed report, with its text, and return it; the signed one stays as it is.

    Raises Refused without a reason, Conflict for a draft or where a newer version exists.
    """
    access.require(actor, _HANDLE)
    reason = _needed(reason, AMENDMENT_LENGTH, _("Say what is corrected; the public reads it."))
    newest = AnnualReport.objects.filter(year=report.year).first()
    if newest is None or newest.pk != report.pk or not newest.is_signed:
        raise Conflict(_("Only the newest version can be amended, once it is signed."))
    again = AnnualReport(
        body=newest.body,
        year=newest.year,
        version=newest.version + 1,
        amendment=reason,
        category=newest.category,
        document_number=newest.document_number,
        index_number=newest.index_number,
        texts=newest.texts,
    )
    return _create(again, actor=actor)


def _create(report: AnnualReport, *, actor: User) -> AnnualReport:
    report.edited_by = actor
    try:
        with transaction.atomic():
            report.save(force_insert=True)
            audit.record(Act.REPORT_STARTED, actor=actor, target=report, detail={"year": report.year})
    except IntegrityError as error:
        raise Conflict(_("There is a report on %d already.") % report.year) from error
    return report


def save_report(
    report: AnnualReport, *, values: Mapping[str, object], texts: Mapping[str, str], edit_version: int, actor: User
) -> None:
    """Save the text and the head data of a draft.

    ``values`` may hold the fields of ``HEAD``; ``edit_version`` is the one that the author saw.
    Raises Conflict when somebody saved in between: nothing is overwritten unseen.
    """
    known = {part.key for part in report.format.parts}

    def write(locked: AnnualReport) -> Iterable[str]:
        if locked.edit_version != edit_version:
            raise Conflict(_("Somebody saved this report in the meantime; take over what you wrote by hand."))
        for name in HEAD:
            setattr(locked, name, values.get(name, getattr(locked, name)))
        locked.texts = {**locked.texts, **{key: text for key, text in texts.items() if key in known}}
        locked.clean_fields(exclude=["document", "checksum"])
        return (*HEAD, "texts", *_touch(locked, actor))

    perform(report, SAVE, actor=actor, change=write, detail={"year": report.year})


def enter_figures(report: AnnualReport, *, figures: Mapping[str, Value | None], note: str, actor: User) -> None:
    """Enter figures by hand, with a note that says where they come from; None empties a cell.

    Only figures that differ from those there are written.  Raises Refused for cells that the system counts, and
    ValidationError for a figure that its cell cannot hold.
    """
    note = fitting(note, NOTE_LENGTH)

    def write(locked: AnnualReport) -> Iterable[str]:
        if figures.keys() - locked.format.cells.keys():
            raise Refused(_("The report on this year has no such cell."))
        gathered = gather(locked.year, locked.body)
        counted = gathered.counted & figures.keys()
        if counted:
            labels = _(", ").join(locked.format.cells[address].label for address in sorted(counted))
            raise Refused(_("The register counts these cells; they cannot be typed: %s.") % labels)
        changed = {address: value for address, value in figures.items() if gathered.figures[address] != value}
        _enter(locked.year, changed, note, actor)
        return _touch(locked, actor)

    perform(report, ENTER, actor=actor, change=write, detail={"year": report.year, "cells": sorted(figures)})


def _enter(year: int, figures: Mapping[str, Value | None], note: str, actor: User) -> None:
    emptied = [address for address, value in figures.items() if value is None]
    ManualFigure.objects.filter(year=year, address__in=emptied).delete()
    entered = [
        ManualFigure(year=year, address=address, value=Decimal(value), note=note, entered_by=actor)
        for address, value in figures.items()
        if value is not None
    ]
    for figure in entered:
        figure.clean_fields(exclude=["entered_by"])
        figure.clean()
    ManualFigure.objects.bulk_create(
        entered,
        update_conflicts=True,
        unique_fields=["year", "address"],
        update_fields=["value", "note", "entered_by", "entered_at"],
    )


def _touch(report: AnnualReport, actor: User) -> tuple[str, ...]:
    report.edited_by, report.edited_at = actor, local_now()
    report.edit_version += 1
    return ("edited_by", "edited_at", "edit_version")


def submit_report(report: AnnualReport, *, actor: User) -> None:
    """Give a draft to the second person; what is wrong with it blocks only the signature."""

    def hand_over(locked: AnnualReport) -> Iterable[str]:
        locked.submitted_by, locked.submitted_at, locked.return_note = actor, local_now(), ""
        return ("submitted_by", "submitted_at", "return_note")

    perform(report, SUBMIT, actor=actor, change=hand_over, detail={"year": report.year})


def return_report(report: AnnualReport, *, comment: str, actor: User) -> None:
    """Give a report back with a comment that says what to mend; the comment is mandatory."""
    comment = _needed(comment, NOTE_LENGTH, _("Say what should be mended; the author sees your comment."))

    def give_back(locked: AnnualReport) -> Iterable[str]:
        locked.return_note = comment
        return ("return_note",)

    perform(report, RETURN, actor=actor, change=give_back, detail={"year": report.year})


class NotInOrder(Refused):
    """A report cannot be signed; ``reasons`` are the sentences that say why."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__(_("The report cannot be signed: %s") % " ".join(reasons))


def sign_report(report: AnnualReport, *, expected: str, actor: User, today: dt.date) -> None:
    """Freeze text and figures and make the report and its record in the catalogue public (条例 arts. 49–50).

    ``expected`` is the checksum of the draft that the signer read.  Raises Conflict when text or figures have changed
    since; NotInOrder with all reasons while an identity is violated, a text has unbound names or the year is not
    over; TypesettingFailed when it cannot be printed; Refused when the actor wrote or submitted the report.
    """

    def freeze(locked: AnnualReport) -> Iterable[str]:
        if actor.pk in {locked.submitted_by_id, locked.edited_by_id}:
            raise Refused(_("A second person signs: you wrote or submitted this report."))
        draft = review_draft(locked, today=today)
        if draft.checksum != expected:
            raise Conflict(_("Text or figures are no longer those that you read; read the report again, then sign."))
        if not period(locked.year)[1] < draft.document.issued_on <= today:
            raise NotInOrder(
                [_("A report on %d is issued after the end of that year and not after today.") % locked.year]
            )
        if draft.blockers:
            raise NotInOrder(draft.blockers)
        locked.issued_on = draft.document.issued_on
        locked.index_number = _number(locked, locked.issued_on)
        document = draft.document.model_copy(update={"index_number": locked.index_number.text})
        report_pdf(document)  # a character that no font has must not come to light when the public asks for the file
        locked.document = as_json(document)
        locked.checksum = checksum(locked.document)
        locked.signed_by, locked.signed_at = actor, local_now()
        publish_record(locked, document, actor=actor)
        return ("issued_on", "index_number", "document", "checksum", "signed_by", "signed_at")

    perform(report, SIGN, actor=actor, change=freeze, detail={"year": report.year})


def _number(report: AnnualReport, on: dt.date) -> IndexNumber:
    """Return the number of an earlier version, the one given elsewhere (the catalogue may hold it too), or the next."""
    if report.index_number is not None:
        return report.index_number
    if report.given_index:
        known = IndexNumber.objects.filter(text=report.given_index, body=report.body).first()
        return known or adopt_index_number(report.body, report.given_index)
    return issue_index_number(report.body, on=on)


def _needed(text: str, limit: int, missing: str) -> str:
    """Return a text that must say something; raise Refused where it is empty or too long."""
    if not text.strip():
        raise Refused(missing)
    return fitting(text, limit)
