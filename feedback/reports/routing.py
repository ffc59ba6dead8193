"""What a routing rule would do: the messages of a time that it fits, and where they really went."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from feedback.models.messages import Message
from feedback.models.routing import RoutingRule
from feedback.states import MessageKind


@dataclass(frozen=True)
class Fitting:
    """The messages that a rule fits, newest first, and to which departments they went, the most first."""

    messages: Sequence[Message]
    looked_at: int
    went_to: Sequence[tuple[str, int]]


def fitting_messages(rule: RoutingRule, *, since: dt.date) -> Fitting:
    """Return what a rule fits among the messages received since a day; each text is decrypted for it once."""
    rows = Message.objects.filter(received_on__gte=since).select_related("department").order_by("-received_at", "-id")
    looked_at, found = 0, []
    for message in rows.iterator(chunk_size=500):
        looked_at += 1
        if _fits(rule, message):
            found.append(message)
    went_to = Counter(str(message.department or "—") for message in found)
    return Fitting(found, looked_at, went_to.most_common())


def _fits(rule: RoutingRule, message: Message) -> bool:
    if message.kind == MessageKind.REPORT and message.about_id == rule.department_id:
        return False
    text = f"{message.subject}\n{message.text}" if rule.words.strip() else ""
    return rule.fits(message.kind, text, about_id=message.about_id, region_id=message.region_id)
