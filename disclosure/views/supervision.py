"""Staff pages that watch over proactive disclosure: what is not public in time, stale columns, yearly figures."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from disclosure.reports.monitors import check_columns, unpublished, waiting_texts
from disclosure.reports.outreach import outreach_figures
from disclosure.similar import repeated
from disclosure.staff import SEES
from foundation import access
from foundation.access import Capability, scope_of
from foundation.calendar_days import load_calendar
from foundation.clock import local_today
from foundation.staff_pages import staff_page, staff_view

SHOWN: Final = 200
"""Waiting texts on the page; whoever has more of them has another problem than a long page."""


@require_safe
@staff_view(Capability.VIEW_CONTENT)
def monitors(request: HttpRequest) -> HttpResponse:
    """Texts not public in time (art. 26), columns gone stale, empty columns, and what is requested repeatedly."""
    today = local_today()
    texts = scope_of(request.user, Capability.VIEW_CONTENT).limit(unpublished(today=today))
    waiting = waiting_texts(texts, load_calendar(), today=today)
    columns = check_columns()
    sees_requests = any(access.may(request.user, capability) for capability in SEES)
    context = {
        "waiting": waiting[:SHOWN],
        "total": len(waiting),
        "stale": [column for column in columns if column.is_stale(today)],
        "empty": [column for column in columns if column.is_empty],
        "today": today,
        "sees_requests": sees_requests,
        "repeated": repeated(today) if sees_requests else [],
    }
    return staff_page(request, "disclosure/staff/monitors.html", context, title=_("Monitors of disclosure"))


@require_safe
@staff_view(Capability.VIEW_CONTENT)
def outreach(request: HttpRequest) -> HttpResponse:
    """The figures of a year that the annual report asks for beside the register."""
    this_year = local_today().year
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and 2000 <= int(asked[:9]) <= this_year else this_year
    context = {"figures": outreach_figures(year), "year": year, "years": range(this_year, this_year - 6, -1)}
    return staff_page(request, "disclosure/staff/outreach.html", context, title=_("Publicity work in %d") % year)
