"""Pages of the kiosk about what somebody knows or thinks: progress by number and code, the rating of a window."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from feedback.actions.ratings import RatingEntry, rate_visit
from feedback.grades import STARS, Grade
from foundation.clock import local_today
from foundation.filters import clean_code
from foundation.lookup_codes import ALPHABET
from foundation.organization import Window
from foundation.pages import CHINESE
from foundation.workflow import DomainError
from hall.kiosk import keys, progress
from hall.kiosk.frame import is_allowed, kiosk_page, kiosk_view, take_along
from hall.kiosk.stamps import Stamps
from hall.models import Device
from hall.wall import by_department, hall_windows

MOST_TRIES: Final = 30
TRIES_SECONDS: Final = 600
MOST_RATINGS: Final = 60
RATINGS_SECONDS: Final = 3600
"""In an hour at one kiosk: a rating a minute is a busy hall."""
STAMPS: Final = Stamps("hall.kiosk.rating")


@csrf_exempt  # it reads, and only for whoever sends number and code: a forged sender learns nothing
@require_http_methods(["GET", "HEAD", "POST"])
@kiosk_view
def look_up(request: HttpRequest, device: Device | None) -> HttpResponse:
    """Number and code, typed with keys on the screen: each key is a button of one form, no address holds anything."""
    typed = progress.Typed.read(request.POST.dict()) if request.method == "POST" else progress.Typed()
    problems: list[str] = []
    if typed.is_complete and typed.step == "code":
        if is_allowed(request, device, "hall.lookup", limit=MOST_TRIES, seconds=TRIES_SECONDS):
            standing, found = progress.look_up(typed, today=local_today())
            if standing is not None:
                return _show(request, standing, progress.REGISTERS[typed.kind])
            problems = list(found)
        else:
            problems = [_("There were very many look-ups here. Please wait ten minutes, or ask at the enquiry desk.")]
    context = {
        "typed": typed,
        "registers": progress.REGISTERS,
        "register": progress.REGISTERS.get(typed.kind),
        "faces": ALPHABET if typed.step == "code" else keys.DIGITS,
        "problems": problems,
    }
    title = _("Where is my matter?")
    status = 429 if problems and not typed.is_complete else 422 if problems else 200
    return kiosk_page(
        request, "hall/kiosk/progress.html", context, title=title, back=reverse("kiosk:index"), status=status
    )


def _show(request: HttpRequest, standing: progress.Standing, register: progress.Register) -> HttpResponse:
    with override(CHINESE):
        path = reverse(register.url_name)
    context = {"standing": standing, "register": register, "along": take_along(path)}
    title = _("Where is my matter?")
    return kiosk_page(request, "hall/kiosk/standing.html", context, title=title, back=reverse("kiosk:progress"))


@require_safe
@kiosk_view
def rating(request: HttpRequest, device: Device | None) -> HttpResponse:
    """The windows that can be rated, by department."""
    context = {"departments": by_department(hall_windows({}))}
    title = _("Rate a window")
    return kiosk_page(request, "hall/kiosk/rating.html", context, title=title, back=reverse("kiosk:index"))


@csrf_exempt  # the token of the device is never sent along from another site (SameSite=Strict); the stamp counts once
@require_http_methods(["GET", "HEAD", "POST"])
@kiosk_view
def rate_window(request: HttpRequest, device: Device | None, number: str) -> HttpResponse:
    """Five large keys, one touch. Only an enrolled kiosk takes a rating; elsewhere the code leads to the web."""
    window = get_object_or_404(Window.objects.select_related("department"), number=clean_code(number), is_active=True)
    if request.method != "POST":
        return _ask(request, device, window)
    if device is None:
        return _ask(request, device, window, _("Only the kiosks of the hall take ratings here."), status=403)
    token = STAMPS.token(request)
    if token is None:
        return _ask(request, device, window, _("Please press once more."), status=422)
    grade = request.POST.get("grade", "")
    if grade not in Grade.values:
        return _ask(request, device, window, _("Choose one of the five grades."), status=422)
    if not is_allowed(request, device, "hall.rating", limit=MOST_RATINGS, seconds=RATINGS_SECONDS):
        sentence = _("Very many ratings were given here. Please try again in an hour.")
        return _ask(request, device, window, sentence, status=429)
    try:
        rate_visit(window, RatingEntry(grade), token=token, today=local_today())
    except DomainError as refusal:
        return _ask(request, device, window, str(refusal), status=409)
    context = {"window": window, "stars": STARS[grade], "grade": Grade(grade).label}
    title = _("Thank you for your rating")
    return kiosk_page(request, "hall/kiosk/rated.html", context, title=title, back=reverse("kiosk:rating"))


def _ask(
    request: HttpRequest, device: Device | None, window: Window, problem: str = "", *, status: int = 200
) -> HttpResponse:
    with override(CHINESE):
        public = reverse("ratings:rate_window", args=[window.number])
    context = {
        "window": window,
        "takes": device is not None,
        "stamp": STAMPS.new(),
        "grades": [(grade.value, STARS[grade.value], grade.label) for grade in Grade],
        "problem": problem,
        "along": take_along(public),
    }
    title = _("Rate window %(number)s") % {"number": window.number}
    return kiosk_page(
        request, "hall/kiosk/rate_window.html", context, title=title, back=reverse("kiosk:rating"), status=status
    )
