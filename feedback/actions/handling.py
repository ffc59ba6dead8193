"""Whose matter a message is: assigned, taken up, sent back, handed over, with the help of other departments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from feedback.actions.clock import record_fact
from feedback.deadlines import RETURN_HOURS, FactKind
from feedback.models.handling import Assignment
from feedback.models.messages import Message
from feedback.routing import Proposal
from feedback.states import OPEN, VERBS, MessageKind, Party
from foundation import access, audit
from foundation.access import Capability
from foundation.clock import local_now
from foundation.organization import Department
from foundation.workflow import Conflict, Refused, perform

if TYPE_CHECKING:
    from foundation.people import User

RETURN_WITHIN = dt.timedelta(hours=RETURN_HOURS)


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
