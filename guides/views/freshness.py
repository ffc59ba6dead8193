"""Staff pages of freshness: figures of the departments, the guides behind them, one guide, and its check."""

from __future__ import annotations

from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from foundation import access
from foundation.access import Capability
from foundation.clock import local_today
from foundation.links.models import LinkPlace
from foundation.staff_pages import attempt, staff_page, staff_view, user_of
from guides.actions.checks import mark_checked, set_care
from guides.filters import FreshnessFilterSet
from guides.forms.freshness import CareForm, CheckForm
from guides.freshness import State
from guides.models import Guide, GuideCare, ImpactTask
from guides.reports.freshness import (
    GUIDE,
    figure_response,
    figures_of,
    guide_response,
    standing_of,
    visible_guides,
)

PAGE_SIZE: Final = 50
LAST_CHECKS: Final = 20


@require_safe
@staff_view(Capability.VIEW_CONTENT)
def dashboard(request: HttpRequest) -> HttpResponseBase:
    """The figures of somebody's departments; each opens the rows behind it. ``?export=csv`` gives them as a file."""
    rows, total = figures_of(user_of(request), today=local_today())
    if request.GET.get("export"):
        return figure_response([*rows, total], request.GET["export"], actor=user_of(request))
    context = {"rows": rows, "total": total, "today": local_today(), "states": State}
    return staff_page(request, "guides/freshness/dashboard.html", context, title=_("Freshness of the guides"))


@require_safe
@staff_view(Capability.VIEW_CONTENT)
def guide_list(request: HttpRequest) -> HttpResponseBase:
    """Public guides with their state, the most pressing first; ``?export=csv`` or ``xlsx`` gives them as a file."""
    user = user_of(request)
    rows = visible_guides(user, today=local_today()).select_related("department", "record__care__keeper__user")
    order = "counted_from" if request.GET.get("sort") == "oldest" else "check_due_on"
    narrow = rows.defer("head_zh", "body_zh", "head_en", "body_en").order_by(order, "slug")
    filters = FreshnessFilterSet(request.GET, queryset=narrow, request=request)
    if request.GET.get("export"):
        return guide_response(filters.qs, request.GET["export"], actor=user)
    kept = request.GET.copy()
    kept.pop("page", None)
    page = Paginator(filters.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(row, State(row.state)) for row in page],
        "filters": filters,
        "query": kept.urlencode(),
        "form": CheckForm(),
        "may_check": access.may(user, Capability.EDIT_CONTENT),
    }
    return staff_page(request, "guides/freshness/guide_list.html", context, title=_("Guides and their checks"))


@require_POST
@staff_view(Capability.EDIT_CONTENT)
def guides_check(request: HttpRequest) -> HttpResponse:
    """Take down that the chosen guides were checked."""
    form, user = CheckForm(request.POST), user_of(request)
    seen = form.seen()
    guides = list(access.scope_of(user, Capability.EDIT_CONTENT).limit(Guide.objects.filter(pk__in=seen)))
    note = form.cleaned_data["note"] if form.is_valid() else request.POST.get("note", "")
    sentence = ngettext("%d guide is taken down as checked.", "%d guides are taken down as checked.", len(guides))
    attempt(
        request,
        lambda: mark_checked(guides, seen=seen, note=note, actor=user, today=local_today()),
        sentence % len(guides),
    )
    if len(seen) == 1 and "one" in request.POST and guides:
        return redirect("freshness_staff:guide", guides[0].slug)
    back = redirect("freshness_staff:guide_list")
    back["Location"] += f"?{request.POST.get('query', '')[:500]}".rstrip("?")
    return back


@require_safe
@staff_view(Capability.VIEW_CONTENT)
def guide_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One guide: how it stands and why, its checks, reports, tasks and links, and what can be done."""
    return _show(request, _find(request, slug))


def _find(request: HttpRequest, slug: str) -> Any:
    rows = visible_guides(user_of(request), today=local_today()).select_related("department", "record")
    return get_object_or_404(rows.defer("head_zh", "body_zh", "head_en", "body_en"), slug=slug)


def _show(request: HttpRequest, row: Any, care_form: CareForm | None = None, *, status: int = 200) -> HttpResponse:
    user, guide = user_of(request), row.record
    care = GuideCare.objects.filter(guide=guide).select_related("keeper__user").first()
    initial = {"keeper": care.keeper_id, "months": care.months} if care else {}
    context = {
        "row": row,
        "guide": guide,
        "standing": standing_of(row),
        "state": State(row.state),
        "care": care,
        "checks": guide.checks.select_related("checked_by", "revision")[:LAST_CHECKS],
        "reports": guide.error_reports.order_by("-received_at")[:LAST_CHECKS],
        "tasks": ImpactTask.objects.filter(guide=guide).with_state().select_related("notice"),
        "places": LinkPlace.objects.filter(record_type=GUIDE, record_id=guide.pk).select_related("link"),
        "form": CheckForm(),
        "care_form": care_form or CareForm(guide, initial=initial),
        "may_check": access.may(user, Capability.EDIT_CONTENT, guide.department_id),
        "may_set": access.may(user, Capability.REVIEW_CONTENT, guide.department_id),
    }
    return staff_page(request, "guides/freshness/guide_detail.html", context, title=str(guide), status=status)


@require_POST
@staff_view(Capability.REVIEW_CONTENT)
def guide_care(request: HttpRequest, slug: str) -> HttpResponse:
    """Say who looks after a guide, and how often it is checked."""
    row = _find(request, slug)
    form = CareForm(row.record, request.POST)
    if not form.is_valid():
        return _show(request, row, form, status=422)
    data = form.cleaned_data
    actor = user_of(request)
    attempt(
        request, lambda: set_care(row.record, keeper=data["keeper"], months=data["months"], actor=actor), _("Saved.")
    )
    return redirect("freshness_staff:guide", slug)
