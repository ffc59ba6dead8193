"""What the side bar and the work desk show of annual reports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disclosure.models import AnnualReport
from disclosure.models.annual import ReportStage
from disclosure.reports.annual import due_on
from foundation import access
from foundation.access import Capability
from foundation.scoped_admin import DeskEntry
from foundation.staff_pages import StaffLink

if TYPE_CHECKING:
    from foundation.people import User

GROUP: Final = gettext_lazy("Information disclosure")
LINKS: Final = (
    StaffLink(
        GROUP,
        gettext_lazy("Annual reports"),
        "disclosure_staff:report_list",
        (Capability.VIEW_REQUESTS, Capability.HANDLE_REQUESTS, Capability.APPROVE_REQUESTS),
    ),
)


def desk(user: User, today: dt.date) -> Iterable[DeskEntry]:
    """Yield the report that waits for a signature, and last year's while it is not public (due on 31 January)."""
    url = reverse("disclosure_staff:report_list")
    if access.may(user, Capability.APPROVE_REQUESTS):
        waiting = AnnualReport.objects.filter(stage=ReportStage.IN_REVIEW).count()
        yield DeskEntry(str(GROUP), _("Annual reports to sign"), waiting, url, urgent=waiting > 0)
    if access.may(user, Capability.HANDLE_REQUESTS):
        year = today.year - 1
        if not AnnualReport.objects.signed(year).exists():
            label = _("Annual report on %(year)d, due %(due)s") % {"year": year, "due": due_on(year).isoformat()}
            yield DeskEntry(str(GROUP), label, 1, url, urgent=True)
