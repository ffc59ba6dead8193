"""“This guide is wrong” (纠错): the form behind every face of a guide, the receipt, and the answer."""

from __future__ import annotations

import uuid
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from foundation import lookup_codes, pressure
from foundation.calendar_days import load_calendar
from foundation.clock import local_today
from foundation.lookups import LookUp
from foundation.pages import private_page
from foundation.retention.holdings import Holdings
from foundation.visits import Visit
from guides.actions.error_reports import report_error
from guides.forms.error_reports import ErrorLookupForm, ErrorReportForm
from guides.models import ErrorReport, PublishedGuide
from guides.personal import ERROR_REPORT

SECTION: Final = "guides"
RECEIPT: Final = Visit("guide_error", seconds=15 * 60)
VISIT: Final = Visit("guide_error_visit", seconds=30 * 60)
LIMIT: Final = pressure.Limit("guides.error", 20, 3600)
"""Reports in an hour from one address before the ticket is asked for: a hall with its kiosks may stand behind one."""
LOOK_UP: Final = LookUp(
    "guides.error_lookup",
    ErrorLookupForm,
    VISIT,
    "guides:error_status",
    "guides/error_lookup.html",
    SECTION,
    gettext_lazy("What became of my report?"),
)
HOLDINGS: Final = Holdings(ERROR_REPORT, LOOK_UP, "guides:error_status")


@csrf_exempt  # the guarded form checks it and keeps what was typed
@require_http_methods(["GET", "HEAD", "POST"])
def error_report(request: HttpRequest, slug: str) -> HttpResponse:
    """The form about one guide; ``?from=`` says where it was read: web, kiosk or paper."""
    columns = ("record", "revision", "slug", "title", "title_en", "situation", "revision_number")
    guide = get_object_or_404(PublishedGuide.objects.only(*columns), slug=slug)
    if request.method != "POST":
        return _write(request, guide, ErrorReportForm(initial={"source": request.GET.get("from", "")[:5]}))
    form = ErrorReportForm(request.POST)
    if not form.is_valid():
        return _write(request, guide, form, code=422)
    if problem := form.doubts(request):
        return _write(request, guide, form, problem, code=422)
    if problem := form.held_up(request, LIMIT):
        return pressure.ask_to_wait(_write(request, guide, form, problem, code=429))
    report_error(guide, form.entry(), token=form.token, calendar=load_calendar(), today=local_today())
    response = redirect("guides:error_receipt")
    RECEIPT.open(request, response, form.token.hex)
    return response


def _write(
    request: HttpRequest, guide: PublishedGuide, form: ErrorReportForm, problem: str = "", *, code: int = 200
) -> HttpResponse:
    context = {"guide": guide, "form": form, "problem": problem}
    title = _("Report an error in this guide")
    return private_page(request, "guides/error_form.html", context, section=SECTION, title=title, status=code)


@require_safe
def error_receipt(request: HttpRequest) -> HttpResponse:
    """Number and code, shown for a short while to the browser that sent the report."""
    token = RECEIPT.key(request)
    reports = ErrorReport.objects.select_related("guide__published")
    made = reports.filter(token=token).first() if token else None
    if made is None:
        return redirect("guides:error_status")
    context = {"record": made, "code": lookup_codes.code_for(uuid.UUID(token)), "guide": _public(made)}
    return private_page(request, "guides/error_receipt.html", context, section=SECTION, title=_("Your receipt"))


@csrf_exempt  # checked below: the answer keeps what was typed
@require_http_methods(["GET", "HEAD", "POST"])
def error_status(request: HttpRequest) -> HttpResponse:
    """The form for number and code; behind it, what came of the report."""
    if request.method != "POST":
        key = VISIT.key(request)
        reports = ErrorReport.objects.select_related("guide__published", "corrected_in")
        record = reports.filter(pk=key).first() if key else None
        return LOOK_UP.ask(request) if record is None else _show(request, record)
    return LOOK_UP.answer(request)


def _show(request: HttpRequest, record: ErrorReport) -> HttpResponse:
    context = {"record": record, "guide": _public(record)}
    title = _("Report %(number)s") % {"number": record.number}
    return private_page(request, "guides/error_status.html", context, section=SECTION, title=title)


def _public(record: ErrorReport) -> Any:
    """Return the public row of the guide; None after it was withdrawn."""
    return getattr(record.guide, "published", None)
