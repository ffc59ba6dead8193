"""What the placeholders of a letter stand for: read from the facts of the request, never typed a second time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from disclosure.deadlines import FactKind, rule_for
from disclosure.letters import words
from disclosure.letters.kinds import NOT_FOR_APPLICANT, LetterKind
from disclosure.letters.remedy_notice import Bodies, remedy_notice
from disclosure.models.clock import ClockFact, Consultation, ConsultationKind, Position
from disclosure.models.decisions import Decision
from disclosure.models.letters import FeeNotice
from disclosure.models.offices import DisclosureOffice
from disclosure.models.register import ApplicantCategory, Channel, DeliveryWay, Request
from disclosure.outcomes import RULES, Group
from disclosure.regulations import REGULATION_2019
from foundation.personal_patterns import is_organization
from foundation.typesetting import written_date
from foundation.workflow import Refused

Values = dict[str, str]


@dataclass(frozen=True)
class Occasion:
    """Which letter, on which request, why now.

    ``masked`` names the applicant as lists do, for looking at the text without reading who asked.
    """

    request: Request
    kind: str
    on: dt.date
    consultation: Consultation | None = None
    decision: Decision | None = None
    remark: str = ""
    masked: bool = False

    def masked_one(self) -> Occasion:
        """Return the same occasion with the applicant masked."""
        return replace(self, masked=True)

    @property
    def applicant(self) -> str:
        """The name of the applicant, or its mask."""
        return self.request.applicant_mask if self.masked else str(self.request.applicant.name)

    def fact(self, kind: FactKind) -> ClockFact:
        """Return the fact on which the letter rests; raise Refused where there is none."""
        found: ClockFact | None = ClockFact.objects.valid().filter(request=self.request, kind=kind).first()
        if found is None:
            raise Refused(_("“%(fact)s” is not recorded yet; the letter follows the fact.") % {"fact": kind.label})
        return found

    def asked(self) -> Consultation:
        """Return the consultation that the letter is about; raise Refused without one."""
        if self.consultation is None or self.consultation.request_id != self.request.pk:
            raise Refused(_("Choose the consultation that the letter is about."))
        return self.consultation

    def decided(self) -> Decision:
        """Return the decision that the letter is about; raise Refused without one."""
        if self.decision is None:
            raise Refused(_("There is no decision yet."))
        return self.decision


def signing_office() -> DisclosureOffice:
    """Return the office whose letters these are; raise Refused while it is not entered."""
    office = DisclosureOffice.objects.filter(is_active=True).exclude(letter_code="").first()
    if office is None:
        raise Refused(_("Enter the disclosure office and the code in the numbers of its letters first."))
    return office


def bodies_of(office: DisclosureOffice, *, online: bool) -> Bodies:
    """Return where a decision tells to turn; raise Refused while that is not entered (行政复议法 art. 22)."""
    if not office.review_organ or not office.court:
        raise Refused(_("Enter review organ and court with the disclosure office first: the decision names them."))
    if online and not office.review_link:
        raise Refused(_("A decision that is served online names an online way to ask for review; enter it first."))
    return Bodies(office.review_organ, office.court, office.review_filing, office.review_link)


def goes_online(request: Request) -> bool:
    """Tell whether the reply reaches the applicant through the internet."""
    return request.channel in {Channel.ONLINE, Channel.EMAIL} or request.delivery_way == DeliveryWay.EMAIL


def you_of(request: Request) -> str:
    """Return how letters address the applicant."""
    return words.address_of(is_person=request.applicant_category == ApplicantCategory.NATURAL_PERSON)


def _you_asked(asked: Consultation) -> str:
    """Return how a letter addresses who is asked; a third party counts as a person unless its name tells otherwise."""
    is_person = asked.kind == ConsultationKind.THIRD_PARTY and not is_organization(str(asked.party))
    return words.address_of(is_person=is_person)


def letter_values(occasion: Occasion, office: DisclosureOffice) -> Values:
    """Return the values of all placeholders of the letter; raise Refused while what it rests on is missing."""
    values = {
        "organ": settings.SITE.organiser,
        "office": office.name,
        "office_address": office.address,
        "office_phone": office.phone,
        "office_hours": office.office_hours,
        "date": written_date(occasion.on),
        "remark": occasion.remark.strip(),
    }
    if occasion.kind not in NOT_FOR_APPLICANT:
        values |= _request_values(occasion)
    return values | _OWN[occasion.kind](occasion, office)


def addressee_of(occasion: Occasion) -> str:
    """Return to whom the letter goes."""
    return str(occasion.asked().party) if occasion.kind in NOT_FOR_APPLICANT else occasion.applicant


def _request_values(occasion: Occasion) -> Values:
    request = occasion.request
    if request.received_on is None:
        raise Refused(_("Confirm the receipt first; the letter names its day."))
    return {
        "you": you_of(request),
        "applicant": occasion.applicant,
        "request_number": request.number,
        "subject": request.subject,
        "asked": request.description.strip(),
        "arrived_on": written_date(request.arrived_on),
        "received_on": written_date(request.received_on),
        "channel": words.CHANNELS[request.channel],
    }


def _due(request: Request) -> Values:
    return {"due": f"答复期限至{written_date(request.due_on)}。" if request.due_on else ""}


def _acknowledgement(occasion: Occasion, _office: DisclosureOffice) -> Values:
    rule = rule_for(occasion.request.received_on or occasion.on)
    return {**_due(occasion.request), "reply_days": str(rule.reply_days)}


def _correction(occasion: Occasion, _office: DisclosureOffice) -> Values:
    fact = occasion.fact(FactKind.CORRECTION_ASKED)
    return {"what": fact.evidence, "until": written_date(fact.until) if fact.until else ""}


def _extension(occasion: Occasion, _office: DisclosureOffice) -> Values:
    fact = occasion.fact(FactKind.EXTENDED)
    return {**_due(occasion.request), "days": str(fact.days), "reason": fact.evidence}


def _question(occasion: Occasion, _office: DisclosureOffice) -> Values:
    asked = occasion.asked()
    return {
        "you": _you_asked(asked),
        "party": str(asked.party),
        "question": asked.question,
        "answer_days": str(asked.answer_days),
    }


def _fee(occasion: Occasion, _office: DisclosureOffice) -> Values:
    notice = FeeNotice.objects.filter(request=occasion.request).first()
    if notice is None:
        raise Refused(_("No fee was counted for this request yet."))
    return {
        "calculation": words.fee_calculation(notice.basis, notice.units, notice.before),
        "amount": str(notice.amount),
        "how_to_pay": notice.how_to_pay,
        "payment_days": str(REGULATION_2019.fee_payment_days),
    }


def _reasons(occasion: Occasion, _office: DisclosureOffice) -> Values:
    return {"circumstances": occasion.fact(FactKind.REASONS_ASKED).evidence}


def _delay(occasion: Occasion, _office: DisclosureOffice) -> Values:
    fact = occasion.fact(FactKind.DELAY_TOLD)
    return {"reason": fact.evidence, "until": written_date(fact.until) if fact.until else ""}


def _override(occasion: Occasion, office: DisclosureOffice) -> Values:
    decision, asked = occasion.decided(), occasion.asked()
    if not decision.overrides_objection or asked.position != Position.OBJECTS:
        raise Refused(_("This third party did not object, or its objection was not overridden."))
    given = [file.label for file in decision.files.all()]
    given = given or [row.answer for row in decision.items.all() if RULES[row.outcome].group in _GIVING]
    notice = remedy_notice([["granted"]], occasion.on, bodies_of(office, online=False), paper="告知书")
    return {
        "you": _you_asked(asked),
        "party": str(asked.party),
        "objected_on": written_date(asked.answered_on) if asked.answered_on else "",
        "disclosed": "；".join(given),
        "reason": decision.override_reason,
        "decided_on": written_date(decision.decided_on or occasion.on),
        "remedies": "\n".join(notice),
    }


_GIVING: Final = frozenset({Group.GRANTED, Group.PARTIAL})


def _decision(occasion: Occasion, office: DisclosureOffice) -> Values:
    request, decision, you = occasion.request, occasion.decided(), you_of(occasion.request)
    rows = list(decision.items.select_related("item"))
    if not rows:
        raise Refused(_("Not every requested item has its outcome yet."))
    paper = words.paper_name(row.outcome for row in rows)
    bodies = bodies_of(office, online=goes_online(request))
    notice = remedy_notice([row.grounds for row in rows], occasion.on, bodies, paper=paper)
    gives = any(RULES[row.outcome].group in _GIVING for row in rows)
    return {
        "paper": paper,
        "corrected": _corrected(request),
        "extended": _extended(request),
        "findings": decision.findings.strip() or f"本机关对{you}申请公开的内容进行了检索和审查。",
        "consultations": _consultations(request, decision),
        "results": "\n".join(replies(decision, you)),
        "delivery": _delivery(request) if gives else "",
        "remedies": "\n".join(notice),
    }


def replies(decision: Decision, you: str) -> list[str]:
    """Return the reply to each requested item, numbered where there are several, for a reader addressed as ``you``."""
    rows = list(decision.items.select_related("item"))
    told = [
        words.result(row.outcome, you, reasons=row.reasons, answer=row.answer, withheld_as=row.withheld_as)
        for row in rows
    ]
    if len(rows) == 1:
        return told
    return [
        f"{words.point(place)}关于“{row.item.text}”：{reply}"
        for place, (row, reply) in enumerate(zip(rows, told, strict=True), start=1)
    ]


def _corrected(request: Request) -> str:
    fact = ClockFact.objects.valid().filter(request=request, kind=FactKind.CORRECTED).first()
    return f"经本机关告知，{you_of(request)}于{written_date(fact.on)}作出补正。" if fact else ""


def _extended(request: Request) -> str:
    fact = ClockFact.objects.valid().filter(request=request, kind=FactKind.EXTENDED).first()
    if fact is None:
        return ""
    days = f"本机关将答复期限延长{fact.days}个工作日"
    return f"经政府信息公开工作机构负责人同意，{days}，并已告知{you_of(request)}。"


def _consultations(request: Request, decision: Decision) -> str:
    said = Consultation.objects.valid().filter(request=request).values_list("kind", "position")
    told = words.consulted(
        [position for kind, position in said if kind == ConsultationKind.THIRD_PARTY],
        [position for kind, position in said if kind == ConsultationKind.ORGAN],
    )
    if decision.overrides_objection:
        reason = words.ended(decision.override_reason)
        told += f"本机关认为不公开可能对公共利益造成重大影响，决定予以公开，理由：{reason}"
    return told


def _delivery(request: Request) -> str:
    way, medium = words.DELIVERY_WAYS[request.delivery_way], words.MEDIA[request.medium]
    return f"提供政府信息的方式：{way}；载体形式：{medium}。"


_OWN: Final[Mapping[str, Callable[[Occasion, DisclosureOffice], Values]]] = {
    LetterKind.ACKNOWLEDGEMENT: _acknowledgement,
    LetterKind.CORRECTION: _correction,
    LetterKind.EXTENSION: _extension,
    LetterKind.THIRD_PARTY: _question,
    LetterKind.ORGAN: _question,
    LetterKind.FEE: _fee,
    LetterKind.REASONS: _reasons,
    LetterKind.DELAY: _delay,
    LetterKind.OVERRIDE: _override,
    LetterKind.DECISION: _decision,
}
