"""Making and deleting drafts of publications."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from disclosure.actions.index_numbers import issue_index_number, leave_unused
from disclosure.models import IssuingBody, Publication
from foundation import access, audit
from foundation.publishing.states import Stage
from foundation.workflow import Conflict, Refused

if TYPE_CHECKING:
    from foundation.people import User

REASON_LENGTH = 300


def number_draft(publication: Publication, body: IssuingBody, *, on: dt.date) -> None:
    """Give a new draft its index number, and with it the department that writes it."""
    publication.index_number = issue_index_number(body, on=on)
    publication.department = body.department


def discard_draft(publication: Publication, *, actor: User, reason: str) -> None:
    """Delete a draft that was never submitted; its index number stays with the reason.

    Raises Refused without a reason, Conflict when the draft was submitted in the meantime, and
    PermissionDenied unless the actor may edit in the department.
    """
    reason = reason.strip()
    if not reason or len(reason) > REASON_LENGTH:
        raise Refused(_("Say in one sentence why the draft is deleted; its index number stays unused and carries it."))
    access.require(actor, access.Capability.EDIT_CONTENT, publication.department_id)
    with transaction.atomic():
        locked = Publication.objects.select_for_update().filter(pk=publication.pk).first()
        if locked is None or locked.stage != Stage.EDITING or locked.revisions.exists():
            raise Conflict(_("This text was submitted in the meantime and cannot be deleted any more."))
        number = locked.index_number
        audit.record(
            audit.Act.DRAFT_DELETED, actor=actor, target=locked, detail={"what": "deleted", "index_number": number.text}
        )
        locked.delete()
        leave_unused(number, reason=reason)
