"""The verbs of changes: open a task for each record that quotes what changed, say that one is not affected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from foundation import access, audit
from foundation.access import Capability, Scope
from foundation.clock import local_now
from foundation.numbering import next_number
from foundation.publishing.actions import fitting
from foundation.workflow import Conflict, Refused
from guides.impact import Hit, find_quoting
from guides.models import ChangeNotice, ImpactTask
from guides.models.impact import REASON_LENGTH, TaskState

if TYPE_CHECKING:
    from foundation.people import User

MAY_OPEN = (Capability.EDIT_CONTENT, Capability.REVIEW_CONTENT, Capability.MANAGE_REFERENCE)
"""Who may open tasks, for the records of the departments in which they hold it."""
MAY_CLOSE = (Capability.EDIT_CONTENT, Capability.REVIEW_CONTENT)


@dataclass(frozen=True)
class ChangeEntry:
    """What changed, the words by which it is quoted, and by when the records are to be looked at."""

    kind: str
    words: str
    change: str
    due_on: dt.date


def scope_for_changes(user: User) -> Scope:
    """Return the departments for whose records somebody may open tasks."""
    scopes = [access.scope_of(user, capability) for capability in MAY_OPEN]
    ids: frozenset[int] = frozenset().union(*(scope.department_ids for scope in scopes))
    return Scope(everywhere=any(scope.everywhere for scope in scopes), department_ids=ids)


def open_notice(entry: ChangeEntry, *, chosen: Collection[str], actor: User, today: dt.date) -> ChangeNotice:
    """Open a task for each chosen record that quotes what changed, and return the notice that holds them.

    What is chosen is looked up anew; a record that does not quote it any more gets no task.
    Raises PermissionDenied, Refused where no record is left or the day lies in the past.
    """
    access.require_any(actor, MAY_OPEN)
    if entry.due_on < today:
        raise Refused(_("The day by which it is to be done lies in the past."))
    hits = [hit for hit in find_quoting(entry.kind, entry.words, scope_for_changes(actor)) if hit.key in chosen]
    if not hits:
        raise Refused(_("Choose at least one record that quotes it."))
    with transaction.atomic():
        notice = ChangeNotice.objects.create(
            number=f"BG{today.year}-{next_number(f'guide-change/{today.year}'):04d}",
            kind=entry.kind,
            words=entry.words.strip(),
            change=entry.change.strip(),
            due_on=entry.due_on,
            opened_by=actor,
        )
        ImpactTask.objects.bulk_create(_task(notice, hit) for hit in hits)
        detail = {"rows": len(hits), "list": audit.list_checksum(hit.key for hit in hits)}
        audit.record(audit.Act.CHANGE_NOTICED, actor=actor, target=notice, detail=detail)
    return notice


def _task(notice: ChangeNotice, hit: Hit) -> ImpactTask:
    return ImpactTask(
        notice=notice,
        department_id=hit.department_id,
        revision_number=hit.number,
        places=list(hit.parts),
        **{hit.kind: hit.record},
    )


def close_task(task: ImpactTask, *, reason: str, actor: User) -> None:
    """Say that a record is not affected, and why.  All other tasks end by themselves, with the next release.

    Raises PermissionDenied outside one's departments, Refused without a reason, Conflict when it is done already.
    """
    if not any(access.may(actor, capability, task.department_id) for capability in MAY_CLOSE):
        raise PermissionDenied(_("Your role does not allow this here."))
    if not reason.strip():
        raise Refused(_("Say why the record is not affected."))
    with transaction.atomic():
        ImpactTask.objects.select_for_update(of=("self",)).get(pk=task.pk)
        locked = ImpactTask.objects.with_state().get(pk=task.pk)
        if locked.state != TaskState.OPEN:
            raise Conflict(_("This task is done already: %s.") % locked.state_words)
        locked.closed_at, locked.closed_by = local_now(), actor
        locked.reason = fitting(reason, REASON_LENGTH)
        locked.save(update_fields=["closed_at", "closed_by", "reason"])
        detail = {"notice": locked.notice.number, "reason": locked.reason}
        audit.record(
            audit.Act.CHANGE_NOT_AFFECTED,
            actor=actor,
            target=locked.record,
            department_id=task.department_id,
            detail=detail,
        )
