"""The figures of messages for staff: each one opens the messages behind it in the inbox."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from feedback.filters.inbox import NO_DEPARTMENT
from feedback.models.messages import Message
from feedback.reports.scoreboard import MONTHS, Figures, scoreboard_of
from feedback.states import REPLY_ENDINGS
from foundation.access import Capability
from foundation.clock import local_today
from foundation.organization import Department
from foundation.staff_pages import staff_page, staff_view, user_of

_YEAR_DIGITS: Final = 4


@require_safe
@staff_view(Capability.VIEW_MESSAGES)
def message_figures(request: HttpRequest) -> HttpResponse:
    """The scoreboard of the messages that somebody may see, by month and by department."""
    today, wanted = local_today(), request.GET.get("year", "")
    is_year = wanted.isascii() and wanted.isdigit() and len(wanted) == _YEAR_DIGITS and wanted > "0000"
    among = Message.objects.visible_to(user_of(request))
    board = scoreboard_of(int(wanted) if is_year else today.year, among=among, today=today)
    year = f"{board.year:04}"
    tables = [
        (_("By month"), [(f"{year}-{m:02}", _cells(board.months[m], f"{year}-{m:02}")) for m in MONTHS], False),
        (
            pgettext("figures", "By department"),
            [(_name(one), _cells(figures, year, _code(one))) for one, figures in board.departments],
            True,
        ),
    ]
    total = (_("Together"), _cells(board.total, year))
    context = {"board": board, "headings": _headings(), "tables": tables, "total": total, "today": today}
    return staff_page(request, "feedback/staff/message_figures.html", context, title=_("Figures of messages"))


def _name(department: Department | None) -> str:
    return department.local_name if department else _("not yet with a department")


def _code(department: Department | None) -> str:
    return department.code if department else NO_DEPARTMENT


def _headings() -> list[str]:
    return [
        pgettext("messages", "received"),
        pgettext("messages", "answered"),
        _("answered late"),
        _("half within (working days)"),
        _("nine in ten within"),
        *(str(ending.label) for ending in REPLY_ENDINGS),
    ]


def _cells(figures: Figures, period: str, department: str = "") -> list[tuple[Any, str]]:
    """Return value and address of each figure; behind days stand the replies of the period, the longest first."""
    inbox = reverse("feedback_staff:message_list")
    chosen = {"department": department} if department else {}

    def link(**more: str) -> str:
        return f"{inbox}?{urlencode({**chosen, **more})}"

    return [
        (figures.received, link(received=period)),
        (figures.answered, link(answered=period)),
        (figures.late, link(answered=period, late="yes")),
        (figures.median, link(answered=period, sort="slow")),
        (figures.nine_in_ten, link(answered=period, sort="slow")),
        *((figures.endings[one], link(answered=period, ending=one.value)) for one in REPLY_ENDINGS),
    ]
