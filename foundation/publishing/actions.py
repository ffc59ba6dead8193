"""The verbs of publishing, the same for every kind of record and every door."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models, transaction
from django.db.models import Max, ProtectedError
from django.utils.translation import gettext as _

from foundation import access, audit
from foundation.clock import local_now
from foundation.publishing import states
from foundation.publishing.documents import RootDocument, as_json, checksum
from foundation.publishing.models import Publishable, PublishedRecord, Revision, bump_catalog
from foundation.publishing.reading import document_of
from foundation.publishing.states import Decision
from foundation.workflow import Conflict, Refused, perform

if TYPE_CHECKING:
    from foundation.people import User

RecordT = TypeVar("RecordT", bound=Publishable)


def submit(record: Publishable, *, actor: User, note: str = "") -> Revision:
    """Freeze the draft as a candidate for review and return it.

    ``note`` says for the public log what changed.  Raises Refused when the draft cannot be published at
    all or equals the live revision, Conflict when it is already in review.
    """
    made: list[Revision] = []

    def freeze(locked: Publishable) -> Iterable[str]:
        document = locked.make_document()
        blockers = locked.find_blockers(document)
        if blockers:
            raise Refused(" ".join(str(blocker) for blocker in blockers))
        candidate = _candidate(locked, document, actor=actor, note=note)
        live = locked.live_revision
        if live is not None and live.checksum == candidate.checksum:
            raise Refused(_("Nothing has changed since the public version."))
        candidate.number = _last_number(locked) + 1
        candidate.save()
        made.append(candidate)
        return ()

    perform(record, states.SUBMIT, actor=actor, change=freeze)
    return made[0]


def _candidate(record: Publishable, document: RootDocument, *, actor: User, note: str) -> Revision:
    """Return an unsaved, unnumbered revision of the document."""
    data = as_json(document)
    revision: Revision = record.revisions.model(
        record=record,
        schema_version=document.schema_version,
        document=data,
        checksum=checksum(data),
        gaps=[gap.code for gap in record.find_gaps(document)],
        change_note=note,
        submitted_by=actor,
        submitted_at=local_now(),
    )
    return revision


def _last_number(record: Publishable) -> int:
    return record.revisions.aggregate(last=Max("number"))["last"] or 0


def recall(revision: Revision, *, actor: User) -> None:
    """Take a submitted candidate back before anybody decided on it."""
    _decide(revision, states.RECALL, Decision.RECALLED, actor=actor, note="")


def return_to_editor(revision: Revision, *, actor: User, comment: str) -> None:
    """Return a candidate with a comment that says what to mend; the comment is mandatory."""
    if not comment.strip():
        raise Refused(_("Say what should be mended; the editor sees your comment."))
    _decide(revision, states.RETURN, Decision.RETURNED, actor=actor, note=comment)


def release(revision: Revision, *, actor: User, reason: str = "") -> None:
    """Make exactly this candidate public now.

    The releaser is never the submitter.  A candidate with gaps needs a reason, which is kept and shown.
    """

    def go(locked: Publishable, candidate: Revision) -> None:
        _check_release(candidate, actor=actor, reason=reason)
        _go_live([(locked, candidate)])

    _decide(revision, states.RELEASE, Decision.RELEASED, actor=actor, note=reason, then=go)


def schedule(revision: Revision, *, actor: User, at: dt.datetime, reason: str = "") -> None:
    """Release a candidate for a later moment; a job makes it public then."""
    if at <= local_now():
        raise Refused(_("The moment of release must lie in the future."))

    def plan(_locked: Publishable, candidate: Revision) -> None:
        _check_release(candidate, actor=actor, reason=reason)
        candidate.scheduled_for = at

    _decide(
        revision,
        states.SCHEDULE,
        Decision.RELEASED,
        actor=actor,
        note=reason,
        then=plan,
        detail={"at": at.isoformat()},
    )


def unschedule(revision: Revision, *, actor: User, reason: str = "") -> None:
    """Cancel a scheduled release; the draft can be edited and submitted again."""
    _decide(revision, states.UNSCHEDULE, Decision.UNSCHEDULED, actor=actor, note=reason)


def publish_due(revision: Revision) -> None:
    """Make a scheduled release public, on behalf of the person who released it."""

    def go(locked: Publishable) -> Iterable[str]:
        candidate = _lock_pending(locked, revision)
        if candidate.scheduled_for is None or candidate.scheduled_for > local_now():
            raise Conflict(_("The moment of this release has not come."))
        _go_live([(locked, candidate)])
        return ()

    perform(revision.record, states.GO_LIVE, actor=None, change=go, detail={"revision": revision.number})  # type: ignore[attr-defined]


def retire(record: Publishable, *, actor: User, reason: str) -> None:
    """Withdraw the live revision from the public site; the reason is mandatory and kept.

    Raises Refused while other public records quote this one.
    """
    if not reason.strip():
        raise Refused(_("Give the reason for the withdrawal."))

    def end(locked: Publishable) -> Iterable[str]:
        live = locked.live_revision
        if live is None:
            raise Conflict(_("This record is not public."))
        live.live_until = local_now()
        live.retired_by = actor
        live.retire_reason = reason
        live.save(update_fields=["live_until", "retired_by", "retire_reason"])
        _unpublish(locked, live)
        return ()

    perform(record, states.RETIRE, actor=actor, change=end, detail={"reason": reason})


def _unpublish(record: Publishable, revision: Revision) -> None:
    document = document_of(revision)
    _save_all(record.traces_of_retirement(revision, document))
    try:
        revision.published.delete()  # type: ignore[attr-defined]
    except ProtectedError as error:
        names = "、".join(str(row) for row in list(error.protected_objects)[:5])
        raise Refused(_("Other public records quote this one; withdraw them first: %s") % names) from error
    bump_catalog([record._meta.label_lower])


def _decide(
    revision: Revision,
    transition: Any,
    decision: Decision,
    *,
    actor: User,
    note: str,
    then: Callable[[Publishable, Revision], None] | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    """Record a decision on exactly this candidate, and do what follows from it."""

    def change(locked: Publishable) -> Iterable[str]:
        candidate = _lock_pending(locked, revision)
        candidate.decision = decision
        candidate.decided_by = actor
        candidate.decided_at = local_now()
        candidate.decision_note = note.strip()
        if then is not None:
            then(locked, candidate)
        candidate.save()
        return ()

    perform(
        revision.record,  # type: ignore[attr-defined]
        transition,
        actor=actor,
        change=change,
        detail={"revision": revision.number, "note": note, **(detail or {})},
    )


def _lock_pending(record: Publishable, expected: Revision) -> Revision:
    """Return the pending revision if it is the one the actor looked at."""
    pending: Revision | None = record.pending_revision
    if pending is None or pending.pk != expected.pk:
        raise Conflict(_("This submission is no longer waiting; somebody acted in the meantime."))
    return pending


def _check_release(candidate: Revision, *, actor: User, reason: str) -> None:
    _check_person_and_reason(candidate, actor=actor, reason=reason)
    for blocker in candidate.record.find_blockers(document_of(candidate)):  # type: ignore[attr-defined]
        raise Refused(blocker)


def _check_person_and_reason(candidate: Revision, *, actor: User, reason: str) -> None:
    if candidate.submitted_by_id == actor.pk:
        raise Refused(_("A second person releases: you submitted this revision yourself."))
    if candidate.gaps and not reason.strip():
        raise Refused(_("Contents are missing. State why it is published all the same; the reason is kept."))


def _go_live(pairs: Sequence[tuple[Publishable, Revision]]) -> None:
    """Replace the live revisions of records of one kind and write the rows that the public reads."""
    now = local_now()
    kind = type(pairs[0][0])
    revision_model = type(pairs[0][1])
    previous = {
        old.record_id: old
        for old in revision_model._default_manager.live().filter(record__in=[r.pk for r, _c in pairs])
    }
    revision_model._default_manager.filter(pk__in=[old.pk for old in previous.values()]).update(live_until=now)
    for _record, revision in pairs:
        revision.live_from = now
    _save_revisions([revision for _record, revision in pairs])
    rows: list[PublishedRecord] = []
    traces: list[models.Model] = []
    for record, revision in pairs:
        document = document_of(revision)
        rows.append(record.build_published(revision, document))
        traces.extend(record.traces_of_release(revision, document, previous.get(record.pk)))
    write_published(rows)
    _save_all(traces)
    bump_catalog([kind._meta.label_lower])


def _save_revisions(revisions: Sequence[Revision]) -> None:
    """Insert those that are new in one statement, and save the others."""
    known = [revision for revision in revisions if revision.pk is not None]
    fresh = [revision for revision in revisions if revision.pk is None]
    if fresh:
        type(fresh[0])._default_manager.bulk_create(fresh)
    for revision in known:
        revision.save()


def write_published(rows: Sequence[PublishedRecord]) -> None:
    """Insert or replace the public rows of records of one kind."""
    if not rows:
        return
    model = type(rows[0])
    columns = [f.name for f in model._meta.concrete_fields if not f.primary_key and f.name != "record"]
    model._default_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=["record"], update_fields=columns, batch_size=100
    )


def _save_all(rows: Iterable[models.Model]) -> None:
    """Insert new rows, those of one kind together."""
    by_kind: dict[type[models.Model], list[models.Model]] = {}
    for row in rows:
        by_kind.setdefault(type(row), []).append(row)
    for kind, fresh in by_kind.items():
        kind._default_manager.bulk_create(fresh)


def release_set(
    records: Sequence[RecordT],
    *,
    submitter: User,
    actor: User,
    reason: str,
    progress: Callable[[int], None] = lambda _done: None,
) -> int:
    """Submit and release many drafts of one kind in one transaction and return how many.

    Drafts that equal their live revision are left alone.  The same rules hold as for one record: rights in
    each department, a second person, blockers, a reason where contents are missing.  One audit entry
    carries the checksum over the list.
    """
    if submitter.pk == actor.pk:
        raise Refused(_("A second person releases: you submitted this revision yourself."))
    released: list[str] = []
    with transaction.atomic():
        for start in range(0, len(records), 100):
            pairs = _freeze_and_approve(records[start : start + 100], submitter=submitter, actor=actor, reason=reason)
            if pairs:
                _go_live(pairs)
                released.extend(f"{revision.record_id}:{revision.checksum}" for _r, revision in pairs)  # type: ignore[attr-defined]
            progress(min(start + 100, len(records)))
        if released:
            audit.record(
                audit.Act.BATCH_RELEASED,
                actor=actor,
                detail={"count": len(released), "sha256": audit.list_checksum(released), "reason": reason},
            )
    return len(released)


def _freeze_and_approve(
    records: Sequence[Publishable], *, submitter: User, actor: User, reason: str
) -> list[tuple[Publishable, Revision]]:
    keys = [record.pk for record in records]
    locked = type(records[0]).with_rows().select_for_update(of=("self",)).in_bulk(keys)
    revisions = records[0].revisions.model._default_manager.filter(record__in=keys)
    live = dict(revisions.live().values_list("record", "checksum"))
    last = dict(revisions.order_by().values_list("record").annotate(last=Max("number")))
    pairs: list[tuple[Publishable, Revision]] = []
    for key, named in zip(keys, records, strict=True):
        record = locked.get(key)
        if record is None or record.stage != states.Stage.EDITING:
            raise Conflict(_("“%s” is in review or gone; decide on it first.") % named)
        access.require(actor, access.Capability.REVIEW_CONTENT, record.department_id)
        document = record.make_document()
        blockers = record.find_blockers(document)
        if blockers:
            raise Refused(f"{record}: " + " ".join(str(blocker) for blocker in blockers))
        revision = _candidate(record, document, actor=submitter, note="")
        if live.get(key) == revision.checksum:
            continue
        revision.decision, revision.decided_by = Decision.RELEASED, actor
        revision.decided_at, revision.decision_note = local_now(), reason.strip()
        _check_person_and_reason(revision, actor=actor, reason=reason)
        revision.number = last.get(key, 0) + 1
        pairs.append((record, revision))
    return pairs
