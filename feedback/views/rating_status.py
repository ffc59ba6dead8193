"""The way back to one's own rating by number and code: stage, result, supplement, rating after the result."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from feedback.actions.ratings import add_supplement, rate_again
from feedback.forms.ratings import AgainForm, RatingLookupForm, SupplementForm
from feedback.grades import OPEN_STAGES, RatingStage, StepKind
from feedback.models import Rating
from feedback.views.ratings import SECTION, for_the_public
from foundation import rate_limits
from foundation.clock import local_today
from foundation.pages import private_page
from foundation.public_forms import GuardedForm, is_forged
from foundation.visits import Visit
from foundation.workflow import DomainError

VISIT: Final = Visit("feedback_rating_visit", seconds=30 * 60)
MOST_TRIES: Final = 30
PER_SECONDS: Final = 600
"""Look-ups in ten minutes from one address."""


def _visited(request: HttpRequest) -> Rating | None:
    key = VISIT.key(request)
    return Rating.objects.select_related("window", "department").filter(pk=key).first() if key else None


@csrf_exempt  # checked below: the answer keeps what was typed
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest) -> HttpResponse:
    """The form for number and code; behind it, what became of the rating."""
    if request.method != "POST":
        rating = _visited(request)
        return _ask(request, RatingLookupForm()) if rating is None else _show(request, rating)
    form = RatingLookupForm(request.POST)
    visitor = rate_limits.visitor(request)
    if not rate_limits.allow("feedback.rating_lookup", visitor, limit=MOST_TRIES, seconds=PER_SECONDS):
        sentence = _("There were very many look-ups from your network. Please try again in ten minutes, or call us.")
        return _ask(request, form, sentence, code=429)
    if is_forged(request):
        return _ask(request, form, _("Please send once more; your browser must allow cookies for this site."), code=422)
    if not form.is_valid() or form.found is None:
        return _ask(request, form, code=422)
    response = redirect("ratings:status")
    VISIT.open(request, response, str(form.found.pk))
    return response


def _ask(request: HttpRequest, form: RatingLookupForm, problem: str = "", *, code: int = 200) -> HttpResponse:
    context = {"form": form, "problem": problem}
    title = _("What became of my rating?")
    return private_page(request, "feedback/ratings/lookup.html", context, section=SECTION, title=title, status=code)


def _show(
    request: HttpRequest, rating: Rating, sent: GuardedForm | None = None, problem: str = "", *, code: int = 200
) -> HttpResponse:
    supplement = getattr(rating, "supplement", None)
    told = rating.steps.filter(kind=StepKind.TOLD).first()
    appeal = rating.appeals.filter(is_granted=True).first()
    context = {
        "rating": rating,
        "problem": problem,
        "sent": sent,
        "is_open": rating.stage in OPEN_STAGES,
        "is_overdue": rating.due_on is not None and rating.due_on < local_today(),
        "told": told,
        "appeal": appeal,
        "supplement": supplement,
        "supplement_form": sent if isinstance(sent, SupplementForm) else SupplementForm(),
        "again_form": sent if isinstance(sent, AgainForm) else AgainForm(),
        "may_add": supplement is None,
        "may_rate_again": rating.stage == RatingStage.TOLD and not rating.re_grade,
    }
    title = _("Rating %(number)s") % {"number": rating.number}
    return private_page(request, "feedback/ratings/status.html", context, section=SECTION, title=title, status=code)


@csrf_exempt  # the guarded form checks it
@require_POST
@for_the_public
def supplement(request: HttpRequest) -> HttpResponse:
    """Add something, once."""
    return _send(request, SupplementForm(request.POST), lambda rating, data: add_supplement(rating, text=data["text"]))


@csrf_exempt  # as above
@require_POST
@for_the_public
def again(request: HttpRequest) -> HttpResponse:
    """Rate again after the result, once."""

    def act(rating: Rating, data: dict[str, Any]) -> Rating:
        return rate_again(rating, grade=data["grade"], today=local_today())

    return _send(request, AgainForm(request.POST), act)


def _send(request: HttpRequest, form: GuardedForm, act: Callable[[Rating, dict[str, Any]], Rating]) -> HttpResponse:
    rating = _visited(request)
    if rating is None:
        return redirect("ratings:status")
    if not form.is_valid():
        return _show(request, rating, form, code=422)
    if problem := form.doubts(request):
        return _show(request, rating, form, problem, code=422)
    try:
        act(rating, form.cleaned_data)
    except DomainError as refusal:
        return _show(request, rating, form, str(refusal), code=409)
    return redirect("ratings:status")


@require_POST
def leave(_request: HttpRequest) -> HttpResponse:
    """End the visit, on a shared computer for example."""
    response = redirect("ratings:index")
    VISIT.close(response)
    return response
