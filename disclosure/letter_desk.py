"""What the case desk shows of letters: which are to be issued, and how far the issued ones got."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from disclosure.actions.letters import occasions
from disclosure.deadlines import Deadline
from disclosure.letters.kinds import LetterKind
from disclosure.models.letters import Letter, Service
from disclosure.models.register import Request
from disclosure.states import VERBS
from disclosure.timeliness import Timing, timing_of


@dataclass(frozen=True)
class LetterRow:
    """An issued letter with how it was served."""

    letter: Letter
    services: Sequence[Service]
    timing: Timing


@dataclass(frozen=True)
class LetterOffer:
    """A letter for which there is a reason; ``issued`` counts those that were issued already."""

    kind: str
    label: str
    party: str
    query: str
    issued: int


def letter_rows(record: Request, deadline: Deadline | None, today: dt.date) -> list[LetterRow]:
    """Return the letters of a request in their order."""
    letters = record.letters.select_related("issued_by", "consultation").prefetch_related("services")
    return [letter_row(letter, deadline, today) for letter in letters]


def letter_row(letter: Letter, deadline: Deadline | None, today: dt.date) -> LetterRow:
    """Return a letter with its services and how they stand to the last day."""
    services = list(letter.services.all())
    valid = [service for service in services if not service.void_reason]
    return LetterRow(letter, services, timing_of(valid, _last_day(letter.kind, deadline), today))


def _last_day(kind: str, deadline: Deadline | None) -> dt.date | None:
    """Return the last day of letters that have one: the reply (art. 33) and the notice to correct (art. 30)."""
    if deadline is None:
        return None
    days = {LetterKind.DECISION.value: deadline.due_on, LetterKind.CORRECTION.value: deadline.correction_notice_due}
    return days.get(kind)


def letter_offers(record: Request, today: dt.date) -> list[LetterOffer]:
    """Return the letters that can be issued now."""
    if record.stage not in VERBS["issue_letter"].sources:
        return []
    issued: Counter[tuple[str, int | None]] = Counter(record.letters.values_list("kind", "consultation"))
    return [
        LetterOffer(
            kind=occasion.kind,
            label=str(LetterKind(occasion.kind).label),
            party=str(occasion.consultation.party) if occasion.consultation else "",
            query=f"?consultation={occasion.consultation.pk}" if occasion.consultation else "",
            issued=issued[occasion.kind, occasion.consultation.pk if occasion.consultation else None],
        )
        for occasion in occasions(record, today)
    ]
