"""Outcomes that rest on what happened, or on what did not happen in time; the register must know of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from django.utils.translation import gettext as _

from disclosure.actions.clock import facts_of
from disclosure.deadlines import Fact, FactKind, rule_for
from disclosure.models.register import Request
from disclosure.outcomes import Outcome
from foundation.calendar_days import load_calendar
from foundation.workdays import YearNotCovered

_RESTS_ON: Final[Mapping[str, FactKind]] = {
    Outcome.UNABLE_STILL_UNCLEAR: FactKind.CORRECTED,
    Outcome.OTHER_NO_CORRECTION: FactKind.CORRECTION_ASKED,
    Outcome.OTHER_FEE_UNPAID: FactKind.FEE_NOTICED,
    Outcome.NOT_PROCESSED_EXCESSIVE: FactKind.REASONS_ASKED,
}
"""Outcomes that only a recorded fact makes possible (条例 arts. 30, 35, 42)."""
_SILENCE: Final[Mapping[str, FactKind]] = {
    Outcome.OTHER_NO_CORRECTION: FactKind.CORRECTED,
    Outcome.OTHER_FEE_UNPAID: FactKind.FEE_PAID,
}
"""Outcomes that this fact, had it happened, or a last day that is not over make impossible (art. 30; 办法 art. 6)."""


def problems_of_grounds(request: Request, outcomes: Collection[str], *, today: dt.date) -> list[str]:
    """Return what keeps the register from bearing these outcomes out on this day, as sentences."""
    if not set(outcomes) & set(_RESTS_ON):
        return []
    happened = {fact.kind: fact for fact in facts_of(request)}
    found: list[str] = []
    for outcome, needed in _RESTS_ON.items():
        if outcome not in outcomes:
            continue
        if needed not in happened:
            sentence = _("“%(outcome)s” rests on “%(fact)s”, which is not recorded.")
            found.append(sentence % {"outcome": Outcome(outcome).label, "fact": needed.label})
        elif outcome in _SILENCE:
            found += _silence_problems(request, Outcome(outcome), happened, today)
    return found


def _silence_problems(
    request: Request, outcome: Outcome, happened: Mapping[str, Fact], today: dt.date
) -> Iterator[str]:
    answer = _SILENCE[outcome]
    if answer in happened:
        values = {"outcome": outcome.label, "fact": answer.label, "day": happened[answer].on.isoformat()}
        yield _("“%(outcome)s” does not fit: “%(fact)s” is recorded for %(day)s.") % values
        return
    try:
        last = _last_day(request, happened[_RESTS_ON[outcome]])
    except YearNotCovered as missing:
        yield _("Not computable until the calendar of %(year)d is entered.") % {"year": missing.year}
        return
    if last is not None and today <= last:
        values = {"outcome": outcome.label, "day": last.isoformat()}
        yield _("“%(outcome)s” is possible only after %(day)s, the applicant's last day.") % values


def _last_day(request: Request, asked: Fact) -> dt.date | None:
    """Return the applicant's last day: the one that was named, or 20 working days after the fee notice."""
    if asked.kind == FactKind.CORRECTION_ASKED or request.received_on is None:
        return asked.until
    days = rule_for(request.received_on).fee_payment_days
    return None if days is None else load_calendar().advance(asked.on, days)
