"""One bounded run of the link check."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Iterable
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from foundation.job_runs import record_run
from foundation.links.collecting import collect
from foundation.links.models import Link
from foundation.links.visiting import Result, Verdict, Visitor

logger = logging.getLogger(__name__)

JOB: Final = "foundation.check_links"
MOST_LINKS: Final = 200
"""Links that one run visits at most."""


class Checked(NamedTuple):
    """What a run did: how many links there are, how many it visited, how many of those did not open."""

    known: int
    visited: int
    failed: int
    is_void: bool = False
    """Whether nothing at all could be reached: then the fault is on this side, and nothing was noted."""


def visitor() -> Visitor:
    """Return the visitor of the site, which says whose it is."""
    return Visitor(f"{settings.SITE.domain} link check")


def check_links(knocker: Visitor, *, today: dt.date, most: int = MOST_LINKS, seconds: float = 600) -> Checked:
    """Bring the list of links up to date, visit those that are due within the bounds, and note what was found.

    Several days of failure make a link broken, not several runs.  When no answer at all came back the run is void:
    without a way out to the internet every link would look broken.
    """
    known, ends = collect(), time.monotonic() + seconds
    found: list[tuple[Link, Verdict]] = []
    for link in _by_turns(Link.objects.due(today)[:most]):
        if time.monotonic() > ends:
            break
        found.append((link, knocker.visit(link.url)))
    reached = [verdict for _link, verdict in found if verdict.status is not None]
    tried = [verdict for _link, verdict in found if verdict.result == Result.UNREACHABLE]
    if tried and not reached:
        logger.warning("link check: nothing of %d links could be reached; nothing was noted", len(found))
        return Checked(known, len(found), len(tried), is_void=True)
    for link, verdict in found:
        _note(link, verdict, today)
    failed = sum(verdict.result not in (Result.OPENS, Result.REFUSED) for _link, verdict in found)
    record_run(JOB, handled=len(found), failed=failed)
    return Checked(known, len(found), failed)


def _note(link: Link, verdict: Verdict, today: dt.date) -> None:
    """Take down what was found; a link that is in no public text any more is gone by then."""
    with transaction.atomic():
        locked = Link.objects.select_for_update().filter(pk=link.pk).first()
        if locked is not None:
            locked.note(verdict.result, verdict.status, on=today)
            locked.save(update_fields=["result", "status", "checked_on", "failures", "failed_on"])


def _by_turns(links: Iterable[Link]) -> list[Link]:
    """Return the links so that those of one host do not stand in a row: nobody then has to wait for the pause."""
    rounds: dict[str, int] = {}
    turns: list[tuple[int, Link]] = []
    for link in links:
        host = urlsplit(link.url).netloc.casefold() if "[" not in link.url else link.url
        rounds[host] = rounds.get(host, 0) + 1
        turns.append((rounds[host], link))
    return [link for _turn, link in sorted(turns, key=lambda turn: turn[0])]
