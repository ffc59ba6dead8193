"""What the disclosure office must not overlook: texts that are not public in time, columns gone stale, empty columns.

Levels, not events: each call tells how things stand on a day, so nothing is lost when nobody looked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Case, DateField, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, TruncDate

from disclosure.freshness import fresh_until
from disclosure.models import Column, Publication, PublicationRevision
from foundation.workdays import WorkCalendar, YearNotCovered

PUBLICATION_DAYS: Final = 20
"""Information is public within 20 working days after it was made or changed (条例 art. 26)."""
SOON_DAYS: Final = 5
"""Working days before the end from which on a text is shown as due soon."""


@dataclass(frozen=True)
class WaitingText:
    """A text that the public cannot read as it is: since when, and by when it must be public."""

    publication: Publication
    is_change: bool
    """Whether an earlier version of it is public."""
    since: dt.date
    due_on: dt.date | None
    """None where a year of the calendar is missing."""
    missing_year: int | None
    is_late: bool
    is_soon: bool


@dataclass(frozen=True)
class ColumnCheck:
    """A column with its last new text and the day until which that is enough."""

    column: Column
    count: int
    updated_on: dt.date | None
    fresh_until: dt.date | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is in it."""
        return self.count == 0

    def is_stale(self, today: dt.date) -> bool:
        """Tell whether it should have been updated by now; an empty column counts as empty only."""
        return self.fresh_until is not None and self.fresh_until < today


def unpublished(*, today: dt.date) -> QuerySet[Publication]:
    """Return drafts that were never public, and those that were changed since, if they may be due by now or soon.

    ``since`` says from which day, ``is_change`` why.  What was withdrawn waits for nobody; a change counts from its
    last save.
    """
    edited = Q(published__isnull=False, updated_at__gt=F("published__revision__submitted_at"))
    withdrawn = PublicationRevision.objects.ever_live().values("record")
    never = Q(published__isnull=True) & ~Q(pk__in=withdrawn)
    created = Coalesce("written_on", TruncDate("created_at"))
    return (
        Publication.objects.filter(edited | never)
        .annotate(
            is_change=Case(When(edited, then=Value(True)), default=Value(False)),
            since=Case(When(edited, then=TruncDate("updated_at")), default=created, output_field=DateField()),
        )
        .filter(since__lte=today - dt.timedelta(days=PUBLICATION_DAYS - SOON_DAYS))
        .select_related("column", "department", "index_number")
        .order_by("since", "pk")
    )


def waiting_texts(texts: Iterable[Any], calendar: WorkCalendar, *, today: dt.date) -> list[WaitingText]:
    """Return the texts that are late or due soon, the longest waiting first.

    Where a year of the calendar is missing the text is named with that year, as nobody can say whether it is late.
    """
    found = (_waiting(text, calendar, today) for text in texts)
    return [text for text in found if text.is_late or text.is_soon or text.missing_year is not None]


def _waiting(text: Any, calendar: WorkCalendar, today: dt.date) -> WaitingText:
    try:
        due_on = calendar.advance(text.since, PUBLICATION_DAYS)
        is_soon = today <= due_on and calendar.count(today, due_on) <= SOON_DAYS
    except YearNotCovered as gap:
        return WaitingText(text, text.is_change, text.since, None, gap.year, is_late=False, is_soon=False)
    return WaitingText(text, text.is_change, text.since, due_on, None, is_late=due_on < today, is_soon=is_soon)


def check_columns() -> list[ColumnCheck]:
    """Return the columns in use that have no parts, with their last update; one query."""
    return [
        ColumnCheck(
            column,
            column.count,
            column.updated_on,
            fresh_until(column.kind, column.updated_on) if column.updated_on else None,
        )
        for column in Column.objects.with_updates()
    ]
