"""The verbs of deciding: draft, submit, return, release; two persons for every reply."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from disclosure.actions.clock import record_fact, set_stage, settle
from disclosure.actions.letters import keep
from disclosure.deadlines import FactKind
from disclosure.grounds import problems_of_grounds
from disclosure.letters.kinds import LetterKind
from disclosure.letters.paper import compose
from disclosure.letters.values import Occasion
from disclosure.models.clock import Consultation, ConsultationKind, ExtensionProposal, Position
from disclosure.models.decisions import Decision, DecisionFile, DecisionItem, DecisionStage, SecrecyReview
from disclosure.models.register import Request
from disclosure.outcomes import Outcome, roll_up
from disclosure.states import VERBS
from foundation import access, audit
from foundation.access import Capability
from foundation.attachments import StoredFile
from foundation.clock import local_now
from foundation.file_checks import leaks_of
from foundation.proposals import ProposalDecision
from foundation.publishing.findings import Finding
from foundation.publishing.findings import find_leaks as look_through
from foundation.workflow import Conflict, Refused, perform

if TYPE_CHECKING:
    from foundation.people import User

_GIVES = frozenset({Outcome.GRANTED, Outcome.PARTIAL})
"""Outcomes by which information goes out with the decision."""
_ENCLOSED: Final = re.compile(r"(?<![无没])(?<!没有)(?:附件|附后|后附|随附|随函|随文|随信|所附|附表)")
"""Words that promise something enclosed."""


@dataclass(frozen=True)
class ItemDecision:
    """The outcome for one requested item as it is entered."""

    outcome: str
    reasons: str = ""
    answer: str = ""
    withheld_as: Sequence[str] = ()


@dataclass(frozen=True)
class DecisionEntry:
    """A drafted decision as it is entered; ``items`` by the key of the requested item."""

    items: Mapping[int, ItemDecision]
    findings: str = ""
    overrides_objection: bool = False
    override_reason: str = ""
    secrecy_review: str = ""
    secrecy_note: str = ""
    leaks_accepted_because: str = ""


@dataclass(frozen=True)
class GivenFile:
    """A stored file that shall be given out with the decision."""

    file: StoredFile
    label: str
    pages: int | None = None


def save_decision(
    request: Request,
    entry: DecisionEntry,
    *,
    actor: User,
    edit_version: int = 0,
    files: Sequence[GivenFile] = (),
    removed_files: Sequence[int] = (),
) -> Decision:
    """Write the draft of the decision.

    Items without an outcome stay open.  Raises ValidationError where a refusal has no reasons, Conflict when
    somebody else saved in the meantime (``edit_version`` differs).
    """
    access.require(actor, Capability.HANDLE_REQUESTS)
    saved: list[Decision] = []

    def change(locked: Request) -> Iterable[str]:
        decision = Decision.objects.select_for_update().filter(request=locked).first()
        if decision is None:
            if edit_version:
                raise Conflict(_("Somebody deleted this draft in the meantime."))
            decision = Decision(request=locked, drafted_by=actor)
        elif decision.edit_version != edit_version:
            raise Conflict(_("Somebody saved this decision in the meantime; compare before you save again."))
        else:
            decision.edit_version += 1
        for name in (
            "findings", "overrides_objection", "override_reason", "secrecy_review", "secrecy_note",
            "leaks_accepted_because",
        ):  # fmt: skip
            setattr(decision, name, getattr(entry, name))
        decision.drafted_by = actor
        decision.full_clean(exclude=["request"])
        decision.save()
        _write_items(decision, locked, entry)
        decision.files.filter(pk__in=removed_files).delete()
        DecisionFile.objects.bulk_create(
            DecisionFile(decision=decision, file=given.file, label=given.label, pages=given.pages) for given in files
        )
        saved.append(decision)
        return ()

    perform(request, VERBS["save_decision"], actor=actor, change=change)
    return saved[0]


def discard_decision(request: Request, *, actor: User) -> Request:
    """Delete a draft that was not submitted; the requested items can be amended again."""

    def change(locked: Request) -> Iterable[str]:
        _locked_decision(locked, DecisionStage.DRAFTING).delete()
        return ()

    return perform(request, VERBS["discard_decision"], actor=actor, change=change)


def _write_items(decision: Decision, request: Request, entry: DecisionEntry) -> None:
    own = {item.pk: item for item in request.items.all()}
    strange = set(entry.items) - set(own)
    if strange:
        raise ValidationError(_("An outcome names an item that does not belong to this request."))
    for key, decided in entry.items.items():
        if not decided.outcome:
            DecisionItem.objects.filter(decision=decision, item=own[key]).delete()
            continue
        row = DecisionItem.objects.filter(item=own[key]).first() or DecisionItem(item=own[key])
        row.decision = decision
        row.outcome, row.reasons, row.answer = decided.outcome, decided.reasons, decided.answer
        row.withheld_as = list(decided.withheld_as)
        row.full_clean()
        row.save()


def find_leaks(decision: Decision, *, wait: bool = True) -> list[Finding]:
    """Look through texts and files for what must not go out; the grave things first.

    Files are looked through in the background; without ``wait``, those that are still under way are only named.
    """
    texts = [(_("Findings"), decision.findings), (_("Why the public interest prevails"), decision.override_reason)]
    texts += [(str(row.item), f"{row.reasons}\n{row.answer}") for row in decision.items.select_related("item")]
    return look_through(texts, decision.files.values_list("label", "file"), wait=wait)


def submit_decision(request: Request, *, today: dt.date, actor: User) -> Request:
    """Put the decision before the second person.

    Raises Refused when an item has no outcome, the secrecy review is missing or still open (art. 17), a third
    party objected and the override has no reason (art. 32), a consultation is still open, leaks have no reason, or an
    outcome rests on a silence that may still be broken ``today`` (art. 30; 办法 art. 6).
    """
    for given in DecisionFile.objects.filter(decision__request=request).select_related("file"):
        leaks_of(given.file)  # before the request is locked, in case nobody looked into it yet

    def change(locked: Request) -> Iterable[str]:
        decision = _locked_decision(locked, DecisionStage.DRAFTING)
        findings = find_leaks(decision)
        for problem in problems_of(decision, findings, today=today):
            raise Refused(problem)
        decision.leaks = [finding.as_json() for finding in findings if finding.is_grave]
        decision.stage = DecisionStage.SUBMITTED
        decision.submitted_at, decision.submitted_by = local_now(), actor
        decision.save(update_fields=["leaks", "stage", "submitted_at", "submitted_by"])
        return ()

    return perform(request, VERBS["submit_decision"], actor=actor, change=change)


def problems_of(decision: Decision, findings: Iterable[Finding], *, today: dt.date) -> list[str]:
    """Return what keeps a decision from being submitted or released, as sentences; ``findings`` from the leak check."""
    request = decision.request
    rows = list(decision.items.select_related("item"))
    outcomes = {row.outcome for row in rows}
    found: list[str] = []
    if len(rows) < request.items.count():
        found.append(_("Not every requested item has its outcome yet."))
    found += _promised_files(decision, rows)
    found += _secrecy_problems(decision, rows, gives=bool(outcomes & _GIVES))
    if any(finding.is_grave for finding in findings) and not decision.leaks_accepted_because.strip():
        found.append(_("The leak check has findings. Mend them, or state why they may go out."))
    found += problems_of_grounds(request, outcomes, today=today)
    found += _consultation_problems(decision, gives=bool(outcomes & _GIVES))
    if ExtensionProposal.objects.filter(request=request, decision=ProposalDecision.OPEN).exists():
        found.append(_("An extension is waiting for approval; have it decided first."))
    return found


def _promised_files(decision: Decision, rows: Sequence[DecisionItem]) -> list[str]:
    """What a reply promises to enclose has to be there: the applicant would get a letter about nothing."""
    promised = [row.item.text for row in rows if promises_enclosure(row.outcome, row.answer)]
    if not promised or decision.files.exists():
        return []
    sentence = _(
        "The reply promises an enclosure, but no file is attached to the decision: %(points)s. Attach the file, or a"
        " scan of what is enclosed on paper."
    )
    return [sentence % {"points": "、".join(promised)}]


def promises_enclosure(outcome: str, answer: str) -> bool:
    """Tell whether a reply that gives something says that it is enclosed."""
    return outcome in _GIVES and _ENCLOSED.search(answer) is not None


def _secrecy_problems(decision: Decision, rows: Sequence[DecisionItem], *, gives: bool) -> list[str]:
    """Nothing goes out unreviewed (art. 17); what is secret is withheld, and what can be separated from it is given.

    Something is given beside a confirmed secret only where a point, or a part of one, is withheld as state secret
    (arts. 14, 37).
    """
    if not decision.secrecy_review:
        return [_("The secrecy review is missing (art. 17).")]
    if decision.secrecy_review == SecrecyReview.REFERRED:
        return [_("The question of secrecy was referred; wait for the answer of the competent department.")]
    withheld = any(Outcome.DENIED_STATE_SECRET in row.grounds for row in rows)
    if decision.secrecy_review == SecrecyReview.CONFIRMED_SECRET and gives and not withheld:
        return [_("What is confirmed as secret cannot be given out: withhold it as a state secret (arts. 14, 37).")]
    return []


def _consultation_problems(decision: Decision, *, gives: bool) -> list[str]:
    """An objection of a third party is heeded, or overridden for the public interest with a written reason (art. 32).

    It is heeded where an item, or a part of one, is withheld to protect a third party.
    """
    consultations = Consultation.objects.valid().filter(request=decision.request)
    found: list[str] = []
    if consultations.open().exists():
        found.append(_("A consultation is still open: record its answer, or that the time passed in silence."))
    objected = consultations.filter(kind=ConsultationKind.THIRD_PARTY, position=Position.OBJECTS).exists()
    heeded = any(Outcome.DENIED_THIRD_PARTY in row.grounds for row in decision.items.all())
    if objected and gives and not heeded and not decision.overrides_objection:
        found.append(
            _("A third party objects. Disclosing all the same needs the public interest and a reason (art. 32).")
        )
    if decision.overrides_objection and not objected:
        found.append(_("No third party objected; nothing is overridden."))
    return found


def recall_decision(request: Request, *, actor: User) -> Request:
    """Take a submitted decision back for further work."""
    return perform(request, VERBS["recall_decision"], actor=actor, change=lambda r: _back(r, ""))


def return_decision(request: Request, *, comment: str, actor: User) -> Request:
    """Return a submitted decision to the officer with a comment."""
    if not comment.strip():
        raise Refused(_("Say what has to be changed."))
    return perform(request, VERBS["return_decision"], actor=actor, change=lambda r: _back(r, comment.strip()[:500]))


def _back(locked: Request, comment: str) -> Iterable[str]:
    decision = _locked_decision(locked, DecisionStage.SUBMITTED)
    decision.stage, decision.return_comment = DecisionStage.DRAFTING, comment
    decision.submitted_at = decision.submitted_by = None
    decision.save(update_fields=["stage", "return_comment", "submitted_at", "submitted_by"])
    return set_stage(locked)


def release_decision(
    request: Request, *, expected_version: int, on: dt.date, actor: User, expected_letter: str | None = None
) -> Request:
    """Release exactly the decision that the second person looked at and issue its letter; the request is concluded.

    The request counts under the one statutory row that its items roll up to.  Raises Refused for whoever drafted or
    submitted it, Conflict when decision or letter (``expected_letter``, its digest) changed in the meantime,
    MissingGlyphs when the letter cannot be printed; then nothing is released.
    """

    def change(locked: Request) -> Iterable[str]:
        decision = _locked_decision(locked, DecisionStage.SUBMITTED)
        if decision.edit_version != expected_version:
            raise Conflict(_("The decision was changed in the meantime; look at it again."))
        if actor.pk in {decision.drafted_by_id, decision.submitted_by_id}:
            raise Refused(_("A second person releases: you drafted or submitted this decision yourself."))
        for problem in problems_of(decision, find_leaks(decision), today=on):
            raise Refused(problem)
        decision.stage, decision.decided_on = DecisionStage.RELEASED, on
        decision.released_at, decision.released_by = local_now(), actor
        decision.save(update_fields=["stage", "decided_on", "released_at", "released_by"])
        _issue(decision, locked, expected_letter, actor=actor)
        record_fact(locked, FactKind.CONCLUDED, on, actor=actor)
        locked.concluded_on = on
        locked.outcome_row = roll_up([row.outcome for row in decision.items.all()])
        return ["concluded_on", "outcome_row", *settle(locked)]

    return perform(request, VERBS["release_decision"], actor=actor, change=change)


def decision_occasion(decision: Decision, on: dt.date, *, masked: bool = False) -> Occasion:
    """Return the letter of a decision, for looking at it and for issuing it."""
    return Occasion(decision.request, LetterKind.DECISION, on, decision=decision, masked=masked)


def _issue(decision: Decision, request: Request, expected: str | None, *, actor: User) -> None:
    occasion = decision_occasion(decision, decision.decided_on or local_now().date())
    paper = compose(occasion)
    if expected is not None and paper.digest != expected:
        raise Conflict(_("The text of the letter changed in the meantime; look at it again."))
    letter = keep(paper, occasion, actor=actor)
    detail = {"kind": letter.kind, "number": letter.number}
    audit.record(audit.Act.LETTER_ISSUED, actor=actor, target=request, detail=detail)


def _locked_decision(request: Request, stage: DecisionStage) -> Decision:
    decision = Decision.objects.select_for_update().filter(request=request).first()
    if decision is None:
        raise Refused(_("There is no decision yet."))
    if decision.stage != stage:
        raise Conflict(_("The decision is no longer where you saw it; somebody acted in the meantime."))
    return decision
