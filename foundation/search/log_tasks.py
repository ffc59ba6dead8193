"""What editors do about queries: which ones find nothing or nothing that anybody opens, and what was done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.db.models import Max, Sum
from django.utils.translation import gettext as _

from foundation import access, audit
from foundation.access import Capability
from foundation.search.folding import fold
from foundation.search.log_models import QueryDay, QueryMark, QueryOutcome
from foundation.workflow import Refused

if TYPE_CHECKING:
    from foundation.people import User

DAYS: Final = 30
"""So many days are looked back."""
PATIENCE: Final = 14
"""Days after which a query that still finds nothing is a task again: by then a synonym is approved, a guide public."""
MOST: Final = 300
"""Queries that are looked at, those asked most often."""


@dataclass(frozen=True)
class QueryFigures:
    """A query over some days with what was done about it last."""

    text: str
    searches: int
    misses: int
    clicks: int
    visits: int
    last_on: dt.date
    last_miss_on: dt.date | None
    mark: QueryMark | None = None

    @property
    def is_missing(self) -> bool:
        """Whether it found nothing when it was asked last."""
        return self.last_miss_on == self.last_on

    @property
    def is_unclicked(self) -> bool:
        """Whether it finds something, and nobody opened any of it."""
        return not self.is_missing and self.clicks == 0

    @property
    def is_open(self) -> bool:
        """Whether somebody should look at it."""
        if not (self.is_missing or self.is_unclicked):
            return False
        if self.mark is None:
            return True
        if self.mark.outcome == QueryOutcome.NOTHING:
            return False
        return self.last_on > self.mark.done_on + dt.timedelta(days=PATIENCE)


def queries_of(*, today: dt.date, days: int = DAYS) -> list[QueryFigures]:
    """Return what at least three visits of a day asked in these days, most searches first."""
    asked = QueryDay.objects.exclude(text="").filter(on__gt=today - dt.timedelta(days=days), on__lte=today)
    misses = dict(asked.filter(misses__gt=0).order_by().values_list("text").annotate(last=Max("on")))
    rows = (
        asked.order_by()
        .values("text")
        .annotate(
            all_searches=Sum("searches"),
            all_misses=Sum("misses"),
            all_clicks=Sum("clicks"),
            all_visits=Sum("visits"),
            last_on=Max("on"),
        )
        .order_by("-all_searches", "text")[:MOST]
    )
    marks = {mark.text: mark for mark in QueryMark.objects.select_related("done_by")}
    return [
        QueryFigures(
            row["text"],
            row["all_searches"],
            row["all_misses"],
            row["all_clicks"],
            row["all_visits"],
            row["last_on"],
            misses.get(row["text"]),
            marks.get(row["text"]),
        )
        for row in rows
    ]


def open_queries(*, today: dt.date) -> list[QueryFigures]:
    """Return the queries that wait for somebody."""
    return [one for one in queries_of(today=today) if one.is_open]


def days_of(text: str, *, today: dt.date, days: int = DAYS) -> Sequence[QueryDay]:
    """Return a query day by day, the newest first."""
    return list(QueryDay.objects.filter(text=text, on__gt=today - dt.timedelta(days=days)).order_by("-on"))


def asked_with(word: str, *, today: dt.date, most: int = 8, days: int = 90) -> list[str]:
    """Return queries that hold a word, those asked most often: what a synonym would change for people."""
    found = QueryDay.objects.filter(on__gt=today - dt.timedelta(days=days), text__contains=fold(word).strip())
    rows = found.exclude(text="").order_by().values_list("text").annotate(times=Sum("searches"))
    return [text for text, _times in rows.order_by("-times", "text")[:most]]


def settle(text: str, outcome: str, *, note: str = "", today: dt.date, actor: User) -> QueryMark:
    """Say what was done about a query. Raises PermissionDenied, Refused for a query that nobody can know of."""
    access.require(actor, Capability.EDIT_CONTENT)
    with transaction.atomic():
        if not QueryDay.objects.filter(text=text).exclude(text="").exists():
            raise Refused(_("This query is not in the list any more."))
        mark, _created = QueryMark.objects.select_for_update().get_or_create(
            text=text, defaults={"outcome": outcome, "done_on": today, "done_by": actor}
        )
        mark.outcome, mark.note, mark.done_on, mark.done_by = outcome, note.strip(), today, actor
        mark.full_clean(validate_unique=False)
        mark.save(update_fields=["outcome", "note", "done_on", "done_by"])
        audit.record(audit.Act.QUERY_SETTLED, actor=actor, target=mark, detail={"what": outcome})
    return mark
