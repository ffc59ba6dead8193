"""The clocks around remedies: until when one may be filed, and by when we have to answer; computed, never stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from disclosure import remedy_deadlines as rules
from disclosure.letters.kinds import LetterKind
from disclosure.models.letters import Service
from disclosure.models.register import Request
from disclosure.models.remedies import Remedy, RemedyKind
from disclosure.outcomes import may_be_sued
from foundation.workdays import WorkCalendar, YearNotCovered


@dataclass(frozen=True)
class RemedyClock:
    """One period: what has to happen, the last day (None where the calendar is missing), and its article."""

    what: Promise
    due_on: dt.date | None
    basis: str
    from_day: dt.date
    missing_year: int | None = None


_LAW = "《行政诉讼法》"
_REVIEW = "《行政复议法》"


def our_clock(remedy: Remedy, calendar: WorkCalendar) -> RemedyClock | None:
    """Return by when we have to answer; None before the notice reached us, and for complaints."""
    day = remedy.notified_on
    if day is None or remedy.kind == RemedyKind.COMPLAINT:
        return None
    if remedy.kind == RemedyKind.REVIEW:
        article = f"{_REVIEW}第五十四条" if remedy.simplified else f"{_REVIEW}第四十八条"
        return _clock(
            _("Our written answer to the review organ"),
            lambda: rules.review_answer_due(day, calendar, simplified=remedy.simplified),
            article,
            day,
        )
    return _clock(_("Our defence in court"), lambda: rules.defence_due(day, calendar), f"{_LAW}第六十七条", day)


def filing_windows(request: Request, calendar: WorkCalendar) -> list[RemedyClock]:
    """Return until when remedies against the decision may be filed.

    The window runs from the day the applicant knew the decision: the proof of service, and where there is none,
    provisionally the day it was sent.  Where review comes first for everything (复议前置) no direct lawsuit is listed.
    """
    service = (
        Service.objects.valid()
        .filter(letter__request=request, letter__kind=LetterKind.DECISION, returned_on=None)
        .order_by("served_on", "sent_on")
        .first()
    )
    decision = request.decisions.first()
    if service is None or decision is None or decision.decided_on is None:
        return []
    day = service.served_on or service.sent_on
    found = [
        _clock(_("Administrative review"), lambda: rules.review_filing_ends(day, calendar), f"{_REVIEW}第二十条", day)
    ]
    if may_be_sued([row.grounds for row in decision.items.all()], decision.decided_on):
        found.append(
            _clock(_("Lawsuit without review"), lambda: rules.suit_filing_ends(day, calendar), f"{_LAW}第四十六条", day)
        )
    return found


def _clock(what: Promise, compute: Callable[[], dt.date], basis: str, day: dt.date) -> RemedyClock:
    try:
        return RemedyClock(what, compute(), basis, day)
    except YearNotCovered as missing:
        return RemedyClock(what, None, basis, day, missing.year)


def overdue_answers(today: dt.date, calendar: WorkCalendar) -> list[Remedy]:
    """Return the open cases in which our own answer is late."""
    waiting = Remedy.objects.filter(outcome="", answered_on=None, notified_on__isnull=False).select_related("request")
    clocks = ((remedy, our_clock(remedy, calendar)) for remedy in waiting)
    return [remedy for remedy, clock in clocks if clock and clock.due_on and clock.due_on < today]
