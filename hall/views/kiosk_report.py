"""“This guide is wrong” at the kiosk: one touch says which part; words are for the phone."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from foundation.calendar_days import load_calendar
from foundation.clock import local_today
from foundation.pages import CHINESE
from guides.actions.error_reports import ErrorEntry, report_error
from guides.models import PublishedGuide
from guides.models.error_reports import Part, Source
from hall.kiosk.frame import is_allowed, kiosk_page, kiosk_view, take_along
from hall.kiosk.stamps import Stamps
from hall.models import Device

MOST_REPORTS: Final = 20
REPORTS_SECONDS: Final = 3600
PARTS: Final = tuple(choice for choice in Part.choices if choice[0] not in {Part.FORMS, Part.LINK})
"""What a kiosk shows: it has neither forms to download nor links that lead elsewhere."""
STAMPS: Final = Stamps("hall.kiosk.report")


@csrf_exempt  # the token of the device is never sent along from another site (SameSite=Strict); the stamp counts once
@require_http_methods(["GET", "HEAD", "POST"])
@kiosk_view
def report(request: HttpRequest, device: Device | None, slug: str) -> HttpResponse:
    """Which part is wrong, one touch. Only an enrolled kiosk takes a report; elsewhere the code leads to the web."""
    columns = ("record", "revision", "slug", "title", "title_en", "situation", "revision_number")
    guide = get_object_or_404(PublishedGuide.objects.only(*columns), slug=slug)
    if request.method != "POST":
        return _ask(request, device, guide)
    if device is None:
        return _ask(request, device, guide, _("Only the kiosks of the hall take reports here."), status=403)
    token = STAMPS.token(request)
    if token is None:
        return _ask(request, device, guide, _("Please press once more."), status=422)
    part = request.POST.get("part", "")
    if part not in dict(PARTS):
        return _ask(request, device, guide, _("Choose the part that is wrong."), status=422)
    if not is_allowed(request, device, "hall.report", limit=MOST_REPORTS, seconds=REPORTS_SECONDS):
        sentence = _("Very many reports were sent here. Please tell the enquiry desk.")
        return _ask(request, device, guide, sentence, status=429)
    with override(CHINESE):
        words = _("Chosen at the kiosk “%(kiosk)s”, without words.") % {"kiosk": device.name}
    entry = ErrorEntry(part, words, Source.KIOSK)
    made, _code = report_error(guide, entry, token=token, calendar=load_calendar(), today=local_today())
    context = {"guide": guide, "record": made}
    title = _("Thank you: the department looks into it")
    return kiosk_page(request, "hall/kiosk/reported.html", context, title=title, back=_up(guide))


def _up(guide: PublishedGuide) -> str:
    return reverse("kiosk:guide", args=[guide.slug])


def _ask(
    request: HttpRequest, device: Device | None, guide: PublishedGuide, problem: str = "", *, status: int = 200
) -> HttpResponse:
    with override(CHINESE):
        public = f"{reverse('guides:error_report', args=[guide.slug])}?from={Source.KIOSK}"
    context = {
        "guide": guide,
        "takes": device is not None,
        "stamp": STAMPS.new(),
        "parts": PARTS,
        "problem": problem,
        "along": take_along(public),
    }
    title = _("What is wrong here?")
    return kiosk_page(request, "hall/kiosk/report.html", context, title=title, back=_up(guide), status=status)
