"""The self-check of the site (网站自查) in the back office: its pages, and its figure on the work desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from foundation.access import Capability, may
from foundation.clock import local_today
from foundation.scoped_admin import DeskEntry
from foundation.staff_pages import StaffLink, staff_page, staff_view
from guides.key_elements import incomplete_guides
from portal.columns import read_site
from portal.inspection import indicators

if TYPE_CHECKING:
    from foundation.people import User

GROUP: Final = gettext_lazy("Supervision")
TITLE: Final = gettext_lazy("Self-check of the site")
LINKS: Final = (StaffLink(GROUP, TITLE, "self_check:index", (Capability.VIEW_FIGURES,)),)


@require_safe
@staff_view(Capability.VIEW_FIGURES)
def index(request: HttpRequest) -> HttpResponse:
    """The indicators by which the site would fail an inspection, and the columns they are counted from."""
    today = local_today()
    site = read_site(today)
    behind = {
        "home": reverse("home:index"),
        "services": reverse("guides:guide_list"),
        "guides": reverse("self_check:guides"),
        "messages": f"{reverse('feedback_staff:message_list')}?clock=overdue",
        "replies": reverse("feedback:answer_list"),
    }
    found = indicators(site, today)
    context = {
        "today": today,
        "failing": sum(indicator.fails for indicator in found),
        "indicators": [(indicator, behind.get(indicator.code, "#columns")) for indicator in found],
        "columns": [(column, column.is_stale(today)) for column in site.columns],
    }
    return staff_page(request, "portal/self_check.html", context, title=str(TITLE))


@require_safe
@staff_view(Capability.VIEW_FIGURES)
def guides(request: HttpRequest) -> HttpResponse:
    """The public guides that lack key elements, each with what it lacks."""
    page = Paginator(incomplete_guides(), 50).get_page(request.GET.get("page"))
    title = _("Guides that lack key elements")
    return staff_page(request, "portal/self_check_guides.html", {"page": page}, title=title)


def desk(user: User, today: dt.date) -> Iterable[DeskEntry]:
    """Return by how many indicators the site would fail, for those who see figures."""
    if not may(user, Capability.VIEW_FIGURES):
        return []
    failing = sum(indicator.fails for indicator in indicators(read_site(today), today))
    label = _("Indicators of the self-check that fail")
    return [DeskEntry(str(GROUP), label, failing, reverse("self_check:index"), urgent=failing > 0)]
