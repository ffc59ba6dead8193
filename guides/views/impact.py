"""Staff pages of changes: what quotes something, the tasks that were opened for it, and how they stand."""

from __future__ import annotations

from typing import Any, Final

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foundation import access
from foundation.access import Capability
from foundation.audit_words import field_label
from foundation.calendar_days import load_calendar
from foundation.clock import local_today
from foundation.staff_pages import attempt, staff_page, staff_view, user_of
from foundation.workflow import DomainError
from guides.actions.impact import MAY_CLOSE, MAY_OPEN, close_task, open_notice, scope_for_changes
from guides.forms.impact import NotAffectedForm, NoticeForm, QuotedForm, proposed_day
from guides.impact import find_quoting
from guides.models import ChangeNotice, ImpactTask
from guides.models.impact import TaskState

PAGE_SIZE: Final = 50
SEES: Final = (Capability.VIEW_CONTENT, Capability.MANAGE_REFERENCE)
VIEWS: Final = ("open", "overdue", "all")


def _visible(request: HttpRequest) -> QuerySet[Any]:
    """Return the tasks of somebody's departments; who maintains the reference data sees all of them."""
    tasks: QuerySet[Any] = ImpactTask.objects.with_state().select_related(
        "notice", "department", "guide", "item", "flow", "closed_by"
    )
    if access.may(user_of(request), Capability.MANAGE_REFERENCE):
        return tasks
    return access.scope_of(user_of(request), Capability.VIEW_CONTENT).limit(tasks)


@require_safe
@staff_view(*SEES)
def task_list(request: HttpRequest) -> HttpResponse:
    """Tasks that are open; ``?show=overdue`` or ``all``, ``?department=``."""
    asked, rows = request.GET.get("show"), _visible(request)
    show = asked if asked in VIEWS else VIEWS[0]
    if show != "all":
        rows = rows.filter(state=TaskState.OPEN)
    if show == "overdue":
        rows = rows.filter(notice__due_on__lt=local_today())
    department = request.GET.get("department", "")
    if department.isprintable() and department:
        rows = rows.filter(department__code=department)
    kept = request.GET.copy()
    kept.pop("page", None)
    page = Paginator(rows.order_by("notice__due_on", "pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": list(map(_row, page)),
        "show": show,
        "query": kept.urlencode(),
        "today": local_today(),
        "may_open": any(access.may(user_of(request), capability) for capability in MAY_OPEN),
    }
    return staff_page(request, "guides/freshness/task_list.html", context, title=_("Tasks of changes"))


@require_safe
@staff_view(*SEES)
def change_list(request: HttpRequest) -> HttpResponse:
    """The notices of changes with tasks in somebody's departments, each with how many tasks are left."""
    left = Q(tasks__in=ImpactTask.objects.open())
    notices = ChangeNotice.objects.filter(pk__in=_visible(request).order_by().values("notice"))
    counted = notices.annotate(total=Count("tasks"), left=Count("tasks", filter=left)).select_related("opened_by")
    page = Paginator(counted.order_by("-opened_at", "-pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    may_open = any(access.may(user_of(request), capability) for capability in MAY_OPEN)
    context = {"page": page, "may_open": may_open, "today": local_today()}
    return staff_page(request, "guides/freshness/change_list.html", context, title=_("Changes and their tasks"))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(*MAY_OPEN)
def change_new(request: HttpRequest) -> HttpResponse:
    """What quotes the words of ``?kind=`` and ``?words=``; sent, a task for each record that is ticked."""
    if request.method != "POST":
        asked = QuotedForm(request.GET) if request.GET.get("words") else QuotedForm(initial=request.GET.dict())
        return _preview(request, asked)
    form, user = NoticeForm(request.POST), user_of(request)
    if not form.is_valid():
        return _preview(request, QuotedForm(request.POST), form, status=422)
    try:
        chosen = set(request.POST.getlist("record"))
        notice = open_notice(form.entry(), chosen=chosen, actor=user, today=local_today())
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return _preview(request, QuotedForm(request.POST), form, status=409)
    return redirect("freshness_staff:change", notice.number)


def _preview(
    request: HttpRequest, asked: QuotedForm, form: NoticeForm | None = None, *, status: int = 200
) -> HttpResponse:
    hits, today = None, local_today()
    if asked.is_bound and asked.is_valid():
        data = asked.cleaned_data
        hits = find_quoting(data["kind"], data["words"], scope_for_changes(user_of(request)))
        form = form or NoticeForm(initial={**data, "due_on": proposed_day(load_calendar(), today=today)})
    elif asked.is_bound and not form:
        status = 422
    chosen = set(request.POST.getlist("record")) if request.method == "POST" else None
    rows = [{"hit": hit, "chosen": chosen is None or hit.key in chosen} for hit in hits or ()]
    context = {"asked": asked, "form": form, "searched": hits is not None, "rows": rows}
    title = _("A change: what quotes it")
    return staff_page(request, "guides/freshness/change_new.html", context, title=title, status=status)


@require_safe
@staff_view(*SEES)
def change_detail(request: HttpRequest, number: str) -> HttpResponse:
    """One change with the tasks of somebody's departments."""
    return _show(request, number)


def _show(
    request: HttpRequest, number: str, tried: tuple[int, NotAffectedForm] | None = None, *, status: int = 200
) -> HttpResponse:
    notice = get_object_or_404(ChangeNotice.objects.select_related("opened_by"), number=number)
    tasks = list(_visible(request).filter(notice=notice))
    if not tasks:
        raise Http404
    rows = [
        {
            **_row(task),
            "form": tried[1] if tried and tried[0] == task.pk else NotAffectedForm(auto_id=f"id_{task.pk}_%s"),
            "may_close": any(access.may(user_of(request), one, task.department_id) for one in MAY_CLOSE),
        }
        for task in tasks
    ]
    context = {"notice": notice, "rows": rows, "left": sum(row["is_open"] for row in rows), "today": local_today()}
    return staff_page(request, "guides/freshness/change_detail.html", context, title=str(notice), status=status)


def _row(task: ImpactTask) -> dict[str, Any]:
    """Return a task with the parts of the record in words, and its page in the back office."""
    model, app = type(task.record)._meta.model_name, type(task.record)._meta.app_label
    return {
        "task": task,
        "is_open": task.state == TaskState.OPEN,
        "kind": type(task.record)._meta.verbose_name,
        "parts": [field_label(type(task.record), part) for part in task.places],
        "url_name": f"admin:{app}_{model}_change",
    }


@require_POST
@staff_view(*MAY_CLOSE)
def task_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a record is not affected."""
    task = get_object_or_404(_visible(request), pk=pk)
    form = NotAffectedForm(request.POST, auto_id=f"id_{pk}_%s")
    if not form.is_valid():
        return _show(request, task.notice.number, (pk, form), status=422)
    reason, actor = form.cleaned_data["reason"], user_of(request)
    if attempt(request, lambda: close_task(task, reason=reason, actor=actor), _("Noted.")):
        return redirect("freshness_staff:change", task.notice.number)
    return _show(request, task.notice.number, (pk, form), status=409)
