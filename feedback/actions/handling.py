"""The verbs of handling: assign, take up, send back, hand over, assist, ask back, extend, press."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override

from feedback.actions.clock import record_fact
from feedback.deadlines import RETURN_HOURS, WRITER_DAYS, FactKind
from feedback.models.handling import Assignment, ExtensionProposal, Supervision, WriterQuestion
from feedback.models.limits import Limits
from feedback.models.messages import Message
from feedback.routing import Proposal
from feedback.states import OPEN, VERBS, MessageKind, MessageStage, Party
from foundation import access, audit
from foundation.access import Capability
from foundation.calendar_days import load_calendar
from foundation.clock import local_now
from foundation.organization import Department
from foundation.pages import CHINESE
from foundation.proposals import ProposalDecision
from foundation.workflow import Conflict, Refused, perform

if TYPE_CHECKING:
    from foundation.people import User

RETURN_WITHIN = dt.timedelta(hours=RETURN_HOURS)
TELLER_LENGTH = 60


def route(message: Message, *, department: Department, reason: str, is_final: bool = False, actor: User) -> Message:
    """Assign a message to its host department; the center decides, with a reason that the department reads.

    ``is_final`` ends a dispute: the department cannot send it back.  Raises PermissionDenied, Refused for the unit that
    a report of wrongdoing is about (信访工作条例 art. 30).
    """
    access.require_everywhere(actor, Capability.ROUTE_MESSAGES)

    def change(locked: Message) -> Iterable[str]:
        return _assign(locked, department, reason, actor=actor, is_final=is_final)

    detail = {"department": department.code, "final": is_final}
    return perform(message, VERBS["route"], actor=actor, change=change, detail=detail)


def assign_by_rule(message: Message, proposal: Proposal) -> Message:
    """Assign a message that a rule sends somewhere without a person."""

    def change(locked: Message) -> Iterable[str]:
        return _assign(locked, proposal.department, proposal.reason, actor=None, by_rule=True)

    routed = perform(
        message,
        VERBS["route"],
        actor=None,
        change=change,
        detail={"department": proposal.department.code, "rule": True},
    )
    message.stage, message.department = routed.stage, routed.department
    return routed


def _assign(
    locked: Message,
    department: Department,
    reason: str,
    *,
    actor: User | None,
    by_rule: bool = False,
    is_final: bool = False,
) -> Iterable[str]:
    """Make the department the host in place of the present one."""
    _refuse_the_accused(locked, department)
    if locked.department_id == department.pk:
        raise Refused(_("It lies with this department already."))
    if not reason.strip():
        raise Refused(_("Say why it goes to this department."))
    now = local_now()
    standing = locked.assignments.filter(returned_at=None, ended_at=None)
    standing.filter(party=Party.HOST).update(ended_at=now)
    standing.filter(department=department).update(ended_at=now)
    Assignment.objects.create(
        message=locked,
        department=department,
        party=Party.HOST,
        reason=reason.strip()[:300],
        by_rule=by_rule,
        is_final=is_final,
        assigned_by=actor,
    )
    locked.department = department
    return ["department"]


def _refuse_the_accused(message: Message, department: Department) -> None:
    if message.kind == MessageKind.REPORT and message.about_id == department.pk:
        raise Refused(_("A report of wrongdoing never goes to the unit that it is about (信访工作条例 art. 30)."))


def _host(message: Message) -> Assignment:
    return message.assignments.get(party=Party.HOST, returned_at=None, ended_at=None)


def accept(message: Message, *, today: dt.date, actor: User) -> Message:
    """The department takes the matter up; for petitions this is the notice to the writer (art. 23)."""

    def change(locked: Message) -> Iterable[str]:
        host = _host(locked)
        host.accepted_at, host.accepted_by = local_now(), actor
        host.save(update_fields=["accepted_at", "accepted_by"])
        if locked.accepted_on is not None:
            return []
        locked.accepted_on = today
        return ["accepted_on", *record_fact(locked, FactKind.ACCEPTED, today, actor=actor)]

    return perform(message, VERBS["accept"], actor=actor, change=change)


def send_back(message: Message, *, reason: str, actor: User) -> Message:
    """The department says it is the wrong one, within 24 hours and with a reason; the center assigns anew.

    Raises Refused after 24 hours, without a reason, or when the center has decided a dispute.
    """

    def change(locked: Message) -> Iterable[str]:
        host = _host(locked)
        if host.is_final:
            raise Refused(_("The center has decided where it belongs; it cannot be sent back again."))
        if local_now() > host.assigned_at + RETURN_WITHIN:
            raise Refused(
                _("It could be sent back within %(hours)d hours of the assignment; they are over.")
                % {"hours": RETURN_HOURS}
            )
        if not reason.strip():
            raise Refused(_("Say why it does not belong to the department."))
        host.returned_at, host.returned_by, host.return_reason = local_now(), actor, reason.strip()[:300]
        host.save(update_fields=["returned_at", "returned_by", "return_reason"])
        locked.department = None
        return ["department"]

    return perform(message, VERBS["send_back"], actor=actor, change=change)


def hand_over(message: Message, *, department: Department, reason: str, actor: User) -> Message:
    """The host hands a matter that it took up to another department, with a reason; the time runs on."""

    def change(locked: Message) -> Iterable[str]:
        return _assign(locked, department, reason, actor=actor)

    return perform(message, VERBS["hand_over"], actor=actor, change=change, detail={"department": department.code})


def add_assistant(message: Message, *, department: Department, reason: str, actor: User) -> Message:
    """The host asks another department for its part; the host alone replies. Raises Refused for one that is in it."""

    def change(locked: Message) -> Iterable[str]:
        _refuse_the_accused(locked, department)
        if locked.assignments.filter(department=department, returned_at=None, ended_at=None).exists():
            raise Refused(_("This department works on it already."))
        if not reason.strip():
            raise Refused(_("Say what the department should write."))
        Assignment.objects.create(
            message=locked, department=department, party=Party.ASSISTANT, reason=reason.strip()[:300], assigned_by=actor
        )
        return []

    return perform(message, VERBS["add_assistant"], actor=actor, change=change, detail={"department": department.code})


def contribute(assignment: Assignment, *, text: str, actor: User) -> Assignment:
    """An assisting department writes its part, once. Raises PermissionDenied, Refused, Conflict."""
    access.require(actor, Capability.HANDLE_MESSAGES, assignment.department_id)
    if not text.strip():
        raise Refused(_("Write the department's part."))
    with transaction.atomic():
        locked = Assignment.objects.select_for_update(of=("self",)).select_related("message").get(pk=assignment.pk)
        if locked.message.stage not in OPEN:
            raise Conflict(_("The message was answered or withdrawn in the meantime."))
        if locked.party != Party.ASSISTANT or locked.ended_at or locked.returned_at or locked.contributed_at:
            raise Conflict(_("The part of this department is no longer wanted, or was written already."))
        locked.contribution, locked.contributed_at, locked.contributed_by = text.strip(), local_now(), actor
        locked.save(update_fields=["contribution", "contributed_at", "contributed_by"])
        audit.record(
            audit.Act.MESSAGE_CONTRIBUTED,
            actor=actor,
            target=locked.message,
            department_id=locked.department_id,
        )
    return locked


def ask_writer(message: Message, *, question: str, today: dt.date, actor: User) -> Message:
    """Ask the writer back; the time stands still until the answer, or until the fifth working day is over.

    Raises Refused without a question, YearNotCovered without the calendar.
    """
    until = load_calendar().advance(today, WRITER_DAYS)

    def change(locked: Message) -> Iterable[str]:
        if not question.strip():
            raise Refused(_("Write the question."))
        WriterQuestion.objects.create(
            message=locked, question=question.strip(), asked_on=today, asked_by=actor, until=until
        )
        return record_fact(locked, FactKind.ASKED, today, actor=actor, until=until)

    return perform(message, VERBS["ask_writer"], actor=actor, change=change, detail={"until": until.isoformat()})


def writer_answers(message: Message, *, answer: str, question: int | None = None, today: dt.date) -> Message:
    """The writer answers the open question; the caller has checked number and code.

    ``question`` is the key of the question that the writer read.  Raises Refused without a word, Conflict when
    another question is open by now.
    """

    def change(locked: Message) -> Iterable[str]:
        if not answer.strip():
            raise Refused(_("Write your answer."))
        asked = locked.questions.get(answered_at=None, closed_at=None)
        if question not in (None, asked.pk):
            raise Conflict(_("This question was answered already; another one is open now."))
        asked.answer, asked.answered_at = answer.strip(), local_now()
        asked.save(update_fields=["answer", "answered_at"])
        return record_fact(locked, FactKind.RESUMED, today, actor=None)

    return perform(message, VERBS["writer_answers"], actor=None, change=change, detail={"by": "writer"})


def note_answer(
    message: Message, *, answer: str, told_by: str, told_on: dt.date, today: dt.date, actor: User
) -> Message:
    """Note what the writer answered by phone or at the counter; the time runs on from the day it was told.

    Told after the last day of the question, it runs on from that last day, as without an answer.  Raises Refused
    without answer or teller, and for a day before the question or after today.
    """

    def change(locked: Message) -> Iterable[str]:
        if not answer.strip():
            raise Refused(_("Write down what was answered."))
        if not told_by.strip():
            raise Refused(_("Write down who told it, and how: the writer by phone, for instance."))
        asked = locked.questions.get(answered_at=None, closed_at=None)
        if not asked.asked_on <= told_on <= today:
            raise Refused(
                _("It was told on a day from the question, %(asked)s, to today.")
                % {"asked": asked.asked_on.isoformat()}
            )
        asked.answer, asked.answered_at = answer.strip(), local_now()
        asked.told_by, asked.told_on, asked.noted_by = told_by.strip()[:TELLER_LENGTH], told_on, actor
        asked.save(update_fields=["answer", "answered_at", "told_by", "told_on", "noted_by"])
        return record_fact(locked, FactKind.RESUMED, min(told_on, asked.until), actor=actor)

    return perform(message, VERBS["note_answer"], actor=actor, change=change, detail={"told": told_on.isoformat()})


def stop_waiting(message: Message, *, today: dt.date, actor: User | None) -> Message:
    """Go on without the writer's answer, once its last day is over; an actor of None is the nightly job.

    The time runs on from that last day, not from the day somebody noticed.  Raises Refused before.
    """

    def change(locked: Message) -> Iterable[str]:
        question = locked.questions.get(answered_at=None, closed_at=None)
        if today <= question.until:
            raise Refused(_("The writer has time until %(day)s.") % {"day": question.until.isoformat()})
        question.closed_at = local_now()
        question.save(update_fields=["closed_at"])
        return record_fact(locked, FactKind.RESUMED, question.until, actor=actor)

    return perform(message, VERBS["stop_waiting"], actor=actor, change=change)


def propose_extension(message: Message, *, days: int, reason: str, today: dt.date, actor: User) -> Message:
    """Propose more time, once and within the rule, in the days of the rule; the writer will read the reason.

    Raises Refused once the last day for the reply is over.
    """

    def change(locked: Message) -> Iterable[str]:
        _refuse_when_over(locked, today)
        limit = Limits().of(locked.kind, locked.received_on)
        if not 1 <= days <= limit.extension_days:
            raise Refused(_("At most %(days)d days more are possible.") % {"days": limit.extension_days})
        if not reason.strip():
            raise Refused(_("Give the reason; the writer will read it."))
        if extensions_since_opened(locked).exists():
            raise Refused(_("The time is extended once; that was proposed or done already."))
        ExtensionProposal.objects.create(message=locked, days=days, reason=reason.strip()[:300], proposed_by=actor)
        return []

    return perform(message, VERBS["propose_extension"], actor=actor, change=change, detail={"days": days})


def _refuse_when_over(message: Message, today: dt.date) -> None:
    if message.due_on is not None and message.due_on < today:
        raise Refused(_("The reply was due on %(day)s; what is late is not extended.") % {"day": message.due_on})


def close_pending(locked: Message, note: Promise, *, supervision: bool = False) -> None:
    """Refuse an extension that nobody decided, and end a supervision where nobody can answer it any more.

    The system does so when the matter ends otherwise; the note is stored in Chinese, whoever ended it.
    """
    with override(CHINESE):
        words, now = str(note), local_now()
    locked.extension_proposals.filter(decision=ProposalDecision.OPEN).update(
        decision=ProposalDecision.REFUSED, decided_at=now, note=words
    )
    if supervision:
        locked.supervisions.unanswered().update(answer=words, answered_at=now)
        locked.supervisions.standing().update(is_accepted=True, decided_at=now)


def extensions_since_opened(locked: Message) -> QuerySet[ExtensionProposal]:
    """Return the extensions that count: an opened-again matter has its time anew, and may be extended once more."""
    reopened = locked.facts.filter(kind=FactKind.REOPENED).last()
    standing = locked.extension_proposals.exclude(decision=ProposalDecision.REFUSED)
    return standing if reopened is None else standing.filter(proposed_at__gt=reopened.recorded_at)


def decide_extension(message: Message, *, approved: bool, note: str = "", today: dt.date, actor: User) -> Message:
    """Another person approves or refuses the proposed extension.

    Raises Refused for the one who proposed it, and for an approval once the last day for the reply is over.
    """

    def change(locked: Message) -> Iterable[str]:
        proposal = locked.extension_proposals.select_for_update().filter(decision=ProposalDecision.OPEN).first()
        if proposal is None:
            raise Conflict(_("No extension waits for approval."))
        if proposal.proposed_by_id == actor.pk:
            raise Refused(_("Who proposed the extension cannot approve it."))
        if not approved and not note.strip():
            raise Refused(_("Say why not."))
        if approved:
            _refuse_when_over(locked, today)
        proposal.decide(approved=approved, note=note, actor=actor)
        if not approved:
            return []
        return record_fact(locked, FactKind.EXTENDED, today, actor=actor, days=proposal.days)

    return perform(message, VERBS["extend" if approved else "refuse_extension"], actor=actor, change=change)


def supervise(message: Message, *, reason: str, due_on: dt.date, today: dt.date, actor: User) -> Message:
    """Press for a matter (督办): the host says by a day what it did. Raises Refused, Conflict when one is open."""
    access.require_everywhere(actor, Capability.SUPERVISE_MESSAGES)

    def change(locked: Message) -> Iterable[str]:
        if locked.supervisions.standing().exists():
            raise Conflict(_("The matter is pressed already, and that is not ended yet."))
        _press(locked, reason, due_on, today, actor)
        return []

    return perform(message, VERBS["supervise"], actor=actor, change=change, detail={"due": due_on.isoformat()})


def _press(locked: Message, reason: str, due_on: dt.date, today: dt.date, actor: User) -> None:
    if due_on < today:
        raise Refused(_("%(day)s is over already.") % {"day": due_on.isoformat()})
    if not reason.strip():
        raise Refused(_("Say why the matter is pressed."))
    Supervision.objects.create(message=locked, reason=reason.strip()[:300], due_on=due_on, issued_by=actor)


def answer_supervision(message: Message, *, answer: str, actor: User) -> Message:
    """The host says what it did. Raises Refused without a word, Conflict when nothing waits."""

    def change(locked: Message) -> Iterable[str]:
        if not answer.strip():
            raise Refused(_("Say what was done."))
        open_one = locked.supervisions.unanswered().select_for_update().first()
        if open_one is None:
            raise Conflict(_("Nobody waits for an answer."))
        open_one.answer, open_one.answered_at, open_one.answered_by = answer.strip()[:500], local_now(), actor
        open_one.save(update_fields=["answer", "answered_at", "answered_by"])
        return []

    return perform(message, VERBS["answer_supervision"], actor=actor, change=change)


def confirm_supervision(message: Message, *, actor: User) -> Message:
    """The center confirms what the department did; that ends the supervision. Raises PermissionDenied, Conflict."""
    access.require_everywhere(actor, Capability.SUPERVISE_MESSAGES)

    def change(locked: Message) -> Iterable[str]:
        _decide_supervision(locked, accepted=True, note="", actor=actor)
        return []

    return perform(message, VERBS["confirm_supervision"], actor=actor, change=change)


def return_supervision(message: Message, *, note: str, due_on: dt.date, today: dt.date, actor: User) -> Message:
    """The center sends the answer back: what is missing is pressed for anew, by another day.

    Raises PermissionDenied, Refused without a word or for a day that is over, Conflict when nothing waits.
    """
    access.require_everywhere(actor, Capability.SUPERVISE_MESSAGES)

    def change(locked: Message) -> Iterable[str]:
        if not note.strip():
            raise Refused(_("Say what is missing."))
        _decide_supervision(locked, accepted=False, note=note, actor=actor)
        _press(locked, note, due_on, today, actor)
        return []

    return perform(message, VERBS["return_supervision"], actor=actor, change=change, detail={"due": due_on.isoformat()})


def _decide_supervision(locked: Message, *, accepted: bool, note: str, actor: User) -> None:
    answered = locked.supervisions.to_confirm().select_for_update().first()
    if answered is None:
        raise Conflict(_("No answer waits to be confirmed."))
    answered.is_accepted, answered.note = accepted, note.strip()[:300]
    answered.decided_at, answered.decided_by = local_now(), actor
    answered.save(update_fields=["is_accepted", "note", "decided_at", "decided_by"])


def end_waiting_where_over(*, today: dt.date) -> int:
    """Go on with every message whose writer did not answer in time; return how many. For the nightly job."""
    over = Message.objects.filter(
        stage=MessageStage.ASKING, questions__answered_at=None, questions__closed_at=None, questions__until__lt=today
    )
    done = 0
    for message in over.distinct():
        stop_waiting(message, today=today, actor=None)
        done += 1
    return done
