"""The public pages of the question at the end of a guide."""

from __future__ import annotations

from typing import Final

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from foundation import rate_limits
from foundation.clock import local_today
from foundation.pages import page, private_page
from foundation.workflow import DomainError
from guides.models import PublishedGuide
from guides.use import give_vote
from guides.vote_forms import VoteForm

MOST_SENT: Final = 60
MOST_OF_ONE: Final = 20
"""Answers from one address in an hour, and about one guide in a day: a whole hall may stand behind one."""
HOUR: Final = 3600
DAY: Final = 24 * HOUR


@csrf_exempt  # the form on the page of a guide is the same for everybody; see ``VoteForm.doubts``
@require_http_methods(["GET", "HEAD", "POST"])
def guide_vote(request: HttpRequest, slug: str) -> HttpResponse:
    """Say whether a guide helped: sent from the guide itself, or from this page when something was missing."""
    guide = get_object_or_404(PublishedGuide.objects.only("pk", "record_id", "slug", "title", "title_en"), slug=slug)
    if request.method != "POST":
        return _write(request, guide, VoteForm())
    form = VoteForm(request.POST)
    if not form.is_valid():
        form.renew()
        return _write(request, guide, form, status=422)
    if problem := form.doubts(request):
        form.renew()
        return _write(request, guide, form, problem, status=422)
    if not _admits(request, guide):
        sentence = _("Very much was sent from your network. Please try again in an hour.")
        return _write(request, guide, form, sentence, status=429)
    data = form.cleaned_data
    try:
        give_vote(
            slug, helped=data["helped"] == "yes", reason=data["reason"], remark=data["remark"], today=local_today()
        )
    except (DomainError, ValidationError) as refusal:
        return _write(request, guide, form, str(refusal), status=409)
    return redirect("guides:vote_thanks", slug)


def _admits(request: HttpRequest, guide: PublishedGuide) -> bool:
    who = rate_limits.visitor(request)
    of_one = rate_limits.allow(f"guides.vote.{guide.record_id}", who, limit=MOST_OF_ONE, seconds=DAY)
    return of_one and rate_limits.allow("guides.vote", who, limit=MOST_SENT, seconds=HOUR)


def _write(
    request: HttpRequest, guide: PublishedGuide, form: VoteForm, problem: str = "", *, status: int = 200
) -> HttpResponse:
    context = {"guide": guide, "form": form, "problem": problem}
    title = _("Did this guide help you?")
    return private_page(request, "guides/vote_form.html", context, section="guides", title=title, status=status)


@require_safe
def vote_thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """Thanks; the same for everybody."""
    guide = get_object_or_404(PublishedGuide.objects.only("slug", "title", "title_en"), slug=slug)
    context = {"guide": guide}
    title = _("Thank you")
    return page(request, "guides/vote_thanks.html", context, section="guides", title=title, robots="noindex, follow")
