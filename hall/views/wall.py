"""The public wall page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foundation.clock import local_now
from foundation.pages import page
from hall.wall import wall_context


@require_safe
def wall(request: HttpRequest) -> HttpResponse:
    """Which department serves at which window, and who is on duty there today."""
    return page(
        request,
        "hall/wall.html",
        wall_context(local_now()),
        section="hall",
        title=_("The hall today"),
        description=_("Which department serves at which window, who is on duty today, and how to get there."),
    )
