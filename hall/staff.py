"""What the side bar and the work desk show of the hall."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation import access
from foundation.access import Capability
from foundation.clock import local_now
from foundation.scoped_admin import DeskEntry
from foundation.staff_pages import StaffLink

if TYPE_CHECKING:
    from foundation.people import User

GROUP: Final = gettext_lazy("Hall")
SEES_DEVICES: Final = (Capability.MANAGE_REFERENCE, Capability.RUN_HALL)
"""Who keeps the devices, and who answers for what the hall sees."""
SEES_NOTICES: Final = (Capability.EDIT_CONTENT, Capability.RUN_HALL)

LINKS: Final = (
    StaffLink(GROUP, gettext_lazy("Devices of the hall"), "hall_staff:device_list", SEES_DEVICES),
    StaffLink(GROUP, gettext_lazy("Notices to the hall"), "hall_staff:notice_list", SEES_NOTICES),
)


def desk(user: User, today: dt.date) -> Iterator[DeskEntry]:
    """Yield the figures of the hall that somebody may open."""
    from hall.models import Device, HallNotice

    now = local_now()
    if any(access.may(user, capability) for capability in SEES_DEVICES):
        silent = Device.objects.silent(now).count()
        url = f"{reverse('hall_staff:device_list')}?show=silent"
        yield DeskEntry(str(GROUP), _("Displays without contact"), silent, url, silent > 0)
    if access.may(user, Capability.RUN_HALL):
        showing = HallNotice.objects.showing(now).count()
        yield DeskEntry(
            str(GROUP), _("Notices on all screens"), showing, reverse("hall_staff:notice_list"), showing > 0
        )
