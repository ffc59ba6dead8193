"""Staff pages of the notices to the hall: prepared, released to all screens, ended."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from foundation import access
from foundation.access import Capability
from foundation.clock import local_now
from foundation.staff_pages import attempt, attempt_form, back_to, staff_page, staff_view, user_of
from hall import actions
from hall.forms import NoticeForm, ReleaseForm
from hall.models import HallNotice
from hall.staff import SEES_NOTICES

SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(*SEES_NOTICES)
def notice_list(request: HttpRequest) -> HttpResponse:
    """All notices, those on the screens first, and the form for another one."""
    user = user_of(request)
    form = NoticeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        notice = form.save(commit=False)
        done = _("Kept. A second person can put it on the screens.")
        if attempt(request, lambda: actions.prepare_notice(notice, actor=user), done):
            return redirect("hall_staff:notice_list")
    return _show(request, form, status=422 if form.is_bound else 200)


def _show(
    request: HttpRequest, form: NoticeForm, failed: tuple[int, ReleaseForm] | None = None, *, status: int = 200
) -> HttpResponse:
    user, now = user_of(request), local_now()
    runs = access.may(user, Capability.RUN_HALL)
    rows = []
    for notice in HallNotice.objects.select_related("written_by", "released_by")[:SHOWN]:
        offered = runs and notice.written_by_id != user.pk
        own_form = failed[1] if failed and failed[0] == notice.pk else ReleaseForm(now=now, prefix=f"n{notice.pk}")
        rows.append((notice, notice.is_showing(now), own_form if offered else None))
    rows.sort(key=lambda row: not row[1])
    context = {"rows": rows, "form": form, "runs": runs}
    return staff_page(request, "hall/staff/notice_list.html", context, title=_("Notices to the hall"), status=status)


@back_to("hall_staff:notice_list")
@staff_view(Capability.RUN_HALL)
def notice_release(request: HttpRequest, key: int) -> HttpResponse:
    """Put a notice on all screens."""
    notice = get_object_or_404(HallNotice, pk=key)
    form = ReleaseForm(request.POST, now=local_now(), prefix=f"n{key}")
    user = user_of(request)

    def act() -> HallNotice:
        return actions.release_notice(notice, until=form.cleaned_data["until"], actor=user)

    if not attempt_form(request, form, act, _("It is on all screens within half a minute.")):
        return _show(request, NoticeForm(), (key, form), status=422)
    return redirect("hall_staff:notice_list")


@back_to("hall_staff:notice_list")
@staff_view(Capability.RUN_HALL)
def notice_end(request: HttpRequest, key: int) -> HttpResponse:
    """Take a notice off the screens."""
    notice = get_object_or_404(HallNotice, pk=key)
    user = user_of(request)
    attempt(request, lambda: actions.end_notice(notice, actor=user), _("It disappears within half a minute."))
    return redirect("hall_staff:notice_list")
