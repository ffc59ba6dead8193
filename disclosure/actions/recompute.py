"""The due dates of all open requests, computed anew after a change of the calendar."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from disclosure.deadlines import Fact, InconsistentFacts, compute
from disclosure.models.clock import ClockFact
from disclosure.models.register import Request
from foundation import audit
from foundation.workdays import WorkCalendar


@dataclass(frozen=True)
class Recomputed:
    """What moved, with the date before; and what could not be computed, with the sentence that says why."""

    moved: Sequence[tuple[Request, dt.date | None]]
    failed: Sequence[tuple[Request, str]]


def recompute_open(calendar: WorkCalendar) -> Recomputed:
    """Recompute the due dates of all open requests and return those that moved.

    Run after a change of the calendar; each moved one gets an audit entry.  A request whose facts contradict each
    other keeps its date and is named; it does not hold up the others.
    """
    moved: list[tuple[Request, dt.date | None]] = []
    failed: list[tuple[Request, str]] = []
    by_date: dict[tuple[dt.date | None, int | None], list[int]] = defaultdict(list)
    with transaction.atomic():
        open_ones = list(
            Request.objects.open().select_for_update().only("number", "due_on", "due_missing_year").order_by("pk")
        )
        facts = _facts_by_request(ClockFact.objects.valid().filter(request__in=Request.objects.open()))
        for request in open_ones:
            try:
                deadline = compute(facts[request.pk], calendar)
            except InconsistentFacts as contradiction:
                failed.append((request, str(contradiction)))
                continue
            after = (deadline.due_on, deadline.missing_year)
            if (request.due_on, request.due_missing_year) != after:
                moved.append((request, request.due_on))
                request.due_on, request.due_missing_year = after
                by_date[after].append(request.pk)
        for (due_on, missing_year), keys in by_date.items():
            Request.objects.filter(pk__in=keys).update(due_on=due_on, due_missing_year=missing_year)
        audit.record_each(
            audit.Act.REQUEST_DEADLINE_MOVED,
            actor=None,
            changes=((request, {"from": str(before), "to": str(request.due_on)}) for request, before in moved),
        )
    return Recomputed(moved, failed)


def _facts_by_request(rows: QuerySet[ClockFact]) -> dict[int, list[Fact]]:
    """Read the facts of many requests at once, without making model instances of them."""
    found: dict[int, list[Fact]] = defaultdict(list)
    columns = ("request_id", "kind", "on", "days", "until", "consultation_id")
    for key, kind, on, days, until, thread in rows.order_by("on", "id").values_list(*columns).iterator(chunk_size=5000):
        found[key].append(Fact(kind, on, days, until, str(thread or "")))
    return found
