"""Issuing letters: the text from template and facts, the number, the PDF, all frozen in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from disclosure.deadlines import FactKind
from disclosure.letters.kinds import NOT_FOR_APPLICANT, LetterKind
from disclosure.letters.paper import Paper, compose
from disclosure.letters.values import Occasion
from disclosure.models.clock import ClockFact, Consultation, ConsultationKind, Position
from disclosure.models.decisions import DecisionStage
from disclosure.models.letters import FeeNotice, Letter, Service, ServiceWay
from disclosure.models.register import Channel, Request
from disclosure.states import VERBS
from foundation import access, audit
from foundation.access import Capability
from foundation.numbering import next_number
from foundation.personal_files import store_personal
from foundation.workflow import Conflict, perform

if TYPE_CHECKING:
    from foundation.people import User

_FACTS = {
    FactKind.CORRECTION_ASKED: LetterKind.CORRECTION,
    FactKind.EXTENDED: LetterKind.EXTENSION,
    FactKind.REASONS_ASKED: LetterKind.REASONS,
    FactKind.DELAY_TOLD: LetterKind.DELAY,
}
"""Facts that a letter tells to the applicant."""
_CONSULTATIONS = {ConsultationKind.THIRD_PARTY: LetterKind.THIRD_PARTY, ConsultationKind.ORGAN: LetterKind.ORGAN}


def occasions(request: Request, on: dt.date, remark: str = "") -> Iterator[Occasion]:
    """Yield the letters for which there is a reason now, in the order of the procedure; issued ones as well.

    The decision is not among them: it is issued by its release.
    """
    if request.received_on is None:
        return
    plain = Occasion(request, LetterKind.ACKNOWLEDGEMENT, on, remark=remark)
    yield plain
    recorded = set(ClockFact.objects.valid().filter(request=request).values_list("kind", flat=True))
    yield from (replace(plain, kind=kind) for fact, kind in _FACTS.items() if fact in recorded)
    consultations = list(Consultation.objects.valid().filter(request=request))
    for asked in consultations:
        if kind := _CONSULTATIONS.get(ConsultationKind(asked.kind)):
            yield replace(plain, kind=kind, consultation=asked)
    if FeeNotice.objects.filter(request=request).exists():
        yield replace(plain, kind=LetterKind.FEE)
    decision = request.decisions.filter(stage=DecisionStage.RELEASED, overrides_objection=True).first()
    for asked in consultations if decision else ():
        if asked.kind == ConsultationKind.THIRD_PARTY and asked.position == Position.OBJECTS:
            yield replace(plain, kind=LetterKind.OVERRIDE, consultation=asked, decision=decision)


def read_paper(occasion: Occasion, *, actor: User) -> bytes:
    """Return a letter as it would be issued, as PDF; the reading of the applicant's name is recorded.

    Raises PermissionDenied for all but officers and the second person, Refused and MissingGlyphs as ``issue_letter``.
    """
    access.require_any(actor, (Capability.HANDLE_REQUESTS, Capability.APPROVE_REQUESTS))
    with transaction.atomic():
        audit.record(
            audit.Act.PERSONAL_READ, actor=actor, target=occasion.request, detail={"letter": str(occasion.kind)}
        )
        return compose(occasion).pdf()


def issue_letter(occasion: Occasion, *, expected: str, earlier: int, actor: User) -> Letter:
    """Issue the letter that was looked at: give it its number, freeze its text, typeset and keep its PDF.

    ``expected`` is the digest of the text that was looked at and ``earlier`` how many letters of the kind there were
    then.  Raises Conflict when either has changed (a double click, an edited template, a new fact), Refused while
    something is missing, MissingGlyphs when a character cannot be printed; then nothing was issued.
    """
    made: list[Letter] = []
    detail: dict[str, Any] = {"kind": occasion.kind}

    def change(_locked: Request) -> Iterable[str]:
        if issued_before(occasion) != earlier:
            raise Conflict(_("Such a letter was issued in the meantime; look at the letters of this request."))
        paper = compose(occasion)
        if paper.digest != expected:
            raise Conflict(_("The text of the letter changed in the meantime; look at it again."))
        made.append(keep(paper, occasion, actor=actor))
        detail["number"] = made[0].number
        return ()

    perform(occasion.request, VERBS["issue_letter"], actor=actor, change=change, detail=detail)
    return made[0]


def issued_before(occasion: Occasion) -> int:
    """Return how many letters of this kind the request, or its consultation, has already."""
    return Letter.objects.filter(
        request=occasion.request, kind=occasion.kind, consultation=occasion.consultation
    ).count()


def keep(paper: Paper, occasion: Occasion, *, actor: User) -> Letter:
    """Number, typeset and store a letter in the caller's transaction.

    Whoever asked on this site reads it on the status page from now on; other ways of service are recorded as they are.
    """
    numbered = paper.numbered(next_number(f"letter/{paper.kind}/{paper.on.year}"))
    pdf = ContentFile(numbered.pdf())
    letter = Letter.objects.create(
        request=occasion.request,
        kind=numbered.kind,
        number=numbered.number,
        title=numbered.title,
        addressee=numbered.addressee,
        body=numbered.body,
        masked_body=_masked(numbered.body, occasion.request),
        issued_on=numbered.on,
        issued_by=actor,
        file=store_personal(pdf, f"{numbered.number}.pdf", actor=actor),
        decision=occasion.decision,
        consultation=occasion.consultation,
    )
    if occasion.request.channel == Channel.ONLINE and occasion.kind not in NOT_FOR_APPLICANT:
        Service.objects.create(letter=letter, way=ServiceWay.ONLINE, sent_on=letter.issued_on, recorded_by=actor)
    return letter


def _masked(body: str, request: Request) -> str:
    """Return the text of a letter as those see it who have no reason to read who asked."""
    return body.replace(str(request.applicant.name), request.applicant_mask)
