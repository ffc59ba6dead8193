"""Asking others before the decision: third parties, other organs, departments of this site."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from disclosure.actions.clock import record_fact, refuse_future, settle
from disclosure.anonymity import points_to_applicant
from disclosure.deadlines import ASKED_AND_ANSWERED, FactKind
from disclosure.models.clock import Consultation, ConsultationKind, Position
from disclosure.models.register import Request
from disclosure.regulations import REGULATION_2019
from disclosure.states import VERBS
from foundation import access
from foundation.access import Capability
from foundation.calendar_days import load_calendar
from foundation.personal_files import store_personal
from foundation.workdays import YearNotCovered
from foundation.workflow import Conflict, Refused, perform

if TYPE_CHECKING:
    from foundation.people import User

_ASKED = {
    ConsultationKind.THIRD_PARTY: FactKind.THIRD_PARTY_ASKED,
    ConsultationKind.ORGAN: FactKind.ORGAN_ASKED,
}
"""Questions that stop the clock; help from a department of this site does not."""


def consult(
    request: Request,
    *,
    kind: str,
    party: str,
    question: str,
    on: dt.date,
    actor: User,
    today: dt.date,
    department_id: int | None = None,
    days: int | None = None,
) -> Consultation:
    """Ask a third party, another organ or a department of this site.

    The days until the answer of the first two are not counted, and the law gives them 15 working days (arts. 32–34);
    only a department of this site may get fewer ``days``.  Raises Refused when the question tells who made the request.
    """
    refuse_future(on, today)
    answer_days = _answer_days(kind, days)
    if not party.strip() or not question.strip():
        raise Refused(_("Name who is asked, and the question."))
    if kind == ConsultationKind.INTERNAL and department_id is None:
        raise Refused(_("Choose the department that is asked."))
    made: list[Consultation] = []

    def change(locked: Request) -> Iterable[str]:
        if points_to_applicant(locked, question):
            raise Refused(_("The question tells who made the request; take that out: the asked one must not learn it."))
        consultation = Consultation.objects.create(
            request=locked,
            kind=kind,
            party=party,
            question=question,
            asked_on=on,
            department_id=department_id,
            answer_days=answer_days,
            answer_due=_answer_due(on, answer_days),
        )
        if fact := _ASKED.get(ConsultationKind(kind)):
            record_fact(locked, fact, on, actor=actor, consultation=consultation)
        made.append(consultation)
        return settle(locked)

    perform(request, VERBS["consult"], actor=actor, change=change, detail={"kind": kind})
    return made[0]


def _answer_days(kind: str, days: int | None) -> int:
    most = REGULATION_2019.consultation_days or 0
    least = 1 if kind == ConsultationKind.INTERNAL else most
    if days is None:
        return most
    if not least <= days <= most:
        raise Refused(
            _("Give 1 to %(most)d working days for the answer.") % {"most": most}
            if least == 1
            else _("Third parties and other organs have %(most)d working days to answer (arts. 32, 34).")
            % {"most": most}
        )
    return days


def _answer_due(on: dt.date, days: int) -> dt.date | None:
    """Return the day by which the answer is wanted; None while the calendar of that year is missing."""
    try:
        return load_calendar().advance(on, days)
    except YearNotCovered:
        return None


def record_answer(
    consultation: Consultation, *, position: str, answer: str, on: dt.date, actor: User, today: dt.date
) -> Request:
    """Record what the asked one said, or that the time to answer passed in silence."""
    return _answer("record_answer", consultation, position=position, answer=answer, on=on, actor=actor, today=today)


def answer_question(
    consultation: Consultation, *, position: str, answer: str, actor: User, today: dt.date, upload: Any = None
) -> Request:
    """Answer a question for one's own department, without knowing whose request it is.

    Raises PermissionDenied for whoever does not answer for the department that was asked, Refused for an answer
    that says nothing, Conflict when the office needs it no more, ValidationError for a file that is not accepted.
    """
    if consultation.department_id is None:
        raise PermissionDenied(_("Your role does not allow this here."))
    access.require(actor, Capability.ASSIST_REQUESTS, consultation.department_id)
    if consultation.request.stage not in VERBS["answer_question"].sources or consultation.void_reason:
        raise Conflict(_("The office needs no answer to this question any more."))
    if position == Position.SILENT or not answer.strip():
        raise Refused(_("Write what you found, and what you think about it."))
    return _answer(
        "answer_question", consultation, position=position, answer=answer, on=today, actor=actor, today=today,
        upload=upload,
    )  # fmt: skip


def _answer(
    verb: str,
    consultation: Consultation,
    *,
    position: str,
    answer: str,
    on: dt.date,
    actor: User,
    today: dt.date,
    upload: Any = None,
) -> Request:
    refuse_future(on, today)

    def change(locked: Request) -> Iterable[str]:
        current = Consultation.objects.select_for_update().get(pk=consultation.pk)
        if current.answered_on is not None:
            raise Refused(_("The answer to this consultation is recorded already."))
        if asked := _ASKED.get(ConsultationKind(current.kind)):
            record_fact(locked, ASKED_AND_ANSWERED[asked], on, actor=actor, consultation=current)
        current.position, current.answer, current.answered_on, current.answered_by = position, answer, on, actor
        current.answer_file = store_personal(upload, upload.name or "", actor=actor) if upload else None
        current.full_clean(exclude=["party"])
        current.save(update_fields=["position", "answer", "answered_on", "answered_by", "answer_file"])
        return settle(locked)

    detail = {"consultation": consultation.pk}
    return perform(consultation.request, VERBS[verb], actor=actor, change=change, detail=detail)
