"""Staff pages of the hotline log: quick entry, list, one call, call-backs to make."""

from __future__ import annotations

import uuid
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from feedback.actions import calls
from feedback.filters.calls import CallFilterSet
from feedback.forms.calls import CallbackForm, CallForm, FollowUpForm, StrikeOutForm, TakeDownForm
from feedback.grades import RatingStage
from feedback.masking import Masker
from feedback.models import Call, Message, Rating
from feedback.models.calls import CallKind, CallPlace, CallResult
from feedback.reports.call_rows import call_response
from foundation import access
from foundation.access import Capability
from foundation.clock import local_today
from foundation.privacy import Kind
from foundation.staff_pages import attempt, back_to, staff_page, staff_view, user_of
from foundation.workflow import Conflict, DomainError

PAGE_SIZE: Final = 50
LATEST: Final = 5
"""Own entries that the quick entry shows, so that a slip is seen at once."""


@require_safe
@staff_view(Capability.VIEW_MESSAGES)
def call_list(request: HttpRequest) -> HttpResponseBase:
    """The log, filtered; ``?export=csv`` or ``xlsx`` gives the same rows as a file."""
    user = user_of(request)
    rows = Call.objects.visible_to(user).with_call_back().defer("note", "name", "phone")
    rows = rows.select_related("department", "recorded_by", "message", "rating")
    filters = CallFilterSet(request.GET, queryset=rows, request=request)
    if request.GET.get("export"):
        return call_response(filters.qs, request.GET["export"], actor=user)
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "page": Paginator(filters.qs, PAGE_SIZE).get_page(request.GET.get("page")),
        "filters": filters,
        "query": kept.urlencode(),
        "is_center": access.scope_of(user, Capability.VIEW_MESSAGES).everywhere,
    }
    return staff_page(request, "feedback/calls/list.html", context, title=_("Hotline and hall"))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(Capability.HANDLE_MESSAGES)
def call_add(request: HttpRequest) -> HttpResponse:
    """The quick entry: Enter saves and opens the next one, at the same place."""
    user, today = user_of(request), local_today()
    place = request.GET.get("place", "")
    initial = {
        "token": uuid.uuid4(),
        "place": place if place in CallPlace.values else CallPlace.HOTLINE,
        "taken_on": today,
    }
    form = CallForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            call = calls.log_call(form.entry(), token=form.cleaned_data["token"], today=today, actor=user)
        except Conflict as conflict:
            form = CallForm({**request.POST.dict(), "token": str(uuid.uuid4())})
            form.add_error(None, str(conflict))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Logged: %(subject)s") % {"subject": call.subject})
            if "down" in request.POST:
                return redirect(f"{reverse('feedback_staff:message_add')}?call={call.pk}")
            return redirect(f"{reverse('calls_staff:add')}?place={call.place}")
    latest = Call.objects.filter(recorded_by=user).with_call_back().defer("note", "name", "phone")
    latest = latest.order_by("-pk")[:LATEST]
    context = {"form": form, "latest": latest}
    status = 422 if form.is_bound else 200
    return staff_page(request, "feedback/calls/add.html", context, title=_("Log an enquiry"), status=status)


def _find(request: HttpRequest, key: int) -> Call:
    visible = Call.objects.visible_to(user_of(request)).with_call_back()
    return get_object_or_404(
        visible.select_related("department", "recorded_by", "follows", "message", "rating"), pk=key
    )


@require_safe
@staff_view(Capability.VIEW_MESSAGES)
def call_detail(request: HttpRequest, key: int) -> HttpResponse:
    """One call: what was said, masked, what followed, and how a wrong one is struck out."""
    return _show(request, _find(request, key))


def _show(request: HttpRequest, call: Call, status: int = 200, **more: Any) -> HttpResponse:
    user, masker = user_of(request), Masker([(Kind.NAME, call.name), (Kind.MOBILE, call.phone)])
    handles = access.may(user, Capability.HANDLE_MESSAGES)
    center = access.scope_of(user, Capability.HANDLE_MESSAGES).everywhere
    is_open = handles and not call.void_reason
    context = {
        "call": call,
        "note": masker.mask(call.note),
        "has_name": bool(call.name),
        "has_phone": bool(call.phone),
        "shows_message": call.message is not None
        and Message.objects.visible_to(user).filter(pk=call.message.pk).exists(),
        "followed": call.followed_by.select_related("recorded_by"),
        "strike_form": StrikeOutForm() if is_open and (center or call.recorded_by_id == user.pk) else None,
        "down_form": (
            TakeDownForm() if is_open and call.kind == CallKind.ENQUIRY and call.message_id is None else None
        ),
        **more,
    }
    return staff_page(request, "feedback/calls/detail.html", context, title=_("Call"), status=status)


