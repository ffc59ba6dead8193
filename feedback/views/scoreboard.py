"""The public scoreboard: what came, how it ended, how long it took; every public figure opens the answers behind it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from feedback.periods import Period
from feedback.reports.scoreboard import MONTHS, Figures, Scoreboard, scoreboard_of, within
from feedback.reports.scoreboard_rows import SHOWN, answers_behind, working_days
from feedback.states import REPLY_ENDINGS, Ending
from feedback.views.messages import SECTION
from foundation.calendar_days import load_calendar
from foundation.charts import Chart, Series, column_chart
from foundation.clock import local_today
from foundation.filters import clean_code
from foundation.organization import Department
from foundation.pages import page

PAGE_SIZE: Final = 50
_CODES: Final = {
    Ending.SOLVED: "a",
    Ending.EXPLAINED: "b",
    Ending.REFUSED: "c",
    Ending.OUT_OF_SCOPE: "d",
    Ending.WITHDRAWN: "e",
}


@require_safe
def scoreboard(request: HttpRequest) -> HttpResponse:
    """The figures of a year, of all departments or the months of one."""
    today = local_today()
    period, department = Period.read(request.GET.get("year", "")), _department(request)
    board = scoreboard_of(period.year if period else today.year, department=department, today=today)
    shown = range(1, today.month + 1) if board.is_present else MONTHS
    context = {
        "board": board,
        "department": department,
        "today": today,
        "endings": [(ending, _CODES[ending]) for ending in _CODES],
        "months": [_row(f"{board.year}-{m:02}", board.months[m], board, department, month=m) for m in shown],
        "departments": [_row(_name(one), figures, board, one) for one, figures in board.departments],
        "total": _row(_("Together"), board.total, board, department),
        "whole": _row(_("Together"), board.whole, board, None),
        "charts": [(code, title, chart) for code, title, chart in _charts(board, shown) if chart.columns],
    }
    return page(
        request,
        "feedback/scoreboard.html",
        context,
        section=SECTION,
        title=_("Scoreboard"),
        description=_("How many messages came, how they ended, and how long the replies took"),
        robots="noindex, follow" if request.GET else "",
    )


def _department(request: HttpRequest) -> Department | None:
    code = clean_code(request.GET.get("department", ""))
    return Department.objects.public().filter(code=code).first() if code else None


@require_safe
def scoreboard_rows(request: HttpRequest) -> HttpResponse:
    """The published answers behind a figure (``?show=``, ``?period=``, ``?department=``); of times, how they spread."""
    figure, period = SHOWN.get(request.GET.get("show", "")), Period.read(request.GET.get("period", ""))
    if figure is None or period is None:
        raise Http404
    department, calendar = _department(request), load_calendar()
    board = scoreboard_of(period.year, department=department, today=local_today())
    figures = board.total if period.month is None else board.months[period.month]
    found = Paginator(answers_behind(figure, period, department), PAGE_SIZE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    count = figure.count(figures)
    context = {
        "figure": figure,
        "period": period,
        "department": department,
        "count": count,
        "hidden": max(0, count - found.paginator.count),
        "days": within(figures.days, figure.share) if figure.share is not None else None,
        "spread": figures.spread if figure.share is not None else [],
        "found": found,
        "rows": [(answer, working_days(answer, calendar)) for answer in found],
        "query": f"{kept.urlencode()}&",
    }
    title = _("Behind a figure")
    return page(
        request, "feedback/scoreboard_rows.html", context, section=SECTION, title=title, robots="noindex, follow"
    )


def _name(department: Department | None) -> str:
    return department.local_name if department else _("not yet with a department")


def _row(
    label: str, figures: Figures, board: Scoreboard, department: Department | None, *, month: int | None = None
) -> dict[str, Any]:
    """Return a row of a table: its figures, and for each the address of what is behind it."""
    period = Period(board.year, month)
    chosen = {"year": str(board.year), **({"month": str(period)} if month else {})}
    narrowed = {"period": str(period)}
    if department is not None:
        chosen["department"] = narrowed["department"] = department.code
    address, behind = reverse("feedback:answer_list"), reverse("feedback:scoreboard_rows")
    ended = [*REPLY_ENDINGS, Ending.WITHDRAWN]
    return {
        "label": label,
        "department": department,
        "figures": figures,
        "url": f"{address}?{urlencode(chosen)}",
        "behind": {name: f"{behind}?{urlencode({'show': name, **narrowed})}" for name in SHOWN},
        "ratings": f"{reverse('ratings:list')}?{urlencode({'show': 'replies', **narrowed})}",
        "endings": [
            {
                "count": figures.endings[ending],
                "public": figures.published[ending],
                "url": f"{address}?{urlencode({**chosen, 'ending': ending.value})}",
            }
            for ending in ended
        ],
    }


def _charts(board: Scoreboard, shown: Any) -> Iterator[tuple[str, str, Chart]]:
    """Yield code, title and chart: volume, time, endings."""
    labels = [f"{month}" for month in shown]
    months = [board.months[month] for month in shown]
    volume = [
        Series(pgettext("messages", "received"), "a", [one.received for one in months]),
        Series(pgettext("messages", "answered"), "b", [one.answered for one in months]),
        Series(_("answered late"), "c", [one.late for one in months]),
    ]
    yield "volume", _("Messages by month"), column_chart(labels, volume)
    time = [
        Series(_("half of the replies within"), "a", [one.median for one in months]),
        Series(_("nine in ten replies within"), "d", [one.nine_in_ten for one in months]),
    ]
    yield "time", _("Working days to the reply, by month"), column_chart(labels, time)
    endings = [
        Series(str(ending.label), code, [one.endings[ending] for one in months]) for ending, code in _CODES.items()
    ]
    yield "endings", _("Endings by month"), column_chart(labels, endings, stacked=True)
