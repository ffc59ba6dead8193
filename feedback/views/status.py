"""The way back to one's own message by number and code: status, answers, verdict, consent, withdrawal, files."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from feedback.actions.handling import writer_answers
from feedback.actions.messages import change_consent, withdraw
from feedback.actions.replies import judge
from feedback.forms.status import AnswerForm, LookupForm, VerdictForm
from feedback.models import Message
from feedback.states import VERBS
from feedback.status_page import status_context
from foundation import rate_limits
from foundation.clock import local_today
from foundation.pages import private_page
from foundation.public_forms import GuardedForm, is_forged
from foundation.visits import Visit
from foundation.workflow import DomainError

SECTION: Final = "feedback"
VISIT: Final = Visit("feedback_visit", seconds=30 * 60)
MOST_TRIES: Final = 30
PER_SECONDS: Final = 600
"""Look-ups in ten minutes from one address.  The codes are too long to be guessed; this only keeps the noise down."""
MOST_TEXTS: Final = 20
"""Answers and verdicts in an hour for one message."""
_NUMBER: Final = re.compile(r"LY\d{4}-\d{6}")


def _visited(request: HttpRequest) -> Message | None:
    """Return the message whose code this browser showed a short while ago."""
    key = VISIT.key(request)
    return Message.objects.select_related("department").filter(pk=key).first() if key else None


@csrf_exempt  # checked below: the answer keeps what was typed
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest) -> HttpResponse:
    """The form for number and code; behind it, the status of the message."""
    if request.method != "POST":
        message = _visited(request)
        number = request.GET.get("number", "")
        initial = {"number": number if _NUMBER.fullmatch(number) else ""}
        if message is None or initial["number"] not in ("", message.number):
            return _ask(request, LookupForm(initial=initial))
        return _show(request, message)
    form = LookupForm(request.POST)
    if not rate_limits.allow("feedback.lookup", rate_limits.visitor(request), limit=MOST_TRIES, seconds=PER_SECONDS):
        return _too_many(request, form)
    if is_forged(request):
        return _ask(request, form, _("Please send once more; your browser must allow cookies for this site."), code=422)
    if not form.is_valid() or form.found is None:
        return _ask(request, form, code=422)
    response = redirect("feedback:status")
    VISIT.open(request, response, str(form.found.pk))
    return response


def _ask(request: HttpRequest, form: LookupForm, problem: str = "", *, code: int = 200) -> HttpResponse:
    context = {"form": form, "problem": problem}
    title = _("Where is my message?")
    return private_page(request, "feedback/status_lookup.html", context, section=SECTION, title=title, status=code)


def _too_many(request: HttpRequest, form: LookupForm) -> HttpResponse:
    sentence = _("There were very many look-ups from your network. Please try again in ten minutes, or call us.")
    response = _ask(request, form, sentence, code=429)
    response["Retry-After"] = str(PER_SECONDS)
    return response


def _show(
    request: HttpRequest,
    message: Message,
    *,
    answer: GuardedForm | None = None,
    verdict: GuardedForm | None = None,
    problem: str = "",
    code: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = status_context(message, today=local_today())
    question, last = context["question"], context["last"]
    context |= {
        "answer_form": answer or AnswerForm(initial={"question": question.pk if question else None}),
        "verdict_form": verdict or VerdictForm(initial={"sequence": last.sequence if last else None}),
        "sent_form": answer or verdict,
        "problem": problem,
    }
    title = _("Message %(number)s") % {"number": message.number}
    return private_page(request, "feedback/status.html", context, section=SECTION, title=title, status=code)


def _carry_out(
    request: HttpRequest, message: Message, form: GuardedForm, name: str, act: Callable[[], object]
) -> HttpResponse:
    """Carry out what a form of the writer asks for; on the way back everything typed is kept."""
    own: dict[str, Any] = {name: form}
    if not form.is_valid():
        return _show(request, message, **own, code=422)
    if problem := form.doubts(request):
        return _show(request, message, **own, problem=problem, code=422)
    if not rate_limits.allow("feedback.writer", str(message.pk), limit=MOST_TEXTS, seconds=3600):
        return _show(request, message, **own, problem=_("Please try again in an hour, or call us."), code=429)
    try:
        act()
    except DomainError as refusal:
        message.refresh_from_db()
        return _show(request, message, **own, problem=str(refusal), code=422)
    return redirect("feedback:status")


@csrf_exempt  # the guarded form checks it and keeps what was typed
@require_http_methods(["GET", "HEAD", "POST"])
def status_answer(request: HttpRequest) -> HttpResponse:
    """Answer the question that the department asked back."""
    message = _visited(request)
    if message is None or request.method != "POST":
        return redirect("feedback:status")
    form = AnswerForm(request.POST)

    def act() -> object:
        data = form.cleaned_data
        return writer_answers(message, answer=data["text"], question=data["question"], today=local_today())

    return _carry_out(request, message, form, "answer", act)


@csrf_exempt  # the guarded form checks it and keeps what was typed
@require_http_methods(["GET", "HEAD", "POST"])
def status_verdict(request: HttpRequest) -> HttpResponse:
    """Say whether the matter is solved."""
    message = _visited(request)
    if message is None or request.method != "POST":
        return redirect("feedback:status")
    form = VerdictForm(request.POST)

    def act() -> object:
        data = form.cleaned_data
        return judge(message, solved=data["solved"], remark=data["remark"], sequence=data["sequence"])

    return _carry_out(request, message, form, "verdict", act)


@csrf_exempt  # checked below
@require_http_methods(["GET", "HEAD", "POST"])
def status_consent(request: HttpRequest) -> HttpResponse:
    """Allow or forbid the publication of the masked text."""
    message = _visited(request)
    if message is None or request.method != "POST":
        return redirect("feedback:status")
    if is_forged(request):
        return _show(request, message, problem=_("Please press once more."), code=422)
    try:
        change_consent(message, consents=request.POST.get("consents") == "yes")
    except DomainError as refusal:
        return _show(request, message, problem=str(refusal), code=422)
    return redirect("feedback:status")


@csrf_exempt  # checked below
@require_http_methods(["GET", "HEAD", "POST"])
def status_withdraw(request: HttpRequest) -> HttpResponse:
    """Withdraw the message, after a page that asks whether it is meant."""
    message = _visited(request)
    if message is None or message.stage not in VERBS["withdraw"].sources:
        return redirect("feedback:status")
    problem = _("Please press once more.") if is_forged(request) else ""
    if request.method == "POST" and not problem:
        try:
            withdraw(message, today=local_today())
        except DomainError as refusal:
            problem = str(refusal)
        else:
            return redirect("feedback:status")
    context = {"message": message, "problem": problem}
    title = _("Withdraw the message")
    code = 422 if problem else 200
    return private_page(request, "feedback/status_withdraw.html", context, section=SECTION, title=title, status=code)


@csrf_exempt  # who makes a browser forget takes nothing away
@require_POST
def status_leave(request: HttpRequest) -> HttpResponse:
    """Forget the message on this device."""
    response = redirect("feedback:status")
    VISIT.close(response)
    return response


@require_safe
def status_file(request: HttpRequest, key: int) -> HttpResponseBase:
    """A file that the writer sent; the reading is recorded."""
    message = _visited(request)
    if message is None:
        raise Http404(_("Please look up your message with number and code first."))
    own = get_object_or_404(message.files.filter(file__removed_at=None).select_related("file"), pk=key)
    response = own.file.response(actor=None)
    response["Cache-Control"] = "private, no-store"
    return response
