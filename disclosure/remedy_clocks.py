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
from disclosure.outcomes import REVIEW_FIRST_FROM, may_be_sued
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
    """Return by when we have to answer; None before the notice reached us, for complaints and for our own appeal."""
    day = remedy.notified_on
    if day is None or remedy.kind == RemedyKind.COMPLAINT or remedy.ours:
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


def silence_windows(request: Request, calendar: WorkCalendar, *, today: dt.date) -> list[RemedyClock]:
    """Return until when remedies against the failure to reply may be filed; none while the reply is in time.

    The applicant knows of the failure when the reply period has passed.  Since 2024 it is reviewed before it is sued
    (行政复议法 art. 23(1)(3)); before, it could be sued directly.
    """
    day = request.due_on
    if day is None or today <= day or request.concluded_on is not None:
        return []
    first = day >= REVIEW_FIRST_FROM
    article = f"{_REVIEW}第二十条、第二十三条第一款第（三）项" if first else f"{_REVIEW}第二十条"
    found = [
        _clock(
            _("Administrative review of the failure to reply, before any lawsuit")
            if first
            else _("Administrative review of the failure to reply"),
            lambda: rules.review_filing_ends(day, calendar),
            article,
            day,
        )
    ]
    if not first:
        what = _("Lawsuit for the failure to reply")
        found.append(_clock(what, lambda: rules.suit_filing_ends(day, calendar), f"{_LAW}第四十六条", day))
    return found


def next_windows(remedy: Remedy, calendar: WorkCalendar) -> list[RemedyClock]:
    """Return what may or has to follow a case: the review organ's decision, a lawsuit after it, an appeal.

    Counted from the recorded day of the outcome, as long as no case that follows is recorded.
    """
    if remedy.followed_by.all():
        return []
    if remedy.kind == RemedyKind.REVIEW:
        return _after_review(remedy, calendar)
    day = remedy.closed_on
    if day is None or remedy.kind not in {RemedyKind.DIRECT_SUIT, RemedyKind.SUIT_AFTER_REVIEW}:
        return []
    article = f"{_LAW}第八十五条"
    return [
        _clock(_("Appeal against a judgment"), lambda: rules.appeal_ends(day, calendar, ruling=False), article, day),
        _clock(_("Appeal against a ruling"), lambda: rules.appeal_ends(day, calendar, ruling=True), article, day),
    ]


def _after_review(review: Remedy, calendar: WorkCalendar) -> list[RemedyClock]:
    closed, accepted = review.closed_on, review.accepted_on
    if closed is not None:
        what, article = _("Lawsuit after review"), f"{_LAW}第四十五条"
        return [_clock(what, lambda: rules.suit_after_review_ends(closed, calendar), article, closed)]
    if accepted is None:
        return []

    def due() -> dt.date:
        return rules.review_decision_due(accepted, calendar, simplified=review.simplified)

    decision = _clock(_("Decision of the review organ, unless extended"), due, f"{_REVIEW}第六十二条", accepted)
    if decision.due_on is None:
        return [decision]
    silent = decision.due_on
    suit = _clock(
        _("Lawsuit when the review organ keeps silent"),
        lambda: rules.suit_after_review_ends(silent, calendar),
        f"{_REVIEW}第三十四条",
        silent,
    )
    return [decision, suit]


def windows_of(request: Request, calendar: WorkCalendar, *, today: dt.date) -> list[RemedyClock]:
    """Return every window that a request has now: against the decision or the silence, and after each case."""
    found = filing_windows(request, calendar) + silence_windows(request, calendar, today=today)
    for remedy in request.remedies.prefetch_related("followed_by"):
        found += next_windows(remedy, calendar)
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
