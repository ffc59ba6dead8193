"""The page of an assisting department: what it is asked for, the masked text, and its part."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from feedback.actions.handling import contribute
from feedback.forms.part import PartForm
from feedback.message_desk import MessageView, part_of
from feedback.views.desk import find_message, gone
from foundation import access
from foundation.access import Capability
from foundation.clock import local_today
from foundation.late import late_verb
from foundation.staff_pages import attempt, staff_page, staff_view, user_of


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(Capability.VIEW_MESSAGES)
def message_part(request: HttpRequest, number: str) -> HttpResponse:
    """Read what is asked, and write the department's part; what cannot be saved comes back with the text."""
    user = user_of(request)
    try:
        message = find_message(request, number)
    except Http404:
        if request.method == "POST":
            return gone(request)
        raise
    part = part_of(message, user)
    if part is None:
        return redirect("feedback_staff:message_detail", number=number)
    form = PartForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        access.require(user, Capability.HANDLE_MESSAGES, part.department_id)
    if form.is_valid() and attempt(
        request,
        lambda: contribute(part, text=form.cleaned_data["text"], actor=user),
        _("The host department reads your part."),
    ):
        return redirect("feedback_staff:message_part", number=number)
    part.refresh_from_db()
    wanted = part.contributed_at is None and part.ended_at is None and message.department_id is not None
    context = {
        "view": MessageView(message, user),
        "message": message,
        "part": part,
        "today": local_today(),
        "form": form,
        "is_wanted": wanted and access.may(user, Capability.HANDLE_MESSAGES, part.department_id),
        "late": late_verb(message, _("Write the part"), form) if form.is_bound and not wanted else None,
    }
    title = _("Part in %(number)s") % {"number": number}
    status = 422 if form.is_bound else 200
    return staff_page(request, "feedback/staff/message_part.html", context, title=title, status=status)
