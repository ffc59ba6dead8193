"""How verbs record facts, and how the due date follows from all of them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from feedback.deadlines import Deadline, Fact, FactKind, check, compute, last_due
from feedback.models.handling import MessageFact
from feedback.models.limits import Limits
from feedback.models.messages import Message
from foundation import audit
from foundation.calendar_days import load_calendar
from foundation.workdays import WorkCalendar, YearNotCovered
from foundation.workflow import DomainError

if TYPE_CHECKING:
    from foundation.people import User


def facts_of(message: Message) -> list[Fact]:
    """Return the facts of a message, as the clock reads them."""
    return [row.as_fact() for row in message.facts.all()]


def deadline_of(message: Message, calendar: WorkCalendar | None = None, limits: Limits | None = None) -> Deadline:
    """Return the deadline with its explanation. Raises InconsistentFacts, DomainError without a limit."""
    limit = (limits or Limits()).of(message.kind, message.received_on)
    return compute(facts_of(message), limit, calendar or load_calendar())


def settle(message: Message, calendar: WorkCalendar | None = None, limits: Limits | None = None) -> Sequence[str]:
    """Set the columns that follow from the facts and return their names; the caller saves them."""
    calendar, limits = calendar or load_calendar(), limits or Limits()
    facts = facts_of(message)
    limit = limits.of(message.kind, message.received_on)
    deadline = compute(facts, limit, calendar)
    message.due_on, message.due_missing_year = deadline.due_on, deadline.missing_year
    try:
        message.reply_was_due_on = last_due(facts, limit, calendar)
    except YearNotCovered:
        message.reply_was_due_on = None
    return ("due_on", "due_missing_year", "reply_was_due_on")


def record_fact(
    message: Message,
    kind: FactKind,
    on: dt.date,
    *,
    actor: User | None,
    days: int | None = None,
    until: dt.date | None = None,
) -> Sequence[str]:
    """Append a fact in the caller's transaction and return the columns that moved with it; the caller saves them.

    Raises InconsistentFacts when it cannot be true after those that are there.
    """
    check([*facts_of(message), Fact(kind, on, days, until)])
    MessageFact.objects.create(message=message, kind=kind, on=on, days=days, until=until, recorded_by=actor)
    return settle(message)


def _facts_of_each(messages: Sequence[Message]) -> dict[int, list[Fact]]:
    facts: dict[int, list[Fact]] = defaultdict(list)
    for row in MessageFact.objects.filter(message__in=messages).order_by("id"):
        facts[row.message_id].append(row.as_fact())
    return facts


def _settle_replies(calendar: WorkCalendar, limits: Limits) -> None:
    """Enter when the replies were due that were sent without the calendar of the year."""
    unsettled = Message.objects.filter(reply_was_due_on=None).exclude(answered_on=None)
    messages = list(unsettled.select_for_update(of=("self",)).order_by("pk"))
    facts = _facts_of_each(messages)
    for message in messages:
        try:
            limit = limits.of(message.kind, message.received_on)
            message.reply_was_due_on = last_due(facts[message.pk], limit, calendar)
        except DomainError:
            continue
    Message.objects.bulk_update(messages, ["reply_was_due_on"], batch_size=1000)


def recompute_open(calendar: WorkCalendar) -> list[tuple[Message, dt.date | None]]:
    """Compute the due dates of all open messages anew; return those that moved, each with its day before.

    What the facts of one message prevent stops no other: such a message keeps its day.  Replies that went out while
    the calendar was missing get the day on which they were due.
    """
    moved: list[tuple[Message, dt.date | None]] = []
    with transaction.atomic():
        limits = Limits()
        _settle_replies(calendar, limits)
        messages = list(Message.objects.open().select_for_update(of=("self",)).order_by("pk"))
        facts = _facts_of_each(messages)
        for message in messages:
            before = message.due_on
            try:
                deadline = compute(facts[message.pk], limits.of(message.kind, message.received_on), calendar)
            except DomainError:
                continue
            if (deadline.due_on, deadline.missing_year) != (before, message.due_missing_year):
                message.due_on, message.due_missing_year = deadline.due_on, deadline.missing_year
                moved.append((message, before))
        Message.objects.bulk_update((m for m, _before in moved), ["due_on", "due_missing_year"], batch_size=1000)
        audit.record_each(
            audit.Act.MESSAGE_DEADLINE_MOVED,
            actor=None,
            changes=((m, {"before": str(before), "after": str(m.due_on)}) for m, before in moved),
        )
    return moved
