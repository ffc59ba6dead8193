"""The verbs of freshness: take down a check, say who looks after a guide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from foundation import access, audit
from foundation.access import ROLE_CAPABILITIES, Capability
from foundation.organization import Membership
from foundation.publishing.actions import fitting
from foundation.workflow import Refused
from guides.freshness import LONGEST_MONTHS
from guides.models import Guide, GuideCare, GuideCheck, GuideRevision, PublishedGuide
from guides.models.freshness import NOTE_LENGTH, CheckOutcome

if TYPE_CHECKING:
    from foundation.people import User


def mark_checked(guides: Iterable[Guide], *, seen: dict[int, int], note: str, actor: User, today: dt.date) -> int:
    """Take down that the public texts of these guides were compared with what is really done, and are right.

    ``seen`` says which revision of each guide the person had before them: of one that was replaced in the meantime
    nothing is taken down.  The outcome follows from the revisions.  Returns how many checks were taken down.
    Raises PermissionDenied outside one's departments, Refused where nothing is left to be taken down.
    """
    wanted = {guide.pk for guide in guides}
    with transaction.atomic():
        rows = list(PublishedGuide.objects.select_for_update(of=("self",)).filter(record__in=wanted).order_by("pk"))
        for row in rows:
            access.require(actor, Capability.EDIT_CONTENT, row.department_id)
        current = [row for row in rows if seen.get(row.record_id) == row.revision_number]
        if not current:
            raise Refused(_("These guides have changed or were withdrawn in the meantime; look at them again."))
        outcomes = _outcomes(current)
        checks = [
            GuideCheck(
                guide_id=row.record_id,
                revision_id=row.revision_id,
                outcome=outcomes[row.record_id],
                checked_on=today,
                checked_by=actor,
                note=fitting(note, NOTE_LENGTH),
            )
            for row in current
        ]
        GuideCheck.objects.bulk_create(checks)
        _record(current, actor=actor)
    return len(checks)


def _outcomes(rows: Iterable[PublishedGuide]) -> dict[int, CheckOutcome]:
    """Tell for each guide whether its public text is the one of the last check, or else the first that was public."""
    keys = [row.record_id for row in rows]
    first = GuideRevision.objects.ever_live().filter(record__in=keys).order_by("record", "live_from")
    before = dict(first.distinct("record").values_list("record", "pk"))
    last = GuideCheck.objects.filter(guide__in=keys).order_by("guide", "-checked_on", "-pk")
    before |= dict(last.distinct("guide").values_list("guide", "revision"))
    return {
        row.record_id: CheckOutcome.RIGHT if before[row.record_id] == row.revision_id else CheckOutcome.CHANGED
        for row in rows
    }


def _record(rows: list[PublishedGuide], *, actor: User) -> None:
    """Write an entry for each guide, which its history shows; several at once also get one with the whole list."""
    guides = Guide.objects.in_bulk([row.record_id for row in rows])
    changes = [(guides[row.record_id], {"revision": row.revision_number}) for row in rows]
    audit.record_each(audit.Act.GUIDE_CHECKED, actor=actor, changes=changes)
    if len(rows) > 1:
        detail = {"rows": len(rows), "list": audit.list_checksum(row.slug for row in rows)}
        audit.record(audit.Act.GUIDES_CHECKED, actor=actor, detail=detail)


def set_care(guide: Guide, *, keeper: Membership | None, months: int | None, actor: User) -> None:
    """Say who of the department looks after a guide, and after how many months it is checked (None: as usual).

    Raises PermissionDenied for all but reviewers of the department: who has to check does not choose how seldom.
    """
    access.require(actor, Capability.REVIEW_CONTENT, guide.department_id)
    if months is not None and not 1 <= months <= LONGEST_MONTHS:
        raise Refused(_("A guide is checked every 1 to %d months.") % LONGEST_MONTHS)
    if keeper is not None and not keeps(keeper, guide.department_id):
        raise Refused(_("Only who edits the guides of this department can look after one."))
    with transaction.atomic():
        GuideCare.objects.update_or_create(guide=guide, defaults={"keeper": keeper, "months": months})
        audit.record(audit.Act.GUIDE_CARE_CHANGED, actor=actor, target=guide, detail={"months": months})


def keeps(membership: Membership, department_id: int) -> bool:
    """Tell whether a membership lets its holder edit the guides of the department."""
    edits = Capability.EDIT_CONTENT in ROLE_CAPABILITIES[membership.role]
    return edits and membership.user.is_active and membership.department_id in (None, department_id)
