"""What the side bar and the work desk show of disclosure: pages and figures, each figure with the rows behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disclosure.actions.reminders import JOB, LATE_HOURS
from disclosure.filters.register import SOON_DAYS, requests_with_letters
from disclosure.models.clock import Consultation
from disclosure.models.register import Request
from disclosure.models.reminders import ESCALATED, Reminder
from disclosure.models.suggestions import Suggestion
from disclosure.remedy_clocks import overdue_answers
from disclosure.reports.monitors import unpublished, waiting_texts
from disclosure.states import RequestStage
from foundation import access
from foundation.access import Capability
from foundation.calendar_days import load_calendar
from foundation.clock import local_now
from foundation.job_runs import last_run
from foundation.scoped_admin import DeskEntry
from foundation.staff_pages import StaffLink

if TYPE_CHECKING:
    from foundation.people import User

GROUP = gettext_lazy("Information disclosure")
SEES = (Capability.VIEW_REQUESTS, Capability.HANDLE_REQUESTS, Capability.APPROVE_REQUESTS)

LINKS = (
    StaffLink(GROUP, gettext_lazy("Register of requests"), "disclosure_staff:request_list", SEES),
    StaffLink(GROUP, gettext_lazy("Log a request"), "disclosure_staff:request_add", (Capability.HANDLE_REQUESTS,)),
    StaffLink(
        GROUP, gettext_lazy("Take over a register"), "disclosure_staff:register_import", (Capability.HANDLE_REQUESTS,)
    ),
    StaffLink(GROUP, gettext_lazy("Remedies"), "disclosure_staff:remedy_list", SEES),
    StaffLink(GROUP, gettext_lazy("Reminders"), "disclosure_staff:reminder_list", SEES),
    StaffLink(GROUP, gettext_lazy("Suggestions and corrections"), "disclosure_staff:suggestion_list", SEES),
    StaffLink(
        GROUP, gettext_lazy("Questions of the office"), "disclosure_staff:question_list", (Capability.ASSIST_REQUESTS,)
    ),
    StaffLink(GROUP, gettext_lazy("Monitors of disclosure"), "disclosure_staff:monitors", (Capability.VIEW_CONTENT,)),
    StaffLink(
        GROUP, gettext_lazy("Texts for the notice board"), "disclosure_staff:board_list", (Capability.VIEW_CONTENT,)
    ),
    StaffLink(GROUP, gettext_lazy("Publicity work"), "disclosure_staff:outreach", (Capability.VIEW_CONTENT,)),
)


def desk(user: User, today: dt.date) -> Iterable[DeskEntry]:
    """Return the figures of disclosure that somebody may open."""
    return [
        *_register_figures(user, today),
        *_reminder_figures(user),
        *_question_figures(user, today),
        *_monitor_figures(user, today),
    ]


def _question_figures(user: User, today: dt.date) -> list[DeskEntry]:
    """Return the questions that wait for the own departments, and how many of them too long."""
    if not access.may(user, Capability.ASSIST_REQUESTS):
        return []
    waiting = Consultation.objects.visible_to(user).answerable()
    url = f"{reverse('disclosure_staff:question_list')}?open=1"
    figures = [(_("Questions to answer"), waiting.count())]
    if late := waiting.filter(answer_due__lt=today).count():
        figures.append((_("Answers overdue"), late))
    return [DeskEntry(str(GROUP), label, count, url, count > 0) for label, count in figures]


def _reminder_figures(user: User) -> list[DeskEntry]:
    """Return the reminders: to officers their own and all, to the head what is overdue and whether the job runs."""
    group, address = str(GROUP), reverse("disclosure_staff:reminder_list")
    standing = Reminder.objects.standing()
    if access.may(user, Capability.HANDLE_REQUESTS):
        mine = standing.filter(request__handler=user).count()
        return [
            DeskEntry(group, _("Reminders of my requests"), mine, f"{address}?mine=1", mine > 0),
            DeskEntry(group, _("Reminders of all requests"), standing.count(), address),
        ]
    if not access.may(user, Capability.APPROVE_REQUESTS):
        return []
    escalated, run = standing.filter(kind__in=ESCALATED).count(), last_run(JOB)
    figures = [DeskEntry(group, _("Overdue, escalated to you"), escalated, f"{address}?kind=overdue", escalated > 0)]
    if run is None:
        return [*figures, DeskEntry(group, _("Checks of reminders so far"), 0, address, urgent=True)]
    hours = run.hours_ago(local_now())
    return [
        *figures,
        DeskEntry(group, _("Hours since the last check of reminders"), hours, address, urgent=hours >= LATE_HOURS),
    ]


def _monitor_figures(user: User, today: dt.date) -> list[DeskEntry]:
    """Return how many texts are not public in time, for those who may change that."""
    edits = access.scope_of(user, Capability.EDIT_CONTENT)
    if not edits:
        return []
    waiting = waiting_texts(edits.limit(unpublished(today=today)), load_calendar(), today=today)
    late = sum(1 for text in waiting if text.is_late)
    label = _("Not public within 20 working days")
    return [DeskEntry(str(GROUP), label, late, reverse("disclosure_staff:monitors"), late > 0)]


def _register_figures(user: User, today: dt.date) -> list[DeskEntry]:
    if not any(access.may(user, capability) for capability in SEES):
        return []
    register = reverse("disclosure_staff:request_list")
    soon = Request.objects.due_within(today, today + dt.timedelta(SOON_DAYS)).count()
    figures = [
        (_("Overdue"), Request.objects.overdue(today).count(), f"{register}?clock=overdue&sort=due", True),
        (_("Due within 7 days"), soon, f"{register}?clock=soon&sort=due", True),
        (_("Waiting for confirmation"), Request.objects.unconfirmed().count(), f"{register}?stage=submitted", True),
        (_("Corrections that arrived"), Request.objects.corrected().count(), f"{register}?clock=corrected", True),
        (_("Open"), Request.objects.open().count(), f"{register}?clock=open&sort=due", False),
    ]
    if access.may(user, Capability.HANDLE_REQUESTS):
        for label, state in ((_("Letters to send"), "unsent"), (_("Letters without proof of service"), "unproved")):
            count = requests_with_letters(Request.objects.all(), state, today).count()
            figures.append((label, count, f"{register}?letters={state}", True))
    if waiting := Suggestion.objects.waiting().count():
        url = f"{reverse('disclosure_staff:suggestion_list')}?waiting=1"
        figures.append((_("Suggestions without an answer"), waiting, url, True))
    if late := len(overdue_answers(today, load_calendar())):
        url = reverse("disclosure_staff:remedy_list")
        figures.append((_("Our answer to a remedy overdue"), late, f"{url}?open=1", True))
    if access.may(user, Capability.APPROVE_REQUESTS):
        releasing = Request.objects.filter(stage=RequestStage.RELEASING).count()
        figures.insert(0, (_("Decisions to release"), releasing, f"{register}?stage=releasing", True))
    group = str(GROUP)
    return [DeskEntry(group, label, count, url, urgent and count > 0) for label, count, url, urgent in figures]