@back_to("calls_staff:detail", "key")
@staff_view(Capability.HANDLE_MESSAGES)
def call_strike(request: HttpRequest, key: int) -> HttpResponse:
    """Strike a wrong call out of the figures."""
    call, form = _find(request, key), StrikeOutForm(request.POST)
    if not form.is_valid():
        return _show(request, call, 422, strike_form=form)
    reason = form.cleaned_data["reason"]
    attempt(request, lambda: calls.strike_out(call, reason=reason, actor=user_of(request)), _("Struck out."))
    return redirect("calls_staff:detail", key)


@back_to("calls_staff:detail", "key")
@staff_view(Capability.HANDLE_MESSAGES)
def call_down(request: HttpRequest, key: int) -> HttpResponse:
    """Note as which message an enquiry was taken down."""
    call, form = _find(request, key), TakeDownForm(request.POST)
    if not form.is_valid():
        return _show(request, call, 422, down_form=form)
    message = form.cleaned_data["number"]
    attempt(request, lambda: calls.take_down(call, message=message, actor=user_of(request)), _("Noted."))
    return redirect("calls_staff:detail", key)


@require_safe
@staff_view(Capability.HANDLE_MESSAGES)
def callback_list(request: HttpRequest) -> HttpResponse:
    """The call-backs to make; the first button has the focus, so that Enter is enough."""
    return _waiting(request)


def _waiting(
    request: HttpRequest,
    shown: Call | None = None,
    number: str = "",
    tried: CallbackForm | None = None,
    status: int = 200,
) -> HttpResponse:
    user = user_of(request)
    rows = (
        Call.objects.visible_to(user)
        .callable_by(user)
        .waiting()
        .select_related("department")
        .order_by("taken_on", "pk")
    )
    today = local_today()
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    focus = None if shown is not None else next((row.pk for row in page), None)
    context = {
        "page": page,
        "rows": [
            {
                "call": row,
                "note": Masker([(Kind.NAME, row.name), (Kind.MOBILE, row.phone)]).mask(row.note),
                "number": number if row == shown else "",
                "days": (today - row.taken_on).days,
                "form": tried if tried is not None and row == tried.call else CallbackForm(row, has_focus=row == shown),
                "has_focus": row.pk == focus,
            }
            for row in page
        ],
        "raters": Rating.objects.visible_to(user).filter(stage=RatingStage.CONTACTING).count(),
    }
    title = _("Call-backs to make")
    return staff_page(request, "feedback/calls/waiting.html", context, title=title, status=status)


@back_to("calls_staff:callback_list")
@staff_view(Capability.HANDLE_MESSAGES)
def callback_number(request: HttpRequest, key: int) -> HttpResponse:
    """Show the number to call, once; the reading is recorded."""
    call = _find(request, key)
    return _waiting(request, call, calls.read_phone(call, actor=user_of(request)))


@back_to("calls_staff:callback_list")
@staff_view(Capability.HANDLE_MESSAGES)
def callback_done(request: HttpRequest, key: int) -> HttpResponse:
    """Log the call-back of an enquiry: somebody was reached and told something, or nobody was."""
    call, today = _find(request, key), local_today()
    form = CallbackForm(call, request.POST)
    if not form.is_valid():
        return _waiting(request, shown=call, tried=form, status=422)
    entry, token = form.entry(today=today), form.cleaned_data["token"]
    reached = entry.result != CallResult.UNREACHABLE
    done = _("The call-back is logged.") if reached else _("Logged; it stays to be called back.")
    attempt(request, lambda: calls.log_call(entry, token=token, today=today, actor=user_of(request)), done)
    return redirect("calls_staff:callback_list")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(Capability.HANDLE_MESSAGES)
def callback_add(request: HttpRequest) -> HttpResponse:
    """Log a call-back after a message or a rating (``?message=``, ``?rating=``)."""
    user, today = user_of(request), local_today()
    number = request.GET.get("rating") or request.GET.get("message") or ""
    form = FollowUpForm(request.POST or None, user=user, initial={"token": uuid.uuid4(), "number": number[:20]})
    if request.method == "POST" and form.is_valid():
        entry, token = form.entry(today=today), form.cleaned_data["token"]
        if attempt(
            request,
            lambda: calls.log_call(entry, token=token, today=today, actor=user),
            _("The call-back is logged."),
        ):
            return _followed(form)
    status = 422 if form.is_bound else 200
    return staff_page(
        request, "feedback/calls/callback_add.html", {"form": form}, title=_("Log a call-back"), status=status
    )


def _followed(form: FollowUpForm) -> HttpResponse:
    """Lead to what the call-back followed: the desk that shows it now."""
    if form.rating is not None:
        return redirect("ratings_staff:detail", form.rating.number)
    if form.message is not None:
        return redirect("feedback_staff:message_detail", form.message.number)
    return redirect("calls_staff:callback_list")
