"""What the register reminds of: the standing reminders, and whether the job that raises them runs."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from disclosure.actions.reminders import JOB, LATE_HOURS
from disclosure.models.reminders import Reminder, ReminderKind
from disclosure.staff import SEES
from foundation.clock import local_now
from foundation.job_runs import last_run
from foundation.staff_pages import staff_page, staff_view, user_of

PAGE_SIZE: Final = 50


@require_safe
@staff_view(*SEES)
def reminder_list(request: HttpRequest) -> HttpResponse:
    """The standing reminders, oldest day first; ``?kind=`` and ``?mine=1`` narrow them."""
    rows = Reminder.objects.standing().select_related("request", "request__handler")
    kept: dict[str, str] = {}
    if (kind := request.GET.get("kind", "")) in ReminderKind.values:
        rows, kept["kind"] = rows.filter(kind=kind), kind
    if request.GET.get("mine") == "1":
        rows, kept["mine"] = rows.filter(request__handler=user_of(request)), "1"
    run = last_run(JOB)
    context = {
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "kinds": ReminderKind.choices,
        "kept": kept,
        "query": urlencode(kept),
        "run": run,
        "is_late": run is None or run.hours_ago(local_now()) >= LATE_HOURS,
    }
    return staff_page(request, "disclosure/staff/reminder_list.html", context, title=_("Reminders"))
