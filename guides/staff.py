"""Which staff pages of guides the side bar leads to."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy

from foundation.access import Capability
from foundation.staff_pages import StaffLink
from guides.freshness_desk import GROUP

LINKS: Final = (
    StaffLink(GROUP, gettext_lazy("Booklets"), "guides_staff:booklet_list", (Capability.VIEW_CONTENT,)),
    StaffLink(GROUP, gettext_lazy("Sheets for the notice board"), "guides_staff:sheets", (Capability.VIEW_CONTENT,)),
)
