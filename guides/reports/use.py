"""Figures of how guides are used, each with the rows behind it. One function per report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from django.db.models import Count, F, Q, QuerySet, Sum

from guides.models import GuideDay, GuideVote, PublishedGuide
from guides.models.use import VoteReason


@dataclass(frozen=True)
class UseFigures:
    """How guides were used in a period: pages read, of these from the search, and answers to “did it help?”."""

    views: int = 0
    finds: int = 0
    helped: int = 0
    not_helped: int = 0
    remarks: int = 0

    def __add__(self, other: UseFigures) -> UseFigures:
        return UseFigures(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    @property
    def helped_share(self) -> int | None:
        """How many in a hundred said that it helped; None while nobody said anything."""
        votes = self.helped + self.not_helped
        return round(100 * self.helped / votes) if votes else None


@dataclass(frozen=True)
class GuideUse:
    """A public guide with its figures."""

    guide: PublishedGuide
    figures: UseFigures


def use_of_guides(guides: QuerySet[PublishedGuide], since: dt.date, until: dt.date) -> list[GuideUse]:
    """Return public guides with their figures from ``since`` to ``until``, both counted, in three queries.

    First those that most people were not helped by, then those that are read most.
    """
    rows = list(guides.select_related("department").defer("body_zh", "body_en", "head_zh", "head_en"))
    found = _figures({row.record_id for row in rows}, since, until)
    used = [GuideUse(row, found.get(row.record_id, UseFigures())) for row in rows]
    return sorted(used, key=lambda one: (-one.figures.not_helped, -one.figures.views, one.guide.title))


def _figures(guide_ids: set[int], since: dt.date, until: dt.date) -> dict[int, UseFigures]:
    period = {"guide__in": guide_ids, "on__range": (since, until)}
    days = GuideDay.objects.filter(**period).order_by().values_list("guide").annotate(Sum("views"), Sum("finds"))
    votes = (
        GuideVote.objects.filter(**period)
        .order_by()
        .values_list("guide")
        .annotate(
            yes=Count("pk", filter=Q(helped=True)),
            no=Count("pk", filter=Q(helped=False)),
            remarked=Count("pk", filter=~Q(remark="")),
        )
    )
    read = {guide: UseFigures(views, finds) for guide, views, finds in days}
    voted = {guide: UseFigures(0, 0, yes, no, remarks) for guide, yes, no, remarks in votes}
    return {key: read.get(key, UseFigures()) + voted.get(key, UseFigures()) for key in read.keys() | voted.keys()}


def total(used: Iterable[GuideUse]) -> UseFigures:
    """Return the sum of the figures."""
    return sum((one.figures for one in used), UseFigures())


def votes_of(guide_ids: Iterable[int], since: dt.date, until: dt.date) -> QuerySet[GuideVote]:
    """Return the answers to “did it help?”, the newest first."""
    return GuideVote.objects.filter(guide__in=guide_ids, on__range=(since, until))


def reasons_of(votes: QuerySet[GuideVote]) -> Sequence[tuple[VoteReason, int]]:
    """Return how often each reason was given, the most frequent first."""
    counts = dict(votes.filter(helped=False).order_by().values_list("reason").annotate(Count("pk")))
    return sorted(((reason, counts.get(reason, 0)) for reason in VoteReason), key=lambda pair: -pair[1])


def days_of(guide_id: int, since: dt.date, until: dt.date) -> QuerySet[GuideDay]:
    """Return the days on which a guide was read, the newest first."""
    return GuideDay.objects.filter(guide=guide_id, on__range=(since, until))


def quoting_old_items(guides: QuerySet[PublishedGuide]) -> QuerySet[PublishedGuide]:
    """Return the guides whose page quotes an older revision of the item than the one that is public now."""
    return guides.filter(item_revision_number__lt=F("item__revision_number"))
