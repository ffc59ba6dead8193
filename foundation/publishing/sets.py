"""Submit and release many drafts at once, by the same rules as one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from foundation import access, audit
from foundation.clock import local_now
from foundation.publishing import states
from foundation.publishing.actions import REASON_LENGTH, check_person_and_reason, fitting, make_candidate
from foundation.publishing.going_live import go_live
from foundation.publishing.models import Publishable, Revision, bump_catalog
from foundation.publishing.states import Decision
from foundation.workflow import Conflict, Refused

if TYPE_CHECKING:
    from foundation.people import User


def release_set(
    records: Sequence[Publishable],
    *,
    submitter: User,
    actor: User,
    reason: str,
    progress: Callable[[int], None] = lambda _done: None,
    target: models.Model | None = None,
    blocked: Callable[[Publishable, str], None] | None = None,
) -> int:
    """Submit and release many drafts of one kind in one transaction and return how many.

    Drafts that equal their live revision are left alone.  The same rules hold as for one record: rights in
    each department, a second person, blockers, a reason where contents are missing.  A draft that somebody
    else edited last is refused.  One audit entry carries the checksum over the list; ``target`` names what
    the set belongs to.  A draft that cannot be published stops everything, or with ``blocked`` is told there
    and left out.
    """
    if submitter.pk == actor.pk:
        raise Refused(_("A second person releases: you submitted this revision yourself."))
    released: list[str] = []
    with transaction.atomic():
        for start in range(0, len(records), 100):
            approved = _freeze_and_approve(
                records[start : start + 100], submitter=submitter, actor=actor, reason=reason, blocked=blocked
            )
            if approved:
                go_live(approved)
                released.extend(f"{revision.record.pk}:{revision.checksum}" for revision in approved)
            progress(min(start + 100, len(records)))
        if released:
            audit.record(
                audit.Act.BATCH_RELEASED,
                actor=actor,
                target=target,
                detail={"count": len(released), "sha256": audit.list_checksum(released)},
            )
            bump_catalog([type(records[0])._meta.label_lower])
    return len(released)


def _freeze_and_approve(
    records: Sequence[Publishable],
    *,
    submitter: User,
    actor: User,
    reason: str,
    blocked: Callable[[Publishable, str], None] | None,
) -> list[Revision]:
    if not records:
        return []
    keys = [record.pk for record in records]
    locked = type(records[0]).with_rows().select_for_update(of=("self",)).in_bulk(keys)
    revisions = records[0].revisions.model._default_manager.filter(record__in=keys)
    live = dict(revisions.live().values_list("record", "checksum"))
    last = dict(revisions.order_by().values_list("record").annotate(last=Max("number")))
    approved: list[Revision] = []
    for key, named in zip(keys, records, strict=True):
        record = locked.get(key)
        if record is None or record.stage != states.Stage.EDITING:
            raise Conflict(_("“%s” is in review or gone; decide on it first.") % named)
        if record.updated_by_id not in (None, submitter.pk):
            raise Conflict(_("“%s” was edited by somebody else in the meantime; submit it by itself.") % record)
        access.require(submitter, access.Capability.EDIT_CONTENT, record.department_id)
        access.require(actor, access.Capability.REVIEW_CONTENT, record.department_id)
        document = record.make_document()
        found = [*record.find_blockers(document), *record.find_release_blockers(document)]
        blockers = " ".join(str(blocker) for blocker in dict.fromkeys(found))
        if blockers and blocked is None:
            raise Refused(f"{record}: {blockers}")
        if blockers and blocked is not None:
            blocked(record, blockers)
            continue
        revision = make_candidate(record, document, actor=submitter, note="")
        if live.get(key) == revision.checksum:
            continue
        revision.decision, revision.decided_by = Decision.RELEASED, actor
        revision.decided_at, revision.decision_note = local_now(), fitting(reason, REASON_LENGTH)
        check_person_and_reason(revision, actor=actor, reason=reason)
        revision.number = last.get(key, 0) + 1
        approved.append(revision)
    return approved
