"""The front page of feedback: which door for what, the way of a message, and how long it takes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from feedback.kinds import kinds_in_words
from feedback.models import PublishedAnswer
from feedback.views.messages import SECTION
from foundation.clock import local_today
from foundation.pages import page

NEWEST = 5


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Doors, the way, the times, and the newest answers."""
    context = {"kinds": kinds_in_words(local_today()), "newest": PublishedAnswer.objects.newest()[:NEWEST]}
    return page(
        request,
        "feedback/index.html",
        context,
        section=SECTION,
        title=_("Interaction"),
        description=_("Ask, suggest, complain, report and ask for help; see what was answered, and how quickly"),
        feed_url=reverse("feedback:feed"),
    )
