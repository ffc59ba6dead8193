"""Staff pages of the hotline's figures, and the entry of what the telephone system counted."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from feedback.actions.calls import enter_switchboard
from feedback.forms.calls import SwitchboardForm
from feedback.models import Call, SwitchboardDay
from feedback.periods import Period
from feedback.reports.call_rows import figures_response
from feedback.reports.calls import daily_calls, monthly_calls, total
from foundation import access
from foundation.access import Capability
from foundation.clock import local_today
from foundation.staff_pages import attempt, staff_page, staff_view, user_of

SHOWN_DAYS: Final = 31


@require_safe
@staff_view(Capability.VIEW_MESSAGES)
def call_figures(request: HttpRequest) -> HttpResponseBase:
    """The figures of a year by month (``?year=``): connected = enquiries + call-backs, and where it does not hold.

    They count every call, so that only somebody of the whole center sees them.
    """
    access.require_everywhere(request.user, Capability.VIEW_MESSAGES)
    years = _years()
    asked = Period.read(request.GET.get("year", ""))
    year = Period(asked.year if asked is not None else years[0])
    months = monthly_calls(year.first, year.last)
    whole = total(months, year.first)
    if request.GET.get("export"):
        return figures_response(months, whole, request.GET["export"], actor=user_of(request))
    context = {"months": months, "whole": whole, "year": str(year), "years": [str(one) for one in years]}
    return staff_page(request, "feedback/calls/figures.html", context, title=_("Figures of hotline and hall"))


def _years() -> list[int]:
    """Return the years with calls or figures of the telephone system, newest first; this year always."""
    logged = {day.year for day in Call.objects.dates("taken_on", "year")}
    entered = {day.year for day in SwitchboardDay.objects.dates("day", "year")}
    return sorted({local_today().year, *logged, *entered}, reverse=True)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(Capability.HANDLE_MESSAGES)
def switchboard(request: HttpRequest) -> HttpResponse:
    """Enter what the telephone system counted, day by day; the last days with what the log holds."""
    access.require_everywhere(request.user, Capability.HANDLE_MESSAGES)
    today, last = local_today(), SwitchboardDay.objects.first()
    source = last.source if last is not None else ""
    form = SwitchboardForm(request.POST or None, initial={"day": _next_day(last, today), "source": source})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(
            request,
            lambda: enter_switchboard(
                data["day"], connected=data["connected"], source=data["source"], today=today, actor=user_of(request)
            ),
            _("Entered."),
        ):
            return redirect("calls_staff:switchboard")
    context = {"form": form, "days": daily_calls(today - dt.timedelta(SHOWN_DAYS), today)[::-1]}
    status = 422 if form.is_bound else 200
    return staff_page(
        request, "feedback/calls/switchboard.html", context, title=_("Calls connected by day"), status=status
    )


def _next_day(last: SwitchboardDay | None, today: dt.date) -> dt.date:
    """Return the day that is probably entered next: the one after the last, yesterday to begin with."""
    yesterday = today - dt.timedelta(1)
    return yesterday if last is None else min(last.day + dt.timedelta(1), today)
