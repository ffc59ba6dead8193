"""Requests that resemble each other: doubles and repeats are pointed out, never decided by the machine."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from django.db.models import Q, QuerySet

from disclosure.models.register import Request
from disclosure.states import RequestStage

SIMILAR: Final = 0.5
"""Share of common character pairs from which two subjects count as alike."""
LOOK_BACK: Final = dt.timedelta(days=2 * 365)
SHOWN: Final = 5
COMPARED: Final = 2000
"""Requests that are compared at once, the newest first."""
REPEATED: Final = 3
"""So many requests for nearly the same make a proposal to publish it."""
WORD, WORDS, FOUND = 4, 8, 300
"""Length and number of the pieces of a subject that are looked for, and how many finds are scored."""


def pairs(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring letters, digits and characters of a text."""
    plain = "".join(character for character in text.lower() if character.isalnum())
    return frozenset(plain[place : place + 2] for place in range(len(plain) - 1)) or frozenset({plain})


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return how much two sets of character pairs share, from 0 to 1."""
    return len(one & other) / len(one | other)


def by_the_same_applicant(request: Request) -> QuerySet[Request]:
    """Return the other requests of whoever showed the same identity paper."""
    index = request.applicant.paper_index
    if not index:
        return Request.objects.none()
    others = Request.objects.filter(applicant__paper_index=index).exclude(pk=request.pk)
    return others.order_by("-arrived_on")


def earlier_in_the_month(request: Request) -> QuerySet[Request]:
    """Return what the same applicant asked for before in the same calendar month, as fees by item count it.

    What was no request, and new handlings of one that was counted, are left out (信息处理费管理办法).
    """
    month = {"arrived_on__year": request.arrived_on.year, "arrived_on__month": request.arrived_on.month}
    earlier = Q(arrived_on__lt=request.arrived_on) | Q(arrived_on=request.arrived_on, pk__lt=request.pk)
    same = by_the_same_applicant(request).filter(earlier, **month, reopens=None)
    return same.exclude(stage=RequestStage.DISMISSED)


def resembling(request: Request) -> list[Request]:
    """Return earlier and recent requests whose subjects say nearly the same, most alike first.

    PostgreSQL finds those that share words of the subject; only few are compared letter by letter.
    """
    words = [request.subject[place : place + WORD] for place in range(0, max(1, len(request.subject) - WORD + 1), WORD)]
    shared = Q()
    for word in words[:WORDS]:
        shared |= Q(subject__contains=word)
    near = Request.objects.filter(shared, arrived_on__gte=request.arrived_on - LOOK_BACK).exclude(pk=request.pk)
    own = pairs(request.subject)
    scored = [
        (likeness(own, pairs(other.subject)), other)
        for other in near.only("number", "subject", "arrived_on").order_by("-arrived_on")[:FOUND]
    ]
    alike = sorted((pair for pair in scored if pair[0] >= SIMILAR), key=lambda pair: -pair[0])
    return [other for _score, other in alike[:SHOWN]]


def repeated(today: dt.date) -> list[list[Request]]:
    """Return groups of at least three requests of the last two years for nearly the same, largest groups first.

    What several people ask for should be published (条例 art. 44).  Groups with an answer that is published already
    are left out.
    """
    recent = Request.objects.exclude(stage=RequestStage.DISMISSED).filter(
        reopens=None, arrived_on__gt=today - LOOK_BACK
    )
    columns = ("number", "subject", "description", "arrived_on", "publish_answer", "outcome_row", "stage")
    requests = list(recent.only(*columns).order_by("-arrived_on", "-id")[:COMPARED])
    texts = [pairs(f"{request.subject}{request.description}") for request in requests]
    groups = _groups(len(requests), _alike(texts))
    found = [[requests[place] for place in group] for group in groups if len(group) >= REPEATED]
    return sorted((g for g in found if not any(r.publish_answer for r in g)), key=len, reverse=True)


def _alike(texts: Sequence[frozenset[str]]) -> Iterator[tuple[int, int]]:
    """Yield the places of texts that are alike.

    Two sets with so large a share in common have one of their rarest pairs in common, so only texts that do are
    compared: 2,000 requests are a matter of a moment.
    """
    often = Counter(pair for text in texts for pair in text)
    holders: Mapping[str, list[int]] = defaultdict(list)
    for place, text in enumerate(texts):
        rare = sorted(text, key=lambda pair: (often[pair], pair))[: len(text) - math.ceil(SIMILAR * len(text)) + 1]
        for other in {other for pair in rare for other in holders[pair]}:
            if len(text & texts[other]) / len(text | texts[other]) >= SIMILAR:
                yield place, other
        for pair in rare:
            holders[pair].append(place)


def _groups(count: int, links: Iterator[tuple[int, int]]) -> list[list[int]]:
    """Return the places that hang together through links, in their order."""
    leader = list(range(count))

    def first(place: int) -> int:
        while leader[place] != place:
            place = leader[place]
        return place

    for one, other in links:
        leader[first(one)] = first(other)
    found: dict[int, list[int]] = defaultdict(list)
    for place in range(count):
        found[first(place)].append(place)
    return list(found.values())
