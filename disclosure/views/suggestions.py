"""Telling the office what should be published, what is false and what is wrong: form, receipt, answer."""

from __future__ import annotations

import uuid
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from disclosure.actions.suggestions import send_suggestion
from disclosure.forms.suggestions import SuggestionForm, SuggestionLookupForm
from disclosure.models import Suggestion
from disclosure.personal import SUGGESTION
from foundation import lookup_codes, pressure
from foundation.clock import local_today
from foundation.lookups import LookUp
from foundation.pages import private_page
from foundation.retention.holdings import Holdings
from foundation.visits import Visit

SECTION: Final = "disclosure"
RECEIPT: Final = Visit("disclosure_suggestion", seconds=15 * 60)
VISIT: Final = Visit("disclosure_suggestion_visit", seconds=30 * 60)
LIMIT: Final = pressure.Limit("disclosure.suggestion", 20, 3600)
"""In an hour from one address before the ticket is asked for: a whole hall may stand behind one."""
LOOK_UP: Final = LookUp(
    "disclosure.suggestion_lookup",
    SuggestionLookupForm,
    VISIT,
    "disclosure:suggestion_status",
    "disclosure/suggestion_lookup.html",
    SECTION,
    gettext_lazy("What became of my suggestion?"),
)
HOLDINGS: Final = Holdings(SUGGESTION, LOOK_UP, "disclosure:suggestion_status")


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
    if problem := form.held_up(request, LIMIT):
        return pressure.ask_to_wait(_write(request, form, problem, code=429))
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
        return LOOK_UP.ask(request) if record is None else _show(request, record)
    return LOOK_UP.answer(request)


def _show(request: HttpRequest, record: Suggestion) -> HttpResponse:
    published = getattr(record.publication, "published", None) if record.publication else None
    context = {"record": record, "published": published}
    title = _("Suggestion %(number)s") % {"number": record.number}
    return private_page(request, "disclosure/suggestion_status.html", context, section=SECTION, title=title)
