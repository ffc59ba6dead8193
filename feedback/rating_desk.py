"""What the side bar and the work desk show of ratings, and how the days of a bad one are explained."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.actions.rating_words import masked_remark, masker_of
from feedback.grades import CALL_STEPS, OPEN_STAGES, RatingStage, contact_due, mending_due
from feedback.models.calls import Call
from feedback.models.ratings import Rating, RatingStep, rating_limits
from foundation import access
from foundation.access import Capability
from foundation.calendar_days import load_calendar
from foundation.scoped_admin import DeskEntry
from foundation.staff_pages import StaffLink
from foundation.workdays import YearNotCovered
from foundation.workflow import DomainError

if TYPE_CHECKING:
    from foundation.people import User

GROUP = gettext_lazy("Ratings and calls")

LINKS = (
    StaffLink(GROUP, gettext_lazy("Ratings"), "ratings_staff:list", (Capability.VIEW_MESSAGES,)),
    StaffLink(GROUP, gettext_lazy("Signs for the windows"), "ratings_staff:signs", (Capability.HANDLE_MESSAGES,)),
)


def desk(user: User, today: dt.date) -> Iterable[DeskEntry]:
    """Return the figures of ratings that somebody may open; what is overdue presses until somebody acts."""
    if not access.may(user, Capability.VIEW_MESSAGES):
        return []
    rows, address, group = Rating.objects.visible_to(user), reverse("ratings_staff:list"), str(GROUP)
    figures: list[tuple[str, QuerySet[Rating], str, bool]] = [
        (_("Bad ratings overdue"), rows.overdue(today), "todo=overdue", True),
        (_("Raters to call back"), rows.filter(stage=RatingStage.CONTACTING), "stage=contacting", True),
        (_("Bad ratings open"), rows.open(), "todo=open", False),
    ]
    approves = access.scope_of(user, Capability.APPROVE_MESSAGES)
    if approves:
        waiting = approves.limit(rows.words_submitted())
        figures.append((_("Words about ratings to release"), waiting, "todo=words", True))
    if approves.everywhere:
        figures.append((_("Appeals to decide"), rows.appealed(), "todo=appeal", True))
    return [
        DeskEntry(group, label, count, f"{address}?{query}", presses and count > 0)
        for label, found, query, presses in figures
        for count in [found.count()]
    ]


def words_of(rating: Rating, user: User, *, handles: bool, is_read: bool) -> dict[str, Any]:
    """Return what rater and staff wrote, as the person may read it.

    The rater's words are masked unless the person has just stated the occasion (``is_read``); notes of the staff are
    whole for those who handle the rating, masked for all others.
    """
    masker, supplement = masker_of(rating), getattr(rating, "supplement", None)
    added = "" if supplement is None else supplement.text
    return {
        "remark": rating.remark if is_read else masked_remark(rating),
        "supplement": supplement,
        "words": getattr(rating, "words", None),
        "supplement_text": added if is_read else masker.mask(added),
        "steps": [
            (step, step.note if handles else masker.mask(step.note), is_late)
            for step, is_late in _judged(rating, rating.steps.select_related("recorded_by"))
        ],
        "calls": [
            (call, call.note if handles else masker.mask(call.note))
            for call in Call.objects.filter(rating=rating).shown_to(user)
        ],
    }


def _judged(rating: Rating, steps: Iterable[RatingStep]) -> Iterator[tuple[RatingStep, bool]]:
    """Yield each step with whether it came after its last day; without calendar or limits none is called late."""
    try:
        limits, calendar = rating_limits(rating.rated_on), load_calendar()
        contact = contact_due(rating.rated_on, limits, calendar)
        mending = mending_due(rating.rated_on, is_complex=rating.is_complex, limits=limits, calendar=calendar)
    except (YearNotCovered, DomainError):
        contact = mending = dt.date.max
    for step in steps:
        yield step, step.on > (contact if step.kind in CALL_STEPS else mending)


def due_steps(rating: Rating) -> Sequence[tuple[str, str]]:
    """Return each limit of an open bad rating with its last day and how it is counted, as words."""
    if rating.stage not in OPEN_STAGES:
        return ()
    try:
        limits, calendar = rating_limits(rating.rated_on), load_calendar()
        mending = limits.complex_days if rating.is_complex else limits.simple_days
        found = []
        if rating.stage == RatingStage.CONTACTING:
            day = contact_due(rating.rated_on, limits, calendar)
            found.append((_("Call back"), _counted(rating.rated_on, limits.contact_days, day)))
        day = mending_due(rating.rated_on, is_complex=rating.is_complex, limits=limits, calendar=calendar)
        label = _("Correct or explain, and tell (complex)") if rating.is_complex else _("Correct or explain, and tell")
        return [*found, (label, _counted(rating.rated_on, mending, day))]
    except (YearNotCovered, DomainError) as reason:
        return [(_("Not computable"), str(reason))]


def _counted(start: dt.date, days: int, end: dt.date) -> str:
    return _("%(end)s: %(days)d working days after %(start)s") % {
        "start": start.isoformat(),
        "days": days,
        "end": end.isoformat(),
    }
