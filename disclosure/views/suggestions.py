"""Telling the office what should be published, what is false and what is wrong: form, receipt, answer."""

from __future__ import annotations

import uuid
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from disclosure.actions.suggestions import send_suggestion
from disclosure.forms.suggestions import SuggestionForm, SuggestionLookupForm
from disclosure.models import Suggestion
from foundation import lookup_codes, rate_limits
from foundation.clock import local_today
from foundation.pages import private_page
from foundation.public_forms import is_forged
from foundation.visits import Visit

SECTION: Final = "disclosure"
RECEIPT: Final = Visit("disclosure_suggestion", seconds=15 * 60)
VISIT: Final = Visit("disclosure_suggestion_visit", seconds=30 * 60)
MOST_SENT: Final = 20
MOST_TRIES: Final = 30
PER_SECONDS: Final = 3600
"""In an hour from one address: a whole hall may stand behind one."""


@csrf_exempt  # the guarded form checks it and keeps what was typed
@require_http_methods(["GET", "HEAD", "POST"])
def suggestion_new(request: HttpRequest) -> HttpResponse:
    """The form; ``?about=`` names the text that it is about."""
    if request.method != "POST":
        return _write(request, SuggestionForm(initial={"about": request.GET.get("about", "")[:300]}))
    form = SuggestionForm(request.POST)
    if not form.is_valid():
        return _write(request, form, code=422)
    if problem := form.doubts(request):
        return _write(request, form, problem, code=422)
    if not rate_limits.allow(
        "disclosure.suggestion", rate_limits.visitor(request), limit=MOST_SENT, seconds=PER_SECONDS
    ):
        return _write(request, form, _("Very much was sent from your network. Please try again in an hour."), code=429)
    send_suggestion(form.entry(), token=form.token, today=local_today())
    response = redirect("disclosure:suggestion_receipt")
    RECEIPT.open(request, response, form.token.hex)
    return response


def _write(request: HttpRequest, form: SuggestionForm, problem: str = "", *, code: int = 200) -> HttpResponse:
    context = {"form": form, "problem": problem}
    title = _("Suggest or correct")
    return private_page(request, "disclosure/suggestion_form.html", context, section=SECTION, title=title, status=code)


@require_safe
def suggestion_receipt(request: HttpRequest) -> HttpResponse:
    """Number and code, shown for a short while to the browser that sent the form."""
    token = RECEIPT.key(request)
    made = Suggestion.objects.filter(token=token).first() if token else None
    if made is None:
        return redirect("disclosure:suggestion_status")
    context = {"record": made, "code": lookup_codes.code_for(uuid.UUID(token))}
    title = _("Your receipt")
    return private_page(request, "disclosure/suggestion_receipt.html", context, section=SECTION, title=title)


@csrf_exempt  # checked below: the answer keeps what was typed
@require_http_methods(["GET", "HEAD", "POST"])
def suggestion_status(request: HttpRequest) -> HttpResponse:
    """The form for number and code; behind it, what became of the suggestion."""
    if request.method != "POST":
        key = VISIT.key(request)
        record = Suggestion.objects.select_related("publication").filter(pk=key).first() if key else None
        return _ask(request, SuggestionLookupForm()) if record is None else _show(request, record)
    form = SuggestionLookupForm(request.POST)
    visitor = rate_limits.visitor(request)
    if not rate_limits.allow("disclosure.suggestion_lookup", visitor, limit=MOST_TRIES, seconds=PER_SECONDS):
        return _ask(request, form, _("Very much was sent from your network. Please try again in an hour."), code=429)
    if is_forged(request):
        return _ask(request, form, _("Please send once more; your browser must allow cookies for this site."), code=422)
    if not form.is_valid() or form.found is None:
        return _ask(request, form, code=422)
    response = redirect("disclosure:suggestion_status")
    VISIT.open(request, response, str(form.found.pk))
    return response


def _ask(request: HttpRequest, form: SuggestionLookupForm, problem: str = "", *, code: int = 200) -> HttpResponse:
    context = {"form": form, "problem": problem}
    title = _("What became of my suggestion?")
    return private_page(
        request, "disclosure/suggestion_lookup.html", context, section=SECTION, title=title, status=code
    )


def _show(request: HttpRequest, record: Suggestion) -> HttpResponse:
    published = getattr(record.publication, "published", None) if record.publication else None
    context = {"record": record, "published": published}
    title = _("Suggestion %(number)s") % {"number": record.number}
    return private_page(request, "disclosure/suggestion_status.html", context, section=SECTION, title=title)
