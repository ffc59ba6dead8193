"""The clocks around remedies: until when one may be filed, and by when we have to answer; computed, never stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from disclosure import remedy_deadlines as rules
from disclosure.letters.kinds import LetterKind
from disclosure.models.letters import Service
from disclosure.models.register import Request
from disclosure.models.remedies import Remedy, RemedyKind
from disclosure.outcomes import REVIEW_FIRST_FROM, may_be_sued
from foundation.steps import Step
from foundation.workdays import WorkCalendar, YearNotCovered


@dataclass(frozen=True)
class RemedyClock:
    """One period: what has to happen, the last day, its article, and how it is counted.

    There is no last day where the calendar of ``missing_year`` is missing, or, without a ``from_day``, while nobody
    recorded the service that it runs from.
    """

    what: Promise
    due_on: dt.date | None
    basis: str
    from_day: dt.date | None
    missing_year: int | None = None
    steps: tuple[Step, ...] = ()


_LAW = "《行政诉讼法》"
_REVIEW = "《行政复议法》"
_Ends = Callable[[dt.date, WorkCalendar | None], dt.date]
"""From the first day of a period and the calendar to its last; without a calendar, wherever that falls."""
_REVIEW_FILING: Final = _("60 days")
_SUIT_FILING: Final = _("6 months")
_SUIT_AFTER_REVIEW: Final = _("15 days")
_DEFENCE: Final = _("15 days")
_APPEAL_JUDGMENT: Final = _("15 days")
_APPEAL_RULING: Final = _("10 days")
_REVIEW_DECISION: Final = _("60 days")
_REVIEW_DECISION_SIMPLIFIED: Final = _("30 days")
"""How long the periods of ``remedy_deadlines`` are, in words."""


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
    start = Step(day, _("The notice reached us on %(day)s."), {"day": day})
    return _window(_("Our defence in court"), f"{_LAW}第六十七条", start, day, _DEFENCE, rules.defence_due, calendar)


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
    proved = _("The decision was served on %(day)s.")
    sent = _("The decision was sent on %(day)s; until its service is proved, the day of sending counts for now.")
    start = Step(day, proved if service.served_on else sent, {"day": day})
    what, article = _("Administrative review"), f"{_REVIEW}第二十条"
    found = [_window(what, article, start, day, _REVIEW_FILING, rules.review_filing_ends, calendar)]
    if may_be_sued([row.grounds for row in decision.items.all()], decision.decided_on):
        what, article = _("Lawsuit without review"), f"{_LAW}第四十六条"
        found.append(_window(what, article, start, day, _SUIT_FILING, rules.suit_filing_ends, calendar))
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
    start = Step(day, _("The period for the reply ended on %(day)s."), {"day": day})
    what = (
        _("Administrative review of the failure to reply, before any lawsuit")
        if first
        else _("Administrative review of the failure to reply")
    )
    found = [_window(what, article, start, day, _REVIEW_FILING, rules.review_filing_ends, calendar)]
    if not first:
        what, article = _("Lawsuit for the failure to reply"), f"{_LAW}第四十六条"
        found.append(_window(what, article, start, day, _SUIT_FILING, rules.suit_filing_ends, calendar))
    return found


def next_windows(remedy: Remedy, calendar: WorkCalendar) -> list[RemedyClock]:
    """Return what may or has to follow a case: the review organ's decision, a lawsuit after it, an appeal.

    Counted from the day on which the outcome was served, not from the day it bears, as long as no case that follows
    is recorded.
    """
    if remedy.followed_by.all():
        return []
    if remedy.kind == RemedyKind.REVIEW:
        return _after_review(remedy, calendar)
    if remedy.closed_on is None or remedy.kind not in _MAY_BE_FOLLOWED:
        return []
    article = f"{_LAW}第八十五条"
    judgment, ruling = partial(rules.appeal_ends, ruling=False), partial(rules.appeal_ends, ruling=True)
    return [
        _after_service(_("Appeal against a judgment"), article, remedy, _APPEAL_JUDGMENT, judgment, calendar),
        _after_service(_("Appeal against a ruling"), article, remedy, _APPEAL_RULING, ruling, calendar),
    ]


_MAY_BE_FOLLOWED: Final = frozenset({RemedyKind.REVIEW, RemedyKind.DIRECT_SUIT, RemedyKind.SUIT_AFTER_REVIEW})
"""After these something may follow within a period that runs from the service of the outcome."""


def waits_for_service(remedy: Remedy) -> bool:
    """Tell whether nobody has recorded yet when the outcome of a case was served, and something runs from it."""
    return remedy.closed_on is not None and remedy.outcome_served_on is None and remedy.kind in _MAY_BE_FOLLOWED


def _after_service(
    what: Promise, basis: str, remedy: Remedy, length: Promise, ends: _Ends, calendar: WorkCalendar
) -> RemedyClock:
    """Return a period that runs from the service of the outcome; without a last day while that is not recorded."""
    day = remedy.outcome_served_on
    if day is None:
        return RemedyClock(what, None, basis, None)
    start = Step(day, _("The outcome was served on %(day)s."), {"day": day})
    return _window(what, basis, start, day, length, ends, calendar)


def _after_review(review: Remedy, calendar: WorkCalendar) -> list[RemedyClock]:
    accepted, ends = review.accepted_on, rules.suit_after_review_ends
    if review.closed_on is not None:
        what, article = _("Lawsuit after review"), f"{_LAW}第四十五条"
        return [_after_service(what, article, review, _SUIT_AFTER_REVIEW, ends, calendar)]
    if accepted is None:
        return []
    start = Step(accepted, _("The review organ accepted the case on %(day)s."), {"day": accepted})
    due = partial(rules.review_decision_due, simplified=review.simplified)
    length = _REVIEW_DECISION_SIMPLIFIED if review.simplified else _REVIEW_DECISION
    what, article = _("Decision of the review organ, unless extended"), f"{_REVIEW}第六十二条"
    decision = _window(what, article, start, accepted, length, due, calendar)
    if decision.due_on is None:
        return [decision]
    silent = Step(decision.due_on, _("The period of the review organ ends on %(day)s."), {"day": decision.due_on})
    what, article = _("Lawsuit when the review organ keeps silent"), f"{_REVIEW}第三十四条"
    return [decision, _window(what, article, silent, decision.due_on, _SUIT_AFTER_REVIEW, ends, calendar)]


def windows_of(request: Request, calendar: WorkCalendar, *, today: dt.date) -> list[RemedyClock]:
    """Return every window that a request has now: against the decision or the silence, and after each case."""
    found = filing_windows(request, calendar) + silence_windows(request, calendar, today=today)
    for remedy in request.remedies.prefetch_related("followed_by"):
        found += next_windows(remedy, calendar)
    return found


def _window(
    what: Promise, basis: str, start: Step, day: dt.date, length: Promise, ends: _Ends, calendar: WorkCalendar
) -> RemedyClock:
    """Return a period in calendar days or months with its explanation, step by step."""
    plain = ends(day, None)
    counted = Step(
        day,
        _("That day is not counted (民法典 art. 201); the period is %(length)s: until %(day)s."),
        {"length": length, "day": plain},
    )
    clock = _clock(what, lambda: ends(day, calendar), basis, day)
    moved = Step(
        plain,
        _("%(day)s is a day off; the last day is the next working day, %(end)s (民法典 art. 203)."),
        {"day": plain, "end": clock.due_on},
    )
    steps = (start, counted, moved) if clock.due_on not in (None, plain) else (start, counted)
    return replace(clock, steps=steps)


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
