"""The verbs of publishing, the same for every kind of record and every door."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Max
from django.utils.translation import gettext as _

from foundation.clock import local_now
from foundation.publishing import states
from foundation.publishing.documents import RootDocument, as_json, checksum
from foundation.publishing.going_live import go_live, unpublish
from foundation.publishing.models import Publishable, Revision, bump_catalog
from foundation.publishing.reading import document_of
from foundation.publishing.states import Decision
from foundation.workflow import Conflict, Refused, perform

if TYPE_CHECKING:
    from foundation.people import User


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
        candidate = make_candidate(locked, document, actor=actor, note=note)
        live = locked.live_revision
        if live is not None and live.checksum == candidate.checksum:
            raise Refused(_("Nothing has changed since the public version."))
        candidate.number = _last_number(locked) + 1
        candidate.save()
        made.append(candidate)
        return ()

    perform(record, states.SUBMIT, actor=actor, change=freeze)
    return made[0]


def make_candidate(record: Publishable, document: RootDocument, *, actor: User, note: str) -> Revision:
    """Return an unsaved, unnumbered revision of the document, with what it lacks and what it would give away."""
    data = as_json(document)
    grave = {finding.code for finding in record.find_leaks(document) if finding.is_grave}
    revision: Revision = record.revisions.model(
        record=record,
        schema_version=document.schema_version,
        document=data,
        checksum=checksum(data),
        gaps=[gap.code for gap in record.find_gaps(document)],
        leaks=sorted(grave),
        change_note=fitting(note, CHANGE_NOTE_LENGTH),
        edited_by_id=record.updated_by_id,
        submitted_by=actor,
        submitted_at=local_now(),
    )
    return revision


CHANGE_NOTE_LENGTH: Final = 300
REASON_LENGTH: Final = 500


def fitting(text: str, limit: int) -> str:
    """Return the text without blanks around it; raise Refused when it is too long to be kept."""
    text = text.strip()
    if len(text) > limit:
        raise Refused(
            _("At most %(limit)d characters fit here; this is %(length)d.") % {"limit": limit, "length": len(text)}
        )
    return text


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

    The releaser is never the submitter.  A candidate with gaps or findings of the leak check needs a
    reason, which is kept.
    """

    def go(locked: Publishable, candidate: Revision) -> None:
        check_person_and_reason(candidate, actor=actor, reason=reason)
        _check_still_right(locked, candidate)
        go_live([candidate])
        bump_catalog([locked._meta.label_lower])

    _decide(revision, states.RELEASE, Decision.RELEASED, actor=actor, note=reason, then=go)


def schedule(revision: Revision, *, actor: User, at: dt.datetime, reason: str = "") -> None:
    """Release a candidate for a later moment; a job makes it public then."""
    if at <= local_now():
        raise Refused(_("The moment of release must lie in the future."))

    def plan(locked: Publishable, candidate: Revision) -> None:
        check_person_and_reason(candidate, actor=actor, reason=reason)
        _check_still_right(locked, candidate, at=at)
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


def unschedule(revision: Revision, *, actor: User) -> None:
    """Cancel a scheduled release; the draft can be edited and submitted again.

    Who had released it and why stays in the revision; who cancelled stands in the audit trail.
    """

    def cancel(locked: Publishable) -> Iterable[str]:
        candidate = _lock_pending(locked, revision)
        candidate.decision = Decision.UNSCHEDULED
        candidate.save(update_fields=["decision"])
        return ()

    perform(revision.record, states.UNSCHEDULE, actor=actor, change=cancel, detail={"revision": revision.number})


def publish_due(revision: Revision) -> None:
    """Make a scheduled release public, on behalf of the person who released it."""

    def go(locked: Publishable) -> Iterable[str]:
        candidate = _lock_pending(locked, revision)
        if candidate.scheduled_for is None or candidate.scheduled_for > local_now():
            raise Conflict(_("The moment of this release has not come."))
        _check_still_right(locked, candidate)
        go_live([candidate])
        candidate.save(update_fields=["live_from"])
        bump_catalog([locked._meta.label_lower])
        return ()

    perform(revision.record, states.GO_LIVE, actor=None, change=go, detail={"revision": revision.number})


def retire(record: Publishable, *, actor: User, reason: str) -> None:
    """Withdraw the live revision from the public site; the reason is mandatory and kept.

    Raises Refused while other public records quote this one, Conflict while a submission or a scheduled
    release of the same record waits.
    """
    if not reason.strip():
        raise Refused(_("Give the reason for the withdrawal."))

    def end(locked: Publishable) -> Iterable[str]:
        live = locked.live_revision
        if live is None:
            raise Conflict(_("This record is not public."))
        live.live_until = local_now()
        live.retired_by = actor
        live.retire_reason = fitting(reason, REASON_LENGTH)
        live.save(update_fields=["live_until", "retired_by", "retire_reason"])
        unpublish(locked, live)
        return ()

    perform(record, states.RETIRE, actor=actor, change=end)


_DECISION_COLUMNS: Final = (
    "decision", "decided_by", "decided_at", "decision_note", "scheduled_for", "live_from",
)  # fmt: skip


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
        candidate.decision_note = fitting(note, REASON_LENGTH)
        if then is not None:
            then(locked, candidate)
        candidate.save(update_fields=_DECISION_COLUMNS)
        return ()

    perform(
        revision.record,
        transition,
        actor=actor,
        change=change,
        detail={"revision": revision.number, **(detail or {})},
    )


def _lock_pending(record: Publishable, expected: Revision) -> Revision:
    """Return the pending revision if it is the one the actor looked at."""
    pending: Revision | None = record.pending_revision
    if pending is None or pending.pk != expected.pk:
        raise Conflict(_("This submission is no longer waiting; somebody acted in the meantime."))
    return pending


def check_person_and_reason(candidate: Revision, *, actor: User, reason: str) -> None:
    """Raise Refused when the actor had a hand in the text, or a reason that is due is missing."""
    if candidate.submitted_by_id == actor.pk:
        raise Refused(_("A second person releases: you submitted this revision yourself."))
    if candidate.edited_by_id == actor.pk:
        raise Refused(_("A second person releases: you edited this text yourself."))
    if candidate.needs_reason and not reason.strip():
        raise Refused(
            _(
                "Contents are missing, or the leak check found something."
                " State why it is published all the same; the reason is kept."
            )
        )


def _check_still_right(record: Publishable, candidate: Revision, at: dt.datetime | None = None) -> None:
    document = document_of(candidate)
    for blocker in [*record.find_blockers(document), *record.find_release_blockers(document, at=at)]:
        raise Refused(blocker)
