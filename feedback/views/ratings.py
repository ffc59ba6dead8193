"""Public pages of the good/bad rating: figures, the rows behind them, windows, and the form."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, Final, ParamSpec

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from feedback.actions.ratings import rate_reply, rate_visit
from feedback.actions.replies import last_sent
from feedback.forms.ratings import RatingForm
from feedback.grades import Grade
from feedback.models import Message, Rating, Reply
from feedback.periods import Period
from feedback.reports.ratings import SHOWN, RatingFigures, YearOfRatings, rated_years, ratings_of, rows_behind
from feedback.views.status import VISIT
from foundation import lookup_codes, pressure
from foundation.clock import local_today
from foundation.filters import clean_code
from foundation.listings import local_label
from foundation.organization import Department, Window
from foundation.pages import page, private_page
from foundation.visits import Visit
from foundation.workflow import DomainError

SECTION: Final = "feedback"
RECEIPT: Final = Visit("feedback_rating", seconds=15 * 60)
OWN: Final = Visit("feedback_rating_visit", seconds=30 * 60)
"""Of who showed number and code of a rating."""
LIMIT: Final = pressure.Limit("feedback.rating", 60, 3600)
"""In an hour from one address before the ticket is asked for: a whole hall with its tablets may stand behind one."""
PAGE_SIZE: Final = 30


@dataclass(frozen=True)
class Row:
    """A row of figures: its words, in which language these are, the rest of the address of its rows."""

    label: str
    lang: str
    query: str
    figures: RatingFigures
    url: str = ""
    """Where the figures are narrowed to this row."""


P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def for_the_public(view: View[P]) -> View[P]:
    """Refuse whoever is logged in: ratings are given by the public only (国办发〔2019〕51号)."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            title = _("Staff give no ratings")
            return private_page(request, "feedback/ratings/refused.html", {}, section=SECTION, title=title, status=403)
        return view(request, *args, **kwargs)

    return guarded


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The figures of a year (``?year=``), by grade, month and department, each with the rule by which it counts.

    ``?department=`` narrows all of them to one department.
    """
    years = rated_years() or [local_today().year]
    asked = Period.read(request.GET.get("year", ""))
    year = asked.year if asked is not None and asked.year in years else years[0]
    department = _department(request)
    only = f"&department={department.code}" if department is not None else ""
    figures = ratings_of(year, department)
    context = {
        "figures": figures,
        "year": str(year),
        "years": [str(one) for one in years],
        "department": department,
        "links": {name: f"{reverse('ratings:list')}?show={name}&period={year}{only}" for name in SHOWN},
        "grades": figures.total.grade_rows,
        "months": [Row(month, "", f"period={month}{only}", found) for month, found in figures.months],
        "departments": list(_department_rows(figures)),
    }
    return page(request, "feedback/ratings/index.html", context, section=SECTION, title=_("Good/bad rating"))


def _department_rows(figures: YearOfRatings) -> Iterator[Row]:
    year = figures.year
    for one, found in figures.departments:
        label = local_label(one.name, one.name_en)
        narrowed = f"?year={year}&department={one.code}"
        yield Row(label.text, label.lang, f"department={one.code}&period={year}", found, narrowed)


@require_safe
def rating_list(request: HttpRequest) -> HttpResponse:
    """The ratings behind a figure: what was rated and how, and what was done about the bad ones; nothing personal."""
    shown = request.GET.get("show", "bad")
    if shown not in SHOWN:
        raise Http404
    period = Period.read(request.GET.get("period", ""))
    department = _department(request)
    rows = rows_behind(shown, period).select_related("window", "department", "words").defer("remark", "name", "phone")
    grade = request.GET.get("grade", "")
    if grade in Grade.values:
        rows = rows.filter(grade=grade)
    if department is not None:
        rows = rows.filter(department=department)
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "found": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "shown": shown,
        "choices": [(name, words) for name, (words, _narrow) in SHOWN.items()],
        "words": SHOWN[shown][0],
        "period": period or "",
        "department": department,
        "grade": grade if grade in Grade.values else "",
        "query": f"{kept.urlencode()}&" if kept else "",
    }
    title = _("Ratings and what was done")
    return page(request, "feedback/ratings/list.html", context, section=SECTION, title=title, robots="noindex, follow")


def _department(request: HttpRequest) -> Department | None:
    code = clean_code(request.GET.get("department", ""))
    return Department.objects.filter(code=code).first() if code else None


@require_safe
def window_list(request: HttpRequest) -> HttpResponse:
    """The windows that can be rated."""
    windows = Window.objects.filter(is_active=True).select_related("department")
    context = {"windows": windows.order_by("department__position", "department__code", "number")}
    return page(request, "feedback/ratings/windows.html", context, section=SECTION, title=_("Rate a window"))


@csrf_exempt  # the guarded form checks it and keeps what was typed
@require_http_methods(["GET", "HEAD", "POST"])
@for_the_public
def rate_window(request: HttpRequest, number: str) -> HttpResponse:
    """The form for today's visit at a window: where the sign on the desk leads."""
    window = get_object_or_404(Window.objects.select_related("department"), number=clean_code(number), is_active=True)
    return _rate(request, window)


