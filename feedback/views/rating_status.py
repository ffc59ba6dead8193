"""The way back to one's own rating by number and code: stage, result, supplement, rating after the result."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from feedback.actions.rating_words import withdraw_consent
from feedback.actions.ratings import add_supplement, rate_again
from feedback.forms.ratings import AgainForm, RatingLookupForm, SupplementForm
from feedback.grades import OPEN_STAGES, RatingStage, StepKind
from feedback.models import Rating
from feedback.personal import RATING
from feedback.views.ratings import OWN, SECTION, for_the_public
from foundation.clock import local_today
from foundation.lookups import LookUp
from foundation.pages import private_page
from foundation.public_forms import GuardedForm
from foundation.retention.holdings import Holdings
from foundation.workflow import DomainError

LOOK_UP: Final = LookUp(
    "feedback.rating_lookup",
    RatingLookupForm,
    OWN,
    "ratings:status",
    "feedback/ratings/lookup.html",
    SECTION,
    gettext_lazy("What became of my rating?"),
)
HOLDINGS: Final = Holdings(RATING, LOOK_UP, "ratings:status")


def _visited(request: HttpRequest) -> Rating | None:
    key = OWN.key(request)
    return Rating.objects.select_related("window", "department", "words").filter(pk=key).first() if key else None


@csrf_exempt  # checked below: the answer keeps what was typed
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest) -> HttpResponse:
    """The form for number and code; behind it, what became of the rating."""
    if request.method != "POST":
        rating = _visited(request)
        return LOOK_UP.ask(request) if rating is None else _show(request, rating)
    return LOOK_UP.answer(request)


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
@require_http_methods(["GET", "HEAD", "POST"])
@for_the_public
def supplement(request: HttpRequest) -> HttpResponse:
    """Add something, once."""
    return _send(request, SupplementForm(request.POST), lambda rating, data: add_supplement(rating, text=data["text"]))


@csrf_exempt  # as above
@require_http_methods(["GET", "HEAD", "POST"])
@for_the_public
def again(request: HttpRequest) -> HttpResponse:
    """Rate again after the result, once."""

    def act(rating: Rating, data: dict[str, Any]) -> Rating:
        return rate_again(rating, grade=data["grade"], today=local_today())

    return _send(request, AgainForm(request.POST), act)


def _send(request: HttpRequest, form: GuardedForm, act: Callable[[Rating, dict[str, Any]], Rating]) -> HttpResponse:
    rating = _visited(request)
    if rating is None or request.method != "POST":
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


@csrf_exempt  # checked below
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: HttpRequest) -> HttpResponse:
    """Take the consent to the publication of the remark back, after a page that asks whether it is meant."""
    rating = _visited(request)
    if rating is None or not rating.consents_to_publication:
        return redirect("ratings:status")
    return LOOK_UP.confirm(
        request,
        lambda: withdraw_consent(rating, today=local_today()),
        template="feedback/ratings/consent.html",
        title=_("Take the consent back"),
        rating=rating,
    )


@csrf_exempt  # who makes a browser forget takes nothing away
@require_POST
def leave(_request: HttpRequest) -> HttpResponse:
    """End the visit, on a shared computer for example."""
    return LOOK_UP.leave()
