"""The way back to one's own request by number and code: status, correction, withdrawal, letters."""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from disclosure.actions.additions import send_correction
from disclosure.actions.register import withdraw
from disclosure.actions.service import record_seen
from disclosure.forms.status import CorrectionForm, LookupForm
from disclosure.models import DecisionFile, DisclosureOffice, Request
from disclosure.personal import REQUEST
from disclosure.status_page import letters_to_applicant, may_withdraw, readable_decision, status_context
from foundation import rate_limits
from foundation.clock import local_today
from foundation.lookups import LookUp
from foundation.pages import CHINESE, private_page
from foundation.retention.holdings import Holdings
from foundation.visits import Visit
from foundation.workflow import DomainError

SECTION: Final = "disclosure"
VISIT: Final = Visit("disclosure_visit", seconds=30 * 60)
MOST_TEXTS: Final = 20
"""Corrected texts in an hour for one request."""


def _offices() -> dict[str, Any]:
    return {"offices": DisclosureOffice.objects.filter(is_active=True)}


LOOK_UP: Final = LookUp(
    "disclosure.lookup",
    LookupForm,
    VISIT,
    "disclosure:status",
    "disclosure/status_lookup.html",
    SECTION,
    gettext_lazy("Where is my request?"),
    _offices,
)
HOLDINGS: Final = Holdings(REQUEST, LOOK_UP, "disclosure:status")


def _visited(request: HttpRequest) -> Request | None:
    """Return the request whose code this browser showed a short while ago."""
    key = VISIT.key(request)
    return Request.objects.filter(pk=key).first() if key else None


def _visited_or_404(request: HttpRequest) -> Request:
    found = _visited(request)
    if found is None:
        raise Http404(_("Please look up your request with number and code first."))
    return found


@csrf_exempt  # checked below: the answer keeps what was typed
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest) -> HttpResponse:
    """The form for number and code; behind it, the status of the request."""
    if request.method != "POST":
        record = _visited(request)
        return LOOK_UP.ask(request) if record is None else _show(request, record)
    return LOOK_UP.answer(request)


def _show(
    request: HttpRequest, record: Request, form: CorrectionForm | None = None, problem: str = "", *, code: int = 200
) -> HttpResponse:
    today = local_today()
    context: dict[str, Any] = {
        **status_context(record, today=today),
        "today": today,
        "form": form or CorrectionForm(),
        "problem": problem,
        **_offices(),
    }
    for letter in context["letters"]:
        record_seen(letter, today=today)
    title = _("Request %(number)s") % {"number": record.number}
    return private_page(request, "disclosure/status.html", context, section=SECTION, title=title, status=code)


@csrf_exempt  # the guarded form checks it and keeps what was typed
@require_http_methods(["GET", "HEAD", "POST"])
def status_correction(request: HttpRequest) -> HttpResponse:
    """Send the corrected text that was asked for."""
    record = _visited(request)
    if record is None or request.method != "POST":
        return redirect("disclosure:status")
    form = CorrectionForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, record, form, code=422)
    if problem := form.doubts(request):
        return _show(request, record, form, problem, code=422)
    if not rate_limits.allow("disclosure.correction", str(record.pk), limit=MOST_TEXTS, seconds=3600):
        return _show(request, record, form, _("Please try again in an hour, or call us."), code=429)
    uploads = form.cleaned_data["uploads"]
    try:
        send_correction(record, text=form.data["text"], uploads=uploads, token=form.token, today=local_today())
    except (DomainError, ValidationError) as refusal:
        sentence = refusal.messages[0] if isinstance(refusal, ValidationError) else str(refusal)
        return _show(request, _visited_or_404(request), form, sentence, code=422)
    return redirect("disclosure:status")


@csrf_exempt  # the look-up checks it
@require_http_methods(["GET", "HEAD", "POST"])
def status_withdraw(request: HttpRequest) -> HttpResponse:
    """Withdraw the request, after a page that asks whether it is meant."""
    record = _visited(request)
    if record is None or not may_withdraw(record):
        return redirect("disclosure:status")
    with override(CHINESE):
        reason, today = _("Withdrawn by the applicant on the status page"), local_today()
    return LOOK_UP.confirm(
        request,
        lambda: withdraw(record, on=today, reason=reason, actor=None, today=today),
        template="disclosure/status_withdraw.html",
        title=_("Withdraw the request"),
        record=record,
    )


@csrf_exempt  # who makes a browser forget takes nothing away
@require_POST
def status_leave(_request: HttpRequest) -> HttpResponse:
    """Forget the request on this device."""
    return LOOK_UP.leave()


@require_safe
def status_letter(request: HttpRequest, key: int) -> HttpResponseBase:
    """A letter to the applicant as PDF; the download is recorded."""
    letter = get_object_or_404(letters_to_applicant(_visited_or_404(request)), pk=key)
    return letter.file.response(actor=None)


@require_safe
def status_file(request: HttpRequest, key: int) -> HttpResponseBase:
    """A file that was given out with a decision that was served here."""
    decision = readable_decision(_visited_or_404(request))
    given = get_object_or_404(DecisionFile.objects.select_related("file"), decision=decision, pk=key)
    response = given.file.response()
    response["Cache-Control"] = "private, no-store"
    return response