@csrf_exempt  # as above
@require_http_methods(["GET", "HEAD", "POST"])
@for_the_public
def rate_answer(request: HttpRequest) -> HttpResponse:
    """The form for the last reply to the message that this browser showed number and code of.

    Whoever rated it before is led to that rating; who could read the message gave it.
    """
    key = VISIT.key(request)
    message = Message.objects.filter(pk=key).first() if key else None
    reply = last_sent(message) if message is not None else None
    if reply is None:
        return redirect("feedback:status")
    rated = Rating.objects.filter(reply=reply).first()
    if rated is not None and request.method != "POST":
        response = redirect("ratings:status")
        OWN.open(request, response, str(rated.pk))
        return response
    return _rate(request, reply)


def _rate(request: HttpRequest, matter: Window | Reply) -> HttpResponse:
    if request.method != "POST":
        return _write(request, matter, RatingForm())
    form = RatingForm(request.POST)
    if not form.is_valid():
        return _write(request, matter, form, code=422)
    if problem := form.doubts(request):
        return _write(request, matter, form, problem, code=422)
    if problem := form.held_up(request, LIMIT):
        return pressure.ask_to_wait(_write(request, matter, form, problem, code=429))
    try:
        _give(matter, form)
    except DomainError as refusal:
        return _write(request, matter, form, str(refusal), code=409)
    response = redirect("ratings:receipt")
    RECEIPT.open(request, response, form.token.hex)
    return response


def _give(matter: Window | Reply, form: RatingForm) -> None:
    today = local_today()
    if isinstance(matter, Window):
        rate_visit(matter, form.entry(), token=form.token, today=today)
    else:
        rate_reply(matter, form.entry(), token=form.token, today=today)


def _write(
    request: HttpRequest, matter: Window | Reply, form: RatingForm, problem: str = "", *, code: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "problem": problem,
        "window": matter if isinstance(matter, Window) else None,
        "reply": matter if isinstance(matter, Reply) else None,
    }
    title = _("Rate a window") if isinstance(matter, Window) else _("Rate the reply")
    return private_page(request, "feedback/ratings/form.html", context, section=SECTION, title=title, status=code)


@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """Number and code, shown for a short while to the browser that sent the form."""
    token = RECEIPT.key(request)
    rating = Rating.objects.select_related("window").filter(token=token).first() if token else None
    if rating is None:
        return redirect("ratings:status")
    context = {"rating": rating, "code": lookup_codes.code_for(uuid.UUID(token))}
    title = _("Thank you for your rating")
    return private_page(request, "feedback/ratings/receipt.html", context, section=SECTION, title=title)
