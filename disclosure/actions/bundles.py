"""Giving a whole case out: to the review organ, a court, supervision, or the archive."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from disclosure.case_bundle import make_bundle
from disclosure.models.register import Request
from foundation import access, audit
from foundation.access import Capability
from foundation.pages import CHINESE
from foundation.workflow import Refused

if TYPE_CHECKING:
    from foundation.people import User


class BundlePurpose(TextChoices):
    """Who asks for the case; a closed list, because the audit trail keeps it for ever."""

    REVIEW = "review", gettext_lazy("the review organ (administrative review)")
    COURT = "court", gettext_lazy("a court (administrative lawsuit)")
    SUPERVISION = "supervision", gettext_lazy("the competent office (complaint, supervision)")
    ARCHIVE = "archive", gettext_lazy("our own archive")


def export_case(request: Request, *, purpose: str, actor: User) -> IO[bytes]:
    """Return the archive of the whole case as an open file; who got it made and what for is recorded.

    It names the applicant and everybody else unmasked.  Raises PermissionDenied for everybody but disclosure
    officers, Refused without a purpose, and what ``make_bundle`` raises; then nothing was given out.
    """
    access.require(actor, Capability.HANDLE_REQUESTS)
    if purpose not in BundlePurpose.values:
        raise Refused(_("Say who asks for the case."))
    with transaction.atomic():
        # Before it is made: the record of the case ends with this entry.
        audit.record(audit.Act.CASE_EXPORTED, actor=actor, target=request, detail=_detail(purpose))
        return make_bundle(request)


def _detail(purpose: str) -> dict[str, str]:
    with override(CHINESE):
        return {"occasion": purpose, "reason": str(BundlePurpose(purpose).label)}
