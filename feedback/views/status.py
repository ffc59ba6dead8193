"""The way back to one's own message by number and code: status, answers, verdict, consent, withdrawal, files."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from feedback.actions.messages import change_consent, withdraw
from feedback.actions.replies import judge
from feedback.actions.writer_questions import writer_answers
from feedback.forms.status import AnswerForm, LookupForm, VerdictForm
from feedback.models import Message
from feedback.personal import MESSAGE
from feedback.states import VERBS
from feedback.status_page import status_context
from foundation import rate_limits
from foundation.clock import local_today
from foundation.lookups import LookUp
from foundation.pages import private_page
from foundation.public_forms import GuardedForm
from foundation.retention.holdings import Holdings
from foundation.visits import Visit
from foundation.workflow import DomainError

SECTION: Final = "feedback"
VISIT: Final = Visit("feedback_visit", seconds=30 * 60)
LOOK_UP: Final = LookUp(
    "feedback.lookup",
    LookupForm,
    VISIT,
    "feedback:status",
    "feedback/status_lookup.html",
    SECTION,
    gettext_lazy("Where is my message?"),
)
HOLDINGS: Final = Holdings(MESSAGE, LOOK_UP, "feedback:status")
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
            return LOOK_UP.ask(request, LookupForm(initial=initial))
        return _show(request, message)
    return LOOK_UP.answer(request)


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


@csrf_exempt  # the look-up checks it
@require_http_methods(["GET", "HEAD", "POST"])
def status_consent(request: HttpRequest) -> HttpResponse:
    """Take back the consent to a masked publication, or give it, after a page that asks whether it is meant.

    The form says which of both, so that pressing twice does not undo it.
    """
    message = _visited(request)
    if message is None:
        return redirect("feedback:status")
    gives = not message.consents_to_publication
    if request.method == "POST":
        gives = request.POST.get("consents") == "yes"
    return LOOK_UP.confirm(
        request,
        lambda: change_consent(message, consents=gives, today=local_today()),
        template="feedback/status_consent.html",
        title=_("Agree to a masked publication") if gives else _("Take the consent back"),
        message=message,
        gives=gives,
        published=getattr(message, "published_answer", None),
    )


@csrf_exempt  # the look-up checks it
@require_http_methods(["GET", "HEAD", "POST"])
def status_withdraw(request: HttpRequest) -> HttpResponse:
    """Withdraw the message, after a page that asks whether it is meant."""
    message = _visited(request)
    if message is None or message.stage not in VERBS["withdraw"].sources:
        return redirect("feedback:status")
    return LOOK_UP.confirm(
        request,
        lambda: withdraw(message, today=local_today()),
        template="feedback/status_withdraw.html",
        title=_("Withdraw the message"),
        message=message,
    )


@csrf_exempt  # who makes a browser forget takes nothing away
@require_POST
def status_leave(_request: HttpRequest) -> HttpResponse:
    """Forget the message on this device."""
    return LOOK_UP.leave()


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
