"""What the side bar and the work desk show of the hotline log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.models.calls import Call
from feedback.rating_desk import GROUP
from feedback.reports.calls import monthly_calls
from foundation import access
from foundation.access import Capability
from foundation.scoped_admin import DeskEntry
from foundation.staff_pages import StaffLink

if TYPE_CHECKING:
    from foundation.people import User

LINKS = (
    StaffLink(GROUP, gettext_lazy("Log an enquiry"), "calls_staff:add", (Capability.HANDLE_MESSAGES,)),
    StaffLink(GROUP, gettext_lazy("Call-backs to make"), "calls_staff:callback_list", (Capability.HANDLE_MESSAGES,)),
    StaffLink(GROUP, gettext_lazy("Hotline and hall"), "calls_staff:list", (Capability.VIEW_MESSAGES,)),
)


def desk(user: User, today: dt.date) -> Iterable[DeskEntry]:
    """Return the call-backs to make, and for the center how many days of the year do not add up."""
    group, figures = str(GROUP), []
    if access.may(user, Capability.HANDLE_MESSAGES):
        waiting = Call.objects.visible_to(user).callable_by(user).waiting().count()
        address = reverse("calls_staff:callback_list")
        figures.append(DeskEntry(group, _("Call-backs to make"), waiting, address, waiting > 0))
    if access.scope_of(user, Capability.VIEW_MESSAGES).everywhere:
        months = monthly_calls(today.replace(month=1, day=1), today)
        wrong = sum(len(month.wrong_days) for month in months)
        address = reverse("calls_staff:figures")
        figures.append(DeskEntry(group, _("Days on which calls do not add up"), wrong, address, wrong > 0))
    return figures
