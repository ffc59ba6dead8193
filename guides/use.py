"""Counting how guides are used, and the one verb of their readers: saying whether a guide helped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db import connection, transaction
from django.utils.translation import gettext as _

from foundation.tallies import Tallies
from foundation.workflow import Refused
from guides.models import GuideVote, PublishedGuide


@dataclass(frozen=True)
class Reads:
    """How often a guide was read since the last writing, and how often after a search."""

    views: int
    finds: int

    def __add__(self, other: Reads) -> Reads:
        return Reads(self.views + other.views, self.finds + other.finds)


def count_view(slug: str, *, is_find: bool, today: dt.date) -> None:
    """Count that somebody reads a public guide."""
    _tallies.count((today, slug), Reads(1, 1 if is_find else 0))


_ADD: Final = """
INSERT INTO guides_guideday AS d (guide_id, "on", views, finds)
SELECT record_id, %s, %s, %s FROM guides_publishedguide WHERE slug = %s
ON CONFLICT (guide_id, "on") DO UPDATE SET views = d.views + EXCLUDED.views, finds = d.finds + EXCLUDED.finds
"""


def _write(held: Mapping[tuple[dt.date, str], Reads]) -> None:
    with connection.cursor() as cursor:
        # One order in all processes: two never wait for each other.
        rows = [(day, reads.views, reads.finds, slug) for (day, slug), reads in sorted(held.items(), key=str)]
        cursor.executemany(_ADD, rows)


_tallies: Final[Tallies[tuple[dt.date, str], Reads]] = Tallies(Reads.__add__, _write)


def give_vote(slug: str, *, helped: bool, reason: str = "", remark: str = "", today: dt.date) -> GuideVote:
    """Record an answer to “did this guide help?”.  Raises Refused for a guide that is not public (any more).

    The audit trail does not record it: moment and request of its entry could tell whose answer it was.
    """
    with transaction.atomic():
        row = PublishedGuide.objects.filter(slug=slug).values_list("record_id", "revision_number").first()
        if row is None:
            raise Refused(_("This guide is not public any more."))
        vote = GuideVote(
            guide_id=row[0],
            on=today,
            helped=helped,
            reason="" if helped else reason,
            remark="" if helped else remark.strip(),
            revision_number=row[1],
        )
        vote.full_clean(exclude=["guide"])
        vote.save()
    return vote
