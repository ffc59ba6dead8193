"""Requests that resemble each other: doubles and repeats are pointed out, never decided by the machine."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db.models import QuerySet

from disclosure.models.register import Request

SIMILAR: Final = 0.5
"""Share of common character pairs from which two subjects count as alike."""
LOOK_BACK: Final = dt.timedelta(days=2 * 365)
SHOWN: Final = 5


def pairs(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring letters, digits and characters of a text."""
    plain = "".join(character for character in text.lower() if character.isalnum())
    return frozenset(plain[place : place + 2] for place in range(len(plain) - 1)) or frozenset({plain})


def likeness(one: str, other: str) -> float:
    """Return how much of their character pairs two texts share, from 0 to 1."""
    first, second = pairs(one), pairs(other)
    return len(first & second) / len(first | second)


def by_the_same_applicant(request: Request) -> QuerySet[Request]:
    """Return the other requests of whoever showed the same identity paper."""
    index = request.applicant.paper_index
    if not index:
        return Request.objects.none()
    others = Request.objects.filter(applicant__paper_index=index).exclude(pk=request.pk)
    return others.order_by("-arrived_on")


def resembling(request: Request) -> list[Request]:
    """Return requests of the last two years that ask for nearly the same, most alike first."""
    recent = Request.objects.exclude(pk=request.pk).filter(
        arrived_on__range=(request.arrived_on - LOOK_BACK, request.arrived_on + LOOK_BACK)
    )
    text = f"{request.subject}{request.description}"
    scored = [
        (likeness(text, f"{other.subject}{other.description}"), other)
        for other in recent.only("number", "subject", "description", "stage", "outcome_row", "arrived_on")[:2000]
    ]
    alike = sorted((pair for pair in scored if pair[0] >= SIMILAR), key=lambda pair: -pair[0])
    return [other for _score, other in alike[:SHOWN]]
