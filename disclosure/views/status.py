"""The way back to one's own request by number and code: status, correction, withdrawal, letters."""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from disclosure.actions.additions import send_correction
from disclosure.actions.register import withdraw
from disclosure.actions.service import record_seen
from disclosure.forms.status import CorrectionForm, LookupForm
from disclosure.models import DecisionFile, DisclosureOffice, Request
from disclosure.status_page import letters_to_applicant, may_withdraw, readable_decision, status_context
from foundation import rate_limits
from foundation.clock import local_today
from foundation.pages import CHINESE, private_page
from foundation.public_forms import is_forged
from foundation.visits import Visit
from foundation.workflow import DomainError

SECTION: Final = "disclosure"
VISIT: Final = Visit("disclosure_visit", seconds=30 * 60)
MOST_TRIES: Final = 30
PER_SECONDS: Final = 600
"""Look-ups in ten minutes from one address.  The codes are too long to be guessed; this only keeps the noise down."""

MOST_TEXTS: Final = 20
"""Corrected texts in an hour from one address."""


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
        return _ask(request, LookupForm()) if record is None else _show(request, record)
    form = LookupForm(request.POST)
    if not rate_limits.allow("disclosure.lookup", rate_limits.visitor(request), limit=MOST_TRIES, seconds=PER_SECONDS):
        return _too_many(request, form)
    if is_forged(request):
        return _ask(request, form, _("Please send once more; your browser must allow cookies for this site."), code=422)
    if not form.is_valid() or form.found is None:
        return _ask(request, form, code=422)
    response = redirect("disclosure:status")
    VISIT.open(request, response, str(form.found.pk))
    return response


def _ask(request: HttpRequest, form: LookupForm, problem: str = "", *, code: int = 200) -> HttpResponse:
    context = {"form": form, "problem": problem, "offices": DisclosureOffice.objects.filter(is_active=True)}
    title = _("Where is my request?")
    return private_page(request, "disclosure/status_lookup.html", context, section=SECTION, title=title, status=code)


def _too_many(request: HttpRequest, form: LookupForm) -> HttpResponse:
    sentence = _("There were very many look-ups from your network. Please try again in ten minutes, or call us.")
    response = _ask(request, form, sentence, code=429)
    response["Retry-After"] = str(PER_SECONDS)
    return response


def _show(
    request: HttpRequest, record: Request, form: CorrectionForm | None = None, problem: str = "", *, code: int = 200
) -> HttpResponse:
    today = local_today()
    context: dict[str, Any] = {
        **status_context(record, today=today),
        "today": today,
        "form": form or CorrectionForm(),
        "problem": problem,
        "offices": DisclosureOffice.objects.filter(is_active=True),
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
    if not rate_limits.allow("disclosure.correction", rate_limits.visitor(request), limit=MOST_TEXTS, seconds=3600):
        return _show(request, record, form, _("Please try again in an hour, or call us."), code=429)
    uploads = form.cleaned_data["uploads"]
    try:
        send_correction(record, text=form.data["text"], uploads=uploads, token=form.token, today=local_today())
    except (DomainError, ValidationError) as refusal:
        sentence = refusal.messages[0] if isinstance(refusal, ValidationError) else str(refusal)
        return _show(request, _visited_or_404(request), form, sentence, code=422)
    return redirect("disclosure:status")


@csrf_exempt  # checked below
@require_http_methods(["GET", "HEAD", "POST"])
def status_withdraw(request: HttpRequest) -> HttpResponse:
    """Withdraw the request, after a page that asks whether it is meant."""
    record = _visited(request)
    if record is None or not may_withdraw(record):
        return redirect("disclosure:status")
    problem = _("Please press once more.") if is_forged(request) else ""
    if request.method == "POST" and not problem:
        with override(CHINESE):
            reason = _("Withdrawn by the applicant on the status page")
        try:
            withdraw(record, on=local_today(), reason=reason, actor=None, today=local_today())
        except DomainError as refusal:
            problem = str(refusal)
        else:
            return redirect("disclosure:status")
    context = {"record": record, "problem": problem}
    title = _("Withdraw the request")
    code = 422 if problem else 200
    return private_page(request, "disclosure/status_withdraw.html", context, section=SECTION, title=title, status=code)


@csrf_exempt  # who makes a browser forget takes nothing away
@require_POST
def status_leave(request: HttpRequest) -> HttpResponse:
    """Forget the request on this device."""
    response = redirect("disclosure:status")
    VISIT.close(response)
    return response


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
