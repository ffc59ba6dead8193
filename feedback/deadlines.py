"""The clock of a message: a pure function of recorded facts, the limit in force and the calendar.

A limit counts working days (工作日) or calendar days (自然日), as its row says.  The day of an event is not counted
(民法典 art. 201).  Nothing here reads a database or today's date; the result explains itself step by step.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from foundation.steps import Step
from foundation.workdays import WorkCalendar, YearNotCovered
from foundation.workflow import DomainError

RETURN_HOURS: Final = 24
"""A wrong unit sends a message back within 24 hours of the assignment, with its reason (安阳 rule)."""
PETITION_NOTICE_DAYS: Final = 15
"""Calendar days within which the writer is told whether a petition is taken up (信访工作条例 art. 23)."""
WRITER_DAYS: Final = 5
"""Working days that a writer has to answer a question back; afterwards the handling goes on without."""


class Unit(TextChoices):
    """In what days a limit counts."""

    WORKING = "working", _("working days")
    CALENDAR = "calendar", _("calendar days")


class FactKind(TextChoices):
    """What can happen to the clock of a message."""

    RECEIVED = "received", _("received")
    ACCEPTED = "accepted", _("taken up by the department")
    ASKED = "asked", _("question back to the writer")
    RESUMED = "resumed", _("answered by the writer, or the time for it over")
    EXTENDED = "extended", _("time extended")
    REPLIED = "replied", _("reply sent")
    REOPENED = "reopened", _("opened again")
    WITHDRAWN = "withdrawn", _("withdrawn")


class InconsistentFacts(DomainError):
    """The recorded facts contradict each other; the message says how."""


@dataclass(frozen=True)
class Fact:
    """Something that happened on a day.  ``days`` is the length of an extension, ``until`` the end of a waiting."""

    kind: str
    on: dt.date
    days: int | None = None
    until: dt.date | None = None


@dataclass(frozen=True)
class Limit:
    """How long a reply may take, with the text that says so."""

    days: int
    unit: str
    extension_days: int
    source: str = ""

    def advance(self, start: dt.date, days: int, calendar: WorkCalendar) -> dt.date:
        """Return the day that lies so many days of this unit after the start. Raises YearNotCovered."""
        return calendar.advance(start, days) if self.unit == Unit.WORKING else start + dt.timedelta(days)

    def between(self, start: dt.date, end: dt.date, calendar: WorkCalendar) -> int:
        """Return how many days of this unit lie after the start, up to and with the end. Raises YearNotCovered."""
        return calendar.count(start, end) if self.unit == Unit.WORKING else (end - start).days


@dataclass(frozen=True)
class Deadline:
    """When the reply is due, and why.

    ``due_on`` is None while the writer must answer first (``waiting_until``), once the matter has ended (``is_over``),
    or when the calendar of ``missing_year`` has not been entered.
    """

    limit: Limit
    steps: tuple[Step, ...]
    due_on: dt.date | None = None
    waiting_until: dt.date | None = None
    missing_year: int | None = None
    is_over: bool = False

    def is_overdue(self, today: dt.date) -> bool:
        """Tell whether the day is past; never stored."""
        return self.due_on is not None and today > self.due_on


def petition_notice_due(received_on: dt.date) -> dt.date:
    """Return the last day on which the writer is told whether the petition is taken up (calendar days, art. 23)."""
    return received_on + dt.timedelta(PETITION_NOTICE_DAYS)


_FOLLOWS: Final[dict[str, frozenset[str]]] = {
    FactKind.RECEIVED: frozenset(),
    FactKind.ACCEPTED: frozenset({FactKind.RECEIVED, FactKind.RESUMED, FactKind.EXTENDED, FactKind.REOPENED}),
    FactKind.ASKED: frozenset({FactKind.RECEIVED, FactKind.RESUMED, FactKind.EXTENDED, FactKind.REOPENED}),
    FactKind.RESUMED: frozenset({FactKind.ASKED}),
    FactKind.EXTENDED: frozenset({FactKind.RECEIVED, FactKind.RESUMED, FactKind.REOPENED}),
    FactKind.REPLIED: frozenset({FactKind.RECEIVED, FactKind.RESUMED, FactKind.EXTENDED, FactKind.REOPENED}),
    FactKind.REOPENED: frozenset({FactKind.REPLIED}),
    FactKind.WITHDRAWN: frozenset(
        {FactKind.RECEIVED, FactKind.ASKED, FactKind.RESUMED, FactKind.EXTENDED, FactKind.REOPENED}
    ),
}
"""After which fact each may come; taking a matter up moves no clock and is left out of the chain."""


def check(facts: Sequence[Fact]) -> None:
    """Raise InconsistentFacts unless the facts, in their order, can all be true."""
    if not facts or facts[0].kind != FactKind.RECEIVED:
        raise InconsistentFacts(_("A message is received before anything else happens to it."))
    last = facts[0]
    extended = False
    for fact in facts[1:]:
        if fact.on < last.on:
            raise InconsistentFacts(
                _("%(day)s lies before the step before it, %(last)s.")
                % {"day": fact.on.isoformat(), "last": last.on.isoformat()}
            )
        if last.kind not in _FOLLOWS[fact.kind]:
            raise InconsistentFacts(
                _("“%(fact)s” cannot follow “%(last)s”.")
                % {"fact": FactKind(fact.kind).label, "last": FactKind(last.kind).label}
            )
        if fact.kind == FactKind.EXTENDED and extended:
            raise InconsistentFacts(_("The time was extended already; it is extended once."))
        extended = (extended or fact.kind == FactKind.EXTENDED) and fact.kind != FactKind.REOPENED
        if fact.kind != FactKind.ACCEPTED:
            last = fact


def compute(facts: Sequence[Fact], limit: Limit, calendar: WorkCalendar) -> Deadline:
    """Return the deadline with its explanation.

    An opened-again matter gets the whole time anew.  Raises InconsistentFacts.
    """
    check(facts)
    steps: list[Step] = []
    try:
        return _walk(facts, limit, calendar, steps)
    except YearNotCovered as missing:
        return Deadline(limit, tuple(steps), missing_year=missing.year)


def _walk(facts: Iterable[Fact], limit: Limit, calendar: WorkCalendar, steps: list[Step]) -> Deadline:
    now = Deadline(limit, ())
    asked: Fact | None = None
    for fact in facts:
        if fact.kind in (FactKind.RECEIVED, FactKind.REOPENED):
            due = limit.advance(fact.on, limit.days, calendar)
            steps.append(_opened(fact, due, limit))
            now = Deadline(limit, (), due_on=due)
        elif fact.kind == FactKind.ASKED:
            asked = fact
            steps.append(
                Step(
                    fact.on,
                    _("A question to the writer is open until %(day)s; so long the time stands still."),
                    {"day": str(fact.until)},
                )
            )
        elif fact.kind == FactKind.RESUMED and asked is not None and now.due_on is not None:
            waited = limit.between(asked.on, fact.on, calendar)
            now, asked = replace(now, due_on=limit.advance(now.due_on, waited, calendar)), None
            steps.append(
                Step(
                    fact.on,
                    _("The handling goes on; %(days)s %(unit)s are not counted: due %(day)s."),
                    {"days": waited, "unit": Unit(limit.unit).label, "day": str(now.due_on)},
                )
            )
        elif fact.kind == FactKind.EXTENDED and now.due_on is not None:
            now = replace(now, due_on=limit.advance(now.due_on, fact.days or 0, calendar))
            steps.append(
                Step(
                    fact.on,
                    _("The time was extended by %(days)s %(unit)s: due %(day)s."),
                    {"days": fact.days, "unit": Unit(limit.unit).label, "day": str(now.due_on)},
                )
            )
        elif fact.kind == FactKind.REPLIED:
            now = replace(now, is_over=True)
            steps.append(Step(fact.on, _("The reply was sent.")))
        elif fact.kind == FactKind.WITHDRAWN:
            now = replace(now, is_over=True)
            steps.append(Step(fact.on, _("The writer withdrew the message.")))
    if now.is_over:
        return replace(now, steps=tuple(steps), due_on=None)
    if asked is not None:
        return replace(now, steps=tuple(steps), due_on=None, waiting_until=asked.until)
    return replace(now, steps=tuple(steps))


def _opened(fact: Fact, due: dt.date, limit: Limit) -> Step:
    values = {"days": limit.days, "unit": Unit(limit.unit).label, "day": str(due)}
    if fact.kind == FactKind.REOPENED:
        return Step(
            fact.on, _("The matter was opened again; the time begins anew: %(days)s %(unit)s, due %(day)s."), values
        )
    return Step(
        fact.on,
        _("Received; the day itself is not counted. A reply takes at most %(days)s %(unit)s: due %(day)s."),
        values,
        limit.source,
    )


def last_due(facts: Sequence[Fact], limit: Limit, calendar: WorkCalendar) -> dt.date | None:
    """Return the day that a reply was due that has been sent; what the figures of lateness compare with.

    None when the calendar was missing or the matter ended without a reply.
    """
    if facts[-1].kind != FactKind.REPLIED:
        return None
    return compute(facts[:-1], limit, calendar).due_on
