"""The staff's inbox of messages, and the quick entry of what came another way."""

from __future__ import annotations

import uuid
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from feedback.actions.calls import read_caller, take_down
from feedback.actions.messages import log_message
from feedback.filters.inbox import MessageFilterSet
from feedback.forms.logging import LogForm
from feedback.models.calls import Call
from feedback.models.messages import Channel, Message
from feedback.reports.inbox import inbox_response
from feedback.states import MessageKind
from foundation import access
from foundation.access import Capability
from foundation.clock import local_today
from foundation.people import User
from foundation.privacy import mask_name
from foundation.staff_pages import attempt, staff_page, staff_view, user_of
from foundation.workflow import DomainError

PAGE_SIZE: Final = 50
_LONGEST_KEY: Final = 19


@require_safe
@staff_view(Capability.VIEW_MESSAGES)
def message_list(request: HttpRequest) -> HttpResponseBase:
    """The inbox, filtered and sorted; ``?export=csv`` or ``xlsx`` gives the same rows as a file."""
    today, user = local_today(), user_of(request)
    queryset = Message.objects.visible_to(user).select_related("department").defer("subject", "text")
    filters = MessageFilterSet(request.GET, queryset=queryset, request=request, today=today)
    if request.GET.get("export"):
        return inbox_response(filters.qs, request.GET["export"], actor=user)
    page = Paginator(filters.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "page": page,
        "filters": filters,
        "today": today,
        "query": kept.urlencode(),
        "is_center": access.scope_of(user, Capability.VIEW_MESSAGES).everywhere,
    }
    return staff_page(request, "feedback/staff/message_list.html", context, title=_("Messages of the public"))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(Capability.HANDLE_MESSAGES)
def message_add(request: HttpRequest) -> HttpResponse:
    """The quick entry: one screen, no mouse, one save; ``?call=`` fills in an enquiry of the hotline log."""
    call = _call(request)
    initial = {
        "token": uuid.uuid4(),
        "channel": request.GET.get("channel") or Channel.HOTLINE,
        "kind": MessageKind.ENQUIRY,
    }
    if call is not None and request.method != "POST":
        initial |= _said_on(call, user_of(request))
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = LogForm(*sent, initial=initial)
    if form.is_valid():
        try:
            made, code = log_message(
                form.entry(), actor=user_of(request), today=local_today(), token=form.cleaned_data["token"]
            )
        except (DomainError, ValidationError) as error:
            form.add_error(None, getattr(error, "messages", None) or str(error))
        else:
            if call is not None:
                done = _("The call in the log leads to the message now.")
                attempt(request, lambda: take_down(call, message=made, actor=user_of(request)), done)
            return _logged(request, made, code)
    status = 422 if form.is_bound else 200
    context = {"form": form, "call": call}
    return staff_page(request, "feedback/staff/message_form.html", context, title=_("Log a message"), status=status)


def _call(request: HttpRequest) -> Call | None:
    """Return the enquiry that is taken down as this message."""
    key = request.GET.get("call", "")
    if not (key.isascii() and key.isdigit() and len(key) < _LONGEST_KEY):
        return None
    return Call.objects.visible_to(user_of(request)).to_take_down().filter(pk=key).first()


def _said_on(call: Call, actor: User) -> dict[str, Any]:
    """Return what the log holds of an enquiry; name and number of the caller are read, which is recorded."""
    name, phone = read_caller(call, actor=actor)
    subject = call.subject.replace(mask_name(name), name) if name else call.subject
    return {
        "channel": call.place,
        "kind": MessageKind.REPORT if call.is_report else MessageKind.ENQUIRY,
        "subject": subject,
        "text": call.note or subject,
        "about": call.department_id,
        "name": name,
        "phone": phone,
    }


def _logged(request: HttpRequest, made: Message, code: str) -> HttpResponse:
    """Tell number and code, and go on: to the desk, or to the next message."""
    messages.success(
        request,
        _("Logged as %(number)s. Look-up code for the writer: %(code)s (shown only now).")
        % {"number": made.number, "code": code},
    )
    if "next" in request.POST or not Message.objects.visible_to(user_of(request)).filter(pk=made.pk).exists():
        address = redirect("feedback_staff:message_add")
        address["Location"] += f"?channel={made.channel}"
        return address
    return redirect("feedback_staff:message_detail", number=made.number)
