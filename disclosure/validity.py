"""Whether a document holds on a day (有效性): a pure function of its dates and of what newer ones do to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from disclosure.codelists import LEGAL_KINDS, Effect, Validity


@dataclass(frozen=True)
class Term:
    """The dates of a document itself."""

    effective_on: dt.date | None = None
    expires_on: dt.date | None = None
    """The last day on which it holds."""
    abolished_on: dt.date | None = None
    """The first day on which it no longer holds."""


@dataclass(frozen=True)
class Change:
    """What a newer document does to this one, and from which day."""

    effect: str
    on: dt.date


def validity_on(today: dt.date, term: Term, changes: Iterable[Change] = ()) -> Validity:
    """Return the validity on a day.

    Abolition outweighs all else; a replaced document counts as expired; an amendment is named only while
    the document holds.
    """
    effects = {change.effect for change in changes if change.on <= today}
    if (term.abolished_on is not None and term.abolished_on <= today) or Effect.ABOLISHES in effects:
        return Validity.ABOLISHED
    if (term.expires_on is not None and term.expires_on < today) or Effect.REPLACES in effects:
        return Validity.EXPIRED
    if term.effective_on is not None and term.effective_on > today:
        return Validity.NOT_YET
    return Validity.AMENDED if Effect.AMENDS in effects else Validity.IN_FORCE


def is_stated(kind: str, validity: str) -> bool:
    """Tell whether a page states the validity: always for legal documents, for others once it has ended."""
    return kind in LEGAL_KINDS or validity != Validity.IN_FORCE
