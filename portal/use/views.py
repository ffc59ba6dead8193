"""Staff pages of use: one per department, and the guides behind its figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foundation.access import Capability, get_visible_or_404, scope_of
from foundation.clock import local_today
from foundation.filters import clean_code
from foundation.organization import Department
from foundation.privacy import mask_text
from foundation.search.log_tasks import open_queries
from foundation.staff_pages import staff_page, staff_view, user_of
from foundation.tables.downloads import table_response
from guides.models import GuideVote, PublishedGuide
from guides.reports.use import (
    GuideUse,
    UseFigures,
    days_of,
    quoting_old_items,
    reasons_of,
    total,
    use_of_guides,
    votes_of,
)

PERIODS: Final = (30, 90, 365)
"""Days that the pages look back."""
PAGE_SIZE: Final = 50
QUERIES: Final = 20
REMARKS: Final = 20
"""Of each so many on the page of a department; all are one link away."""
OLD: Final = dt.timedelta(days=365)
"""A guide that was released longer ago than this is marked: somebody should look through it."""


@dataclass(frozen=True)
class Lookback:
    """The last days up to today, both counted."""

    days: int
    until: dt.date

    @property
    def since(self) -> dt.date:
        """The first day."""
        return self.until - dt.timedelta(days=self.days - 1)

    @classmethod
    def asked(cls, request: HttpRequest) -> Lookback:
        """Read ``?days=``; what is not offered means the shortest."""
        asked = request.GET.get("days", "")
        return cls(int(asked) if asked in map(str, PERIODS) else PERIODS[0], local_today())


def _visible_guides(request: HttpRequest) -> Any:
    return scope_of(request.user, Capability.VIEW_CONTENT).limit(PublishedGuide.objects.order_by())


@require_safe
@staff_view(Capability.VIEW_CONTENT)
def index(request: HttpRequest) -> HttpResponseBase:
    """The departments that somebody may see, each with the sum of its guides."""
    period = Lookback.asked(request)
    used = use_of_guides(_visible_guides(request), period.since, period.until)
    rows = _by_department(used)
    if kind := request.GET.get("export"):
        heading = [_("Department"), _("Guides"), *_headings()]
        lines = ([str(one), str(count), *_cells(figures)] for one, count, figures in rows)
        return _file(request, [heading, *lines], kind, "use")
    context = {"rows": rows, "whole": total(used), "count": len(used), **_common(period)}
    return staff_page(request, "portal/staff/use_index.html", context, title=_("Use of the guides"))


def _by_department(used: Iterable[GuideUse]) -> list[tuple[Department, int, UseFigures]]:
    grouped: dict[int, list[GuideUse]] = {}
    for one in used:
        grouped.setdefault(one.guide.department_id, []).append(one)
    rows = [(guides[0].guide.department, len(guides), total(guides)) for guides in grouped.values()]
    return sorted(rows, key=lambda row: (row[0].position, row[0].code))


@require_safe
@staff_view(Capability.VIEW_CONTENT)
def department(request: HttpRequest, code: str) -> HttpResponseBase:
    """One department: its guides, what did not help and why, what is searched in vain, how fresh its guides are."""
    scope = scope_of(request.user, Capability.VIEW_CONTENT)
    shown = get_object_or_404(scope.limit(Department.objects.all(), "pk"), code=clean_code(code))
    period = Lookback.asked(request)
    used = use_of_guides(PublishedGuide.objects.filter(department=shown).order_by(), period.since, period.until)
    if kind := request.GET.get("export"):
        heading = [_("Guide"), _("Item code"), _("Released"), *_headings()]
        lines = (
            [
                one.guide.title,
                one.guide.item_code,
                f"{localtime(one.guide.published_at):%Y-%m-%d}",
                *_cells(one.figures),
            ]
            for one in used
        )
        return _file(request, [heading, *lines], kind, f"use-{shown.code}")
    votes = votes_of([one.guide.record_id for one in used], period.since, period.until)
    asked = open_queries(today=period.until)
    context = {
        "department": shown,
        "page": Paginator(used, PAGE_SIZE).get_page(request.GET.get("page")),
        "query": f"days={period.days}",
        "whole": total(used),
        "reasons": reasons_of(votes),
        "remarks": _masked(votes.exclude(remark="").select_related("guide")[:REMARKS]),
        "queries": asked[:QUERIES],
        "query_count": len(asked),
        "old": [one for one in used if localtime(one.guide.published_at).date() < period.until - OLD],
        "outdated": quoting_old_items(PublishedGuide.objects.filter(department=shown)).count(),
        "gaps": sum(one.guide.gap_count > 0 for one in used),
        **_common(period),
    }
    title = _("Use: %s") % shown.local_name
    return staff_page(request, "portal/staff/use_department.html", context, title=title)


@require_safe
@staff_view(Capability.VIEW_CONTENT)
def guide(request: HttpRequest, pk: int) -> HttpResponse:
    """One guide: day by day, and each answer that it did not help."""
    shown = get_visible_or_404(
        PublishedGuide.objects.select_related("department"), request.user, Capability.VIEW_CONTENT, record=pk
    )
    period = Lookback.asked(request)
    (used,) = use_of_guides(PublishedGuide.objects.filter(pk=shown.pk), period.since, period.until)
    votes = votes_of([pk], period.since, period.until)
    page = Paginator(votes, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "guide": shown,
        "figures": used.figures,
        "days": days_of(pk, period.since, period.until),
        "reasons": reasons_of(votes),
        "page": page,
        "votes": _masked(page),
        "query": f"days={period.days}",
        **_common(period),
    }
    return staff_page(request, "portal/staff/use_guide.html", context, title=_("Use: %s") % shown.title)


def _masked(votes: Iterable[GuideVote]) -> list[tuple[GuideVote, str]]:
    """Return answers with their remarks; what the form let through and is found today is starred out."""
    return [(vote, mask_text(vote.remark)) for vote in votes]


def _headings() -> list[str]:
    return [_("Read"), _("From the search"), _("Helped"), _("Did not help"), _("With remarks")]


def _cells(figures: UseFigures) -> list[str]:
    return [str(getattr(figures, name)) for name in ("views", "finds", "helped", "not_helped", "remarks")]


def _common(period: Lookback) -> dict[str, Any]:
    return {"period": period, "periods": PERIODS, "headings": _headings()}


def _file(request: HttpRequest, rows: list[list[str]], kind: str, name: str) -> HttpResponseBase:
    return table_response(iter(rows), kind, name=name, count=len(rows) - 1, actor=user_of(request))
