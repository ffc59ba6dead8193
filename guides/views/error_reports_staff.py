"""The editors' side of reports of errors: list, one report, answer, who reported."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foundation import access
from foundation.access import Capability
from foundation.clock import local_today
from foundation.late import late_verb
from foundation.privacy import mask_text
from foundation.readings import ReadForm
from foundation.staff_pages import attempt, staff_page, staff_view, user_of
from guides.actions.error_reports import answer_reports, read_reporter
from guides.forms.error_reports import ReportAnswerForm
from guides.models import ErrorReport

PAGE_SIZE: Final = 50
VIEWS: Final = ("waiting", "overdue", "all")


def _visible(request: HttpRequest, show: str = "all") -> QuerySet[ErrorReport]:
    rows = ErrorReport.objects.all()
    if show == "waiting":
        rows = rows.waiting()
    elif show == "overdue":
        rows = rows.overdue(local_today())
    scope = access.scope_of(user_of(request), Capability.VIEW_CONTENT)
    return scope.limit(rows, "guide__department").select_related("guide__department", "answered_by")


@require_safe
@staff_view(Capability.VIEW_CONTENT)
def report_list(request: HttpRequest) -> HttpResponse:
    """Reports without an answer, those of one guide together; ``?show=overdue`` or ``all``, ``?department=``."""
    asked = request.GET.get("show")
    show = asked if asked in VIEWS else VIEWS[0]
    rows = _visible(request, show)
    department = request.GET.get("department", "")
    if department.isprintable() and department:
        rows = rows.filter(guide__department__code=department)
    order = ("-received_at",) if show == "all" else ("due_on", "guide", "received_at")
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "page": Paginator(rows.order_by(*order), PAGE_SIZE).get_page(request.GET.get("page")),
        "show": show,
        "today": local_today(),
        "query": kept.urlencode(),
    }
    return staff_page(request, "guides/freshness/report_list.html", context, title=_("Reports of errors in guides"))


@require_safe
@staff_view(Capability.VIEW_CONTENT)
def report_detail(request: HttpRequest, number: str) -> HttpResponse:
    """One report, personal data masked, the others of the same guide, and the form for the answer."""
    return _show(request, get_object_or_404(_visible(request), number=number))


@require_POST
@staff_view(Capability.EDIT_CONTENT)
def report_answer(request: HttpRequest, number: str) -> HttpResponse:
    """Answer this report, and with it those of the same guide that were chosen."""
    report = get_object_or_404(_visible(request), number=number)
    form = ReportAnswerForm(report, request.POST)
    if not form.is_valid():
        return _show(request, report, form, status=422)
    data = form.cleaned_data
    reports = [report, *data.get("also", ())]
    done = attempt(
        request,
        lambda: answer_reports(reports, outcome=data["outcome"], answer=data["answer"], actor=user_of(request)),
        _("The answer can be read with number and code."),
    )
    if done:
        return redirect("freshness_staff:report", number)
    return _show(request, get_object_or_404(_visible(request), number=number), form, status=409)


@require_POST
@staff_view(Capability.EDIT_CONTENT)
def report_reveal(request: HttpRequest, number: str) -> HttpResponse:
    """Show the unmasked words and the contact, once, after the occasion was stated; the reading is recorded."""
    report = get_object_or_404(_visible(request), number=number)
    verb = partial(read_reporter, report, occasion=ReadForm(request.POST).stated, actor=user_of(request))
    if not attempt(request, verb):
        return redirect("freshness_staff:report", number)
    return _show(request, report, revealed=True)


def _show(
    request: HttpRequest,
    report: ErrorReport,
    form: ReportAnswerForm | None = None,
    *,
    revealed: bool = False,
    status: int = 200,
) -> HttpResponse:
    may_answer = access.may(user_of(request), Capability.EDIT_CONTENT, report.guide.department_id)
    is_open = report.answered_at is None
    context: dict[str, Any] = {
        "record": report,
        "text": report.text if revealed else mask_text(report.text),
        "revealed": revealed,
        "read_form": ReadForm(),
        "others": report.guide.error_reports.exclude(pk=report.pk).order_by("-received_at")[:20],
        "live": report.guide.live_revision,
        "form": form or ReportAnswerForm(report),
        "late": late_verb(report, _("Answer"), form) if form is not None and not is_open else None,
        "may_answer": may_answer and is_open,
        "may_reveal": may_answer and not revealed,
        "is_overdue": is_open and report.due_on is not None and report.due_on < local_today(),
    }
    return staff_page(request, "guides/freshness/report_detail.html", context, title=str(report), status=status)
