"""The clock of a disclosure request: a pure function of recorded facts, the rule in force and the calendar.

All periods are working days (工作日).  The day of an event is not counted (民法典 art. 201).  Nothing here reads a
database or today's date; the result explains itself step by step.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from disclosure.regulations import REGULATION_2008, RULES, Rule
from foundation.steps import Step
from foundation.workdays import WorkCalendar, YearNotCovered
from foundation.workflow import DomainError


class FactKind(TextChoices):
    """What can happen to the clock of a request."""

    RECEIVED = "received", _("received")
    CORRECTION_ASKED = "correction_asked", _("correction asked for")
    CORRECTED = "corrected", _("correction received")
    EXTENDED = "extended", _("reply period extended")
    THIRD_PARTY_ASKED = "third_party_asked", _("third party asked")
    THIRD_PARTY_ANSWERED = "third_party_answered", _("third party answered")
    ORGAN_ASKED = "organ_asked", _("another organ asked")
    ORGAN_ANSWERED = "organ_answered", _("other organ answered")
    FEE_NOTICED = "fee_noticed", _("fee notice received by the applicant")
    FEE_PAID = "fee_paid", _("fee paid in full")
    REASONS_ASKED = "reasons_asked", _("reasons for the many requests asked for")
    REASONS_GIVEN = "reasons_given", _("reasons given")
    DELAY_TOLD = "delay_told", _("reasonable later date told")
    CONCLUDED = "concluded", _("concluded")


ASKED_AND_ANSWERED: Final = {
    FactKind.THIRD_PARTY_ASKED: FactKind.THIRD_PARTY_ANSWERED,
    FactKind.ORGAN_ASKED: FactKind.ORGAN_ANSWERED,
}
"""Consultations: the time between the two is not counted (条例 arts. 32–34)."""


class InconsistentFacts(DomainError):
    """The recorded facts contradict each other or the rule; the message says how."""


@dataclass(frozen=True)
class Fact:
    """Something that happened on a day.

    ``days`` is the length of an extension in working days; ``until`` the last day of a correction period or
    the later date that was told; ``thread`` ties an answer to its question.
    """

    kind: str
    on: dt.date
    days: int | None = None
    until: dt.date | None = None
    thread: str = ""


class Waiting(TextChoices):
    """What stops the clock until the applicant acts."""

    CORRECTION = "correction", _("waiting for the applicant's correction")
    FEE = "fee", _("waiting for the payment of the fee")


@dataclass(frozen=True)
class Deadline:
    """When the reply is due, and why.

    ``due_on`` is None while the applicant must act first (``waiting``), or when the calendar of
    ``missing_year`` has not been entered.  ``provisional`` says that an open consultation may still end sooner.
    """

    rule: Rule
    due_on: dt.date | None
    steps: tuple[Step, ...]
    waiting: Waiting | None = None
    waiting_until: dt.date | None = None
    provisional: bool = False
    missing_year: int | None = None
    correction_notice_due: dt.date | None = None
    """Last day on which a correction may be asked for."""

    def is_overdue(self, today: dt.date) -> bool:
        """Tell whether the day is past; never stored."""
        return self.due_on is not None and today > self.due_on


def rule_for(received_on: dt.date) -> Rule:
    """Return the regulation under which a request received on this day is answered.

    Raises InconsistentFacts for a day before the first regulation was in force.
    """
    for rule in RULES:
        if received_on >= rule.in_force_from:
            return rule
    raise InconsistentFacts(
        _("There was no right to request before %(day)s; check the date of receipt.")
        % {"day": REGULATION_2008.in_force_from.isoformat()}
    )


def compute(facts: Sequence[Fact], calendar: WorkCalendar, *, reply_days: int | None = None) -> Deadline:
    """Return the due date that follows from the facts, with its explanation.

    ``reply_days`` replaces the rule's reply period (working days), for trying out.  Raises InconsistentFacts when
    the facts contradict each other.  A year that the calendar does not cover is no error: the deadline then
    names it.
    """
    received = _only(facts, FactKind.RECEIVED)
    if received is None:
        raise InconsistentFacts(_("There is no date of receipt yet, so no period runs."))
    rule = rule_for(received.on)
    check(facts)
    if reply_days is not None:
        rule = replace(rule, reply_days=reply_days)
    return _Clock(rule, received, facts, calendar).run()


def waiting_for(facts: Iterable[Fact]) -> Waiting | None:
    """Tell what the applicant must do first, by what happened alone: no rule and no calendar has a say in it."""
    kinds = {fact.kind for fact in facts}
    if FactKind.FEE_NOTICED in kinds and FactKind.FEE_PAID not in kinds:
        return Waiting.FEE
    if FactKind.CORRECTION_ASKED in kinds and FactKind.CORRECTED not in kinds:
        return Waiting.CORRECTION
    return None


def check(facts: Sequence[Fact]) -> None:
    """Raise InconsistentFacts when the facts contradict each other or the rule."""
    received = _only(facts, FactKind.RECEIVED)
    if received is None:
        return
    rule = rule_for(received.on)
    early = next((fact for fact in facts if fact.on < received.on), None)
    if early is not None:
        raise InconsistentFacts(
            _("“%(fact)s” on %(day)s lies before the receipt on %(received)s.")
            % {"fact": FactKind(early.kind).label, "day": early.on.isoformat(), "received": received.on.isoformat()}
        )
    _check_pair(facts, FactKind.CORRECTION_ASKED, FactKind.CORRECTED)
    _check_pair(facts, FactKind.FEE_NOTICED, FactKind.FEE_PAID)
    _check_pair(facts, FactKind.REASONS_ASKED, FactKind.REASONS_GIVEN)
    extension = _only(facts, FactKind.EXTENDED)
    if extension is not None and not 1 <= (extension.days or 0) <= rule.extension_days:
        raise InconsistentFacts(
            _("The period may be extended once, by 1 to %(most)d working days.") % {"most": rule.extension_days}
        )
    for asked, answered in ASKED_AND_ANSWERED.items():
        _check_threads(facts, asked, answered)


def _check_pair(facts: Sequence[Fact], first: FactKind, then: FactKind) -> None:
    asked, answered = _only(facts, first), _only(facts, then)
    if answered is not None and (asked is None or answered.on < asked.on):
        raise InconsistentFacts(
            _("“%(later)s” cannot come before “%(first)s”.") % {"later": then.label, "first": first.label}
        )


def _check_threads(facts: Sequence[Fact], asked: FactKind, answered: FactKind) -> None:
    begun: dict[str, dt.date] = {}
    for fact in facts:
        if fact.kind == asked:
            if fact.thread in begun:
                raise InconsistentFacts(_("The same consultation was begun twice."))
            begun[fact.thread] = fact.on
    ended: set[str] = set()
    for fact in facts:
        if fact.kind != answered:
            continue
        if fact.thread not in begun or fact.on < begun[fact.thread]:
            raise InconsistentFacts(
                _("“%(later)s” cannot come before “%(first)s”.") % {"later": answered.label, "first": asked.label}
            )
        if fact.thread in ended:
            raise InconsistentFacts(_("The same consultation was answered twice."))
        ended.add(fact.thread)


def _only(facts: Iterable[Fact], kind: FactKind) -> Fact | None:
    """Return the one fact of a kind that may happen once; raise InconsistentFacts when there are two."""
    found = [fact for fact in facts if fact.kind == kind]
    if len(found) > 1:
        raise InconsistentFacts(_("“%(fact)s” can happen only once.") % {"fact": kind.label})
    return found[0] if found else None


@dataclass
class _Clock:
    """One run of the arithmetic: start, length, and what is not counted."""

    rule: Rule
    received: Fact
    facts: Sequence[Fact]
    calendar: WorkCalendar
    steps: list[Step] = field(default_factory=list)
    provisional: bool = False

    def run(self) -> Deadline:
        """Return the deadline; an uncovered year ends the run with what is known so far."""
        try:
            return self._run()
        except YearNotCovered as missing:
            self._say(self.received.on, _MISSING, year=missing.year)
            return Deadline(self.rule, None, tuple(self.steps), missing_year=missing.year)

    def _run(self) -> Deadline:
        rule, received = self.rule, self.received
        self._say(received.on, _RECEIVED, source=rule.reply_article, days=rule.reply_days, rule=rule.name)
        notice_due = self._advance(received.on, rule.correction_notice_days)
        start, stopped = self._correction(notice_due)
        start, stopped = self._fee(start, stopped)
        total = rule.reply_days + self._extension()
        excluded = self._excluded(start)
        if stopped is not None:
            waiting, until = stopped
            return Deadline(rule, None, tuple(self.steps), waiting, until, correction_notice_due=notice_due)
        due = self._count(start, total, excluded)
        self._say(due, _DUE, days=total, start=start.isoformat())
        told = _only(self.facts, FactKind.DELAY_TOLD)
        if told is not None and told.until is not None and told.until > due:
            due = told.until
            self._say(told.on, _DELAYED, source="第三十五条", due=due.isoformat())
        return Deadline(rule, due, tuple(self.steps), provisional=self.provisional, correction_notice_due=notice_due)

    def _correction(self, notice_due: dt.date | None) -> tuple[dt.date, tuple[Waiting, dt.date | None] | None]:
        """A correction under the 2019 regulation starts the reply period anew; the receipt stays (art. 30)."""
        asked, answered = _only(self.facts, FactKind.CORRECTION_ASKED), _only(self.facts, FactKind.CORRECTED)
        start, article = self.received.on, self.rule.correction_article
        if asked is None:
            return start, None
        if notice_due is None:
            self._say(asked.on, _CORRECTION_WITHOUT_RULE, source=article)
            return start, None
        self._say(asked.on, _CORRECTION_ASKED, source=article, limit=notice_due.isoformat())
        if asked.on > notice_due:
            self._say(asked.on, _CORRECTION_LATE, source=article, limit=notice_due.isoformat())
        if answered is None:
            return start, (Waiting.CORRECTION, asked.until)
        self._say(answered.on, _CORRECTED, source=article, days=self.rule.reply_days)
        return answered.on, None

    def _fee(
        self, start: dt.date, stopped: tuple[Waiting, dt.date | None] | None
    ) -> tuple[dt.date, tuple[Waiting, dt.date | None] | None]:
        """A paid fee starts the period anew on the next day (信息处理费管理办法 art. 6)."""
        noticed, paid = _only(self.facts, FactKind.FEE_NOTICED), _only(self.facts, FactKind.FEE_PAID)
        if noticed is None or self.rule.fee_payment_days is None:
            return start, stopped
        article = "信息处理费管理办法第六条"
        limit = self._advance(noticed.on, self.rule.fee_payment_days)
        self._say(noticed.on, _FEE_NOTICED, source=article, days=self.rule.fee_payment_days, limit=limit)
        if paid is None:
            return start, (Waiting.FEE, limit)
        self._say(paid.on, _FEE_PAID, source=article, days=self.rule.reply_days)
        return max(start, paid.on), stopped

    def _extension(self) -> int:
        extension = _only(self.facts, FactKind.EXTENDED)
        if extension is None or extension.days is None:
            return 0
        self._say(extension.on, _EXTENDED, source=self.rule.extension_article, days=extension.days)
        return extension.days

    def _excluded(self, start: dt.date) -> list[tuple[dt.date, dt.date]]:
        """Return the spans (day of the question excluded, day of the answer included) that are not counted."""
        spans: list[tuple[dt.date, dt.date]] = []
        for asked_kind, answered_kind in ASKED_AND_ANSWERED.items():
            answers = {fact.thread: fact.on for fact in self.facts if fact.kind == answered_kind}
            for asked in (fact for fact in self.facts if fact.kind == asked_kind):
                spans.append((asked.on, self._end_of_consultation(asked, answers.get(asked.thread))))
        return [(first, last) for first, last in sorted(spans) if last > start]

    def _end_of_consultation(self, asked: Fact, answered: dt.date | None) -> dt.date:
        """Return the last day that is not counted: the answer, at most the end of the period to answer."""
        days, article = self.rule.consultation_days, self.rule.consultation_article
        limit = self._advance(asked.on, days)
        self._say(asked.on, _CONSULTED, source=article)
        if answered is not None and (limit is None or answered <= limit):
            self._say(answered, _CONSULTATION_ANSWERED, source=article)
            return answered
        if limit is None:
            self.provisional = True
            return asked.on
        self.provisional = self.provisional or answered is None
        self._say(limit, _CONSULTATION_LIMIT, source=article, days=days)
        return limit

    def _count(self, start: dt.date, days: int, excluded: Sequence[tuple[dt.date, dt.date]]) -> dt.date:
        """Return the last of so many working days after ``start``; a day in two excluded spans is left out once."""
        if not excluded:
            return self.calendar.advance(start, days)
        day, skipped = start, 0
        while days:
            day += _ONE_DAY
            if not self.calendar.is_workday(day):
                continue
            if any(first < day <= last for first, last in excluded):
                skipped += 1
            else:
                days -= 1
        if skipped:
            self._say(day, _SKIPPED, days=skipped)
        return day

    def _advance(self, start: dt.date, days: int | None) -> dt.date | None:
        return None if days is None else self.calendar.advance(start, days)

    def _say(self, on: dt.date, sentence: Promise, source: str = "", **values: object) -> None:
        self.steps.append(Step(on, sentence, values, source))


_ONE_DAY: Final = dt.timedelta(days=1)
_RECEIVED: Final = _("Received. %(rule)s: reply within %(days)d working days; the day of receipt is not counted.")
_CORRECTION_ASKED: Final = _(
    "The applicant was asked to correct the request (allowed until %(limit)s). The period waits."
)
_CORRECTION_LATE: Final = _("The request for correction came after %(limit)s, the last day allowed for it.")
_CORRECTION_WITHOUT_RULE: Final = _("A correction was asked for; this regulation sets no rule that moves the date.")
_CORRECTED: Final = _("The correction came. The reply period of %(days)d working days starts anew.")
_FEE_NOTICED: Final = _("The applicant got the fee notice and has %(days)d working days, until %(limit)s, to pay.")
_FEE_PAID: Final = _("The fee was paid in full. The period of %(days)d working days starts anew on the next day.")
_EXTENDED: Final = _("The reply period was extended by %(days)d working days.")
_CONSULTED: Final = _("A third party or another organ was asked. The days until its answer are not counted.")
_CONSULTATION_ANSWERED: Final = _("The answer came; counting goes on with the next day.")
_CONSULTATION_LIMIT: Final = _("The %(days)d working days to answer end; from the next day on the period counts again.")
_SKIPPED: Final = _("%(days)d working days of consultation were not counted.")
_DELAYED: Final = _("The reasons were accepted; %(due)s was told as the later date and is the last day now.")
_DUE: Final = _("Last day for the reply: %(days)d working days after %(start)s.")
_MISSING: Final = _("Not computable until the calendar of %(year)d is entered.")
