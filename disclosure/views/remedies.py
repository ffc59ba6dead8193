"""Staff pages of remedies: list, new case, one case with its steps."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from disclosure.actions import remedies
from disclosure.forms.remedies import CloseForm, RemedyForm, ReopenForm, StepForm
from disclosure.models.register import Request
from disclosure.models.remedies import Remedy, RemedyKind, RemedyOutcome
from disclosure.remedy_clocks import next_windows, our_clock, waits_for_service, windows_of
from foundation.access import Capability
from foundation.calendar_days import load_calendar
from foundation.clock import local_today
from foundation.late import LateVerb, late_verb
from foundation.staff_pages import attempt, attempt_form, back_to, staff_page, staff_view, user_of

SEES: Final = (Capability.VIEW_REQUESTS, Capability.HANDLE_REQUESTS, Capability.APPROVE_REQUESTS)
PAGE_SIZE: Final = 50


@require_safe
@staff_view(*SEES)
def remedy_list(request: HttpRequest) -> HttpResponse:
    """All cases, or the open ones; with our own clocks."""
    queryset = Remedy.objects.select_related("request", "follows").order_by("-filed_on", "-id")
    if request.GET.get("open"):
        queryset = queryset.filter(outcome=RemedyOutcome.PENDING)
    page = Paginator(queryset, PAGE_SIZE).get_page(request.GET.get("page"))
    calendar = load_calendar()
    context = {"page": page, "rows": [(remedy, our_clock(remedy, calendar)) for remedy in page], "today": local_today()}
    return staff_page(request, "disclosure/staff/remedy_list.html", context, title=_("Remedies"))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(Capability.HANDLE_REQUESTS)
def remedy_add(request: HttpRequest, number: str) -> HttpResponse:
    """Record a new case against a request."""
    record = get_object_or_404(Request, number=number)
    form = RemedyForm(record, request.POST or None)
    if request.method == "POST" and form.is_valid():
        made: list[Remedy] = []

        def verb() -> None:
            made.append(remedies.open_remedy(record, form.entry(), actor=user_of(request), today=local_today()))

        if attempt(request, verb, _("The case is recorded.")):
            return redirect("disclosure_staff:remedy_detail", key=made[0].pk)
    windows = windows_of(record, load_calendar(), today=local_today())
    context = {"form": form, "record": record, "windows": windows}
    title = _("New case against %(number)s") % {"number": number}
    return staff_page(request, "disclosure/staff/remedy_form.html", context, title=title)


@require_safe
@staff_view(*SEES)
def remedy_detail(request: HttpRequest, key: int) -> HttpResponse:
    """One case with its clock and its steps."""
    return _case(request, _find(key))


def _find(key: int) -> Remedy:
    return get_object_or_404(Remedy.objects.select_related("request", "follows__request", "new_request"), pk=key)


def _case(request: HttpRequest, remedy: Remedy, tried: dict[str, StepForm] | None = None) -> HttpResponse:
    today, calendar = local_today(), load_calendar()
    forms = {name: kind(today=today, prefix=name) for name, (kind, _act, _label) in STEPS.items()}
    may = user_may(request)
    steps = [(name, STEPS[name][2], (tried or {}).get(name, forms[name])) for name in (_offered(remedy) if may else ())]
    context = {
        "remedy": remedy,
        "clock": our_clock(remedy, calendar),
        "windows": next_windows(remedy, calendar),
        "steps": steps,
        "late": _late(remedy, tried, [name for name, _label, _form in steps]),
        "may_read": may,
        "today": today,
    }
    return staff_page(
        request, "disclosure/staff/remedy_detail.html", context, title=str(remedy), status=422 if tried else 200
    )


def _late(remedy: Remedy, tried: dict[str, StepForm] | None, offered: Collection[str]) -> LateVerb | None:
    """Return the step that was tried and is no longer possible, with what was typed for it."""
    gone = next(((name, form) for name, form in (tried or {}).items() if name not in offered), None)
    return late_verb(remedy.request, STEPS[gone[0]][2], gone[1]) if gone else None


def user_may(request: HttpRequest) -> bool:
    """Tell whether the person may record steps."""
    return request.user.has_perm(f"foundation.{Capability.HANDLE_REQUESTS}")


def _offered(remedy: Remedy) -> list[str]:
    if remedy.outcome:
        again = ["reopen"] if remedy.outcome == RemedyOutcome.CORRECTED and remedy.new_request is None else []
        return [*(["served"] if waits_for_service(remedy) else []), *again]
    waits = remedy.answered_on is None and not remedy.ours
    first = ["notified"] if waits else []
    answer = ["answered"] if waits and remedy.notified_on else []
    accepted = ["accepted"] if remedy.kind == RemedyKind.REVIEW and remedy.accepted_on is None else []
    return [*accepted, *first, *answer, "close"]


def _close(remedy: Remedy, data: dict[str, Any], **who: Any) -> Any:
    return remedies.close_remedy(remedy, **data, **who)


STEPS: Final[dict[str, tuple[type[StepForm], Callable[..., Any], Any]]] = {
    "accepted": (
        StepForm,
        lambda remedy, data, **who: remedies.record_acceptance(remedy, on=data["on"], **who),
        gettext_lazy("Accepted by the review organ"),
    ),
    "notified": (
        StepForm,
        lambda remedy, data, **who: remedies.record_notification(remedy, on=data["on"], **who),
        gettext_lazy("Notice received"),
    ),
    "answered": (
        StepForm,
        lambda remedy, data, **who: remedies.record_our_answer(remedy, on=data["on"], **who),
        gettext_lazy("Our answer sent"),
    ),
    "close": (CloseForm, _close, gettext_lazy("Record the outcome")),
    "served": (
        StepForm,
        lambda remedy, data, **who: remedies.record_outcome_service(remedy, on=data["on"], **who),
        gettext_lazy("Outcome served"),
    ),
    "reopen": (
        ReopenForm,
        lambda remedy, data, **who: remedies.reopen(remedy, on=data["on"], evidence=data["evidence"], **who),
        gettext_lazy("Open the new handling"),
    ),
}
"""Steps of a case: form, action, words."""


@back_to("disclosure_staff:remedy_detail", "key")
@staff_view(Capability.HANDLE_REQUESTS)
def remedy_step(request: HttpRequest, key: int, step: str) -> HttpResponse:
    """Carry out a step; a wrong form comes back with what was typed."""
    if step not in STEPS:
        raise Http404
    remedy, today = _find(key), local_today()
    kind, action, label = STEPS[step]
    form = kind(request.POST, today=today, prefix=step)
    if not attempt_form(
        request,
        form,
        lambda: action(remedy, form.cleaned_data, actor=user_of(request), today=today),
        f"{label}：{_('done')}",
    ):
        return _case(request, _find(key), tried={step: form})
    return redirect("disclosure_staff:remedy_detail", key=key)
