"""How fresh the public guides are: each with its state on a day, and the figures of the departments.

The state is computed by the database with the rule of ``guides.freshness``, which remains the authority; a test holds
both side by side.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    Func,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, TruncDate
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation import access
from foundation.access import Capability
from foundation.links.models import LinkPlace
from foundation.organization import Department
from foundation.tables.downloads import table_response
from guides.freshness import CURRENT, SOON_DAYS, Standing, State
from guides.models import ErrorReport, GuideCheck, GuideRevision, ImpactTask, PublishedGuide

if TYPE_CHECKING:
    from foundation.people import User

GUIDE: Final = "guides.guide"
"""How the links of guides name their record."""


class _MonthsLater(Func):
    """The day so many months after another: PostgreSQL clips at the end of a month as ``add_months`` does."""

    template = "(%(expressions)s)::date"
    arg_joiner = " + interval '1 month' * "
    output_field = DateField()


def with_freshness(rows: QuerySet[PublishedGuide], *, today: dt.date) -> QuerySet[Any]:
    """Add to public guides what their standing is made of, when the next check is due, and their state."""
    of_guide = OuterRef("record")
    checks = GuideCheck.objects.filter(guide=of_guide).order_by("-checked_on")
    first = GuideRevision.objects.ever_live().filter(record=of_guide).order_by("live_from")
    reports = ErrorReport.objects.waiting().filter(guide=of_guide)
    state = Case(
        When(doubted_since__isnull=False, then=Value(State.DOUBTED.value)),
        When(check_due_on__lt=today, then=Value(State.OVERDUE.value)),
        When(check_due_on__lte=today + dt.timedelta(SOON_DAYS), then=Value(State.SOON.value)),
        default=Value(State.IN_TIME.value),
        output_field=CharField(),
    )
    return (
        rows.annotate(
            checked_on=Subquery(checks.values("checked_on")[:1]),
            first_on=Subquery(first.annotate(day=TruncDate("live_from")).values("day")[:1]),
            months=Coalesce("record__care__months", Value(settings.PORTAL_GUIDE_CHECK_MONTHS)),
            doubted_since=Subquery(reports.order_by("received_on").values("received_on")[:1]),
            answer_due_on=Subquery(reports.order_by("due_on").values("due_on")[:1]),
        )
        .annotate(counted_from=Coalesce("checked_on", "first_on"))
        .annotate(check_due_on=_MonthsLater(F("counted_from"), F("months")))
        .annotate(state=state)
    )


def standing_of(row: Any) -> Standing:
    """Return the facts of a guide that was read ``with_freshness``."""
    return Standing(row.counted_from, row.months, row.doubted_since, row.answer_due_on)


def visible_guides(user: User, *, today: dt.date) -> QuerySet[Any]:
    """Return the public guides of somebody's departments with their freshness; the center sees all."""
    scope = access.scope_of(user, Capability.VIEW_CONTENT)
    return with_freshness(scope.limit(PublishedGuide.objects.all()), today=today)


def with_broken_links(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Keep the guides on whose pages a link is broken, whether it stands in the guide or in its item."""
    return rows.filter(Exists(LinkPlace.objects.broken().filter(record_type=GUIDE, record_id=OuterRef("record_id"))))


@dataclass
class Figures:
    """The figures of one row: a department, or all together."""

    department: Department | None
    states: Counter[str] = field(default_factory=Counter)
    oldest: dt.date | None = None
    """From which day the interval of the guide counts that waits longest for a check."""
    incomplete: int = 0
    broken: int = 0
    reports: int = 0
    tasks: int = 0

    @property
    def guides(self) -> int:
        """How many guides are public."""
        return self.states.total()

    @property
    def in_time(self) -> int:
        """How many were checked within their interval and are not in doubt."""
        return sum(self.states[state] for state in CURRENT)

    @property
    def share(self) -> int | None:
        """Guides checked in time per hundred, rounded down: 100 means all of them; None without guides."""
        return self.in_time * 100 // self.guides if self.guides else None

    def add(self, state: str, counted_from: dt.date, *, gaps: int) -> None:
        """Count a guide."""
        self.states[state] += 1
        self.incomplete += gaps > 0
        self.oldest = min(filter(None, (self.oldest, counted_from)))


def figures_of(user: User, *, today: dt.date) -> tuple[list[Figures], Figures]:
    """Return the figures of the departments somebody may see, and of all of them; a fixed number of queries."""
    scope = access.scope_of(user, Capability.VIEW_CONTENT)
    total, rows = Figures(None), {}
    for department in Department.objects.order_by("position", "code"):
        if scope.covers(department.pk):
            rows[department.pk] = Figures(department)
    guides = visible_guides(user, today=today).order_by()
    for key, state, counted_from, gaps in guides.values_list("department", "state", "counted_from", "gap_count"):
        for figures in (rows[key], total):
            figures.add(state, counted_from, gaps=gaps)
    for name, counts in _counts().items():
        for key, count in counts:
            if key in rows:
                for figures in (rows[key], total):
                    setattr(figures, name, getattr(figures, name) + count)
    return [figures for figures in rows.values() if figures.guides or figures.tasks or figures.reports], total


def _counts() -> dict[str, Iterable[tuple[int, int]]]:
    """Return further figures by department, one query each."""

    def per(rows: QuerySet[Any], department: str) -> Iterable[tuple[int, int]]:
        counted: Iterable[tuple[int, int]] = rows.order_by().values_list(department).annotate(n=Count("pk"))
        return counted

    return {
        "broken": per(with_broken_links(PublishedGuide.objects.all()), "department"),
        "reports": per(ErrorReport.objects.waiting(), "guide__department"),
        "tasks": per(ImpactTask.objects.open(), "department"),
    }


# As files

_GUIDE_COLUMNS: Final = (
    ("department", gettext_lazy("department")),
    ("title", gettext_lazy("guide")),
    ("state", gettext_lazy("state")),
    ("checked_on", gettext_lazy("last check")),
    ("check_due_on", gettext_lazy("check due")),
    ("doubted_since", gettext_lazy("report without an answer since")),
    ("gap_count", gettext_lazy("missing contents")),
)


def guide_response(rows: QuerySet[Any], kind: str, *, actor: User) -> HttpResponse | StreamingHttpResponse:
    """Return guides with their freshness as ``csv`` or ``xlsx``; it is recorded."""
    return table_response(_guide_lines(rows), kind, name="guide-freshness", count=rows.count(), actor=actor)


def _guide_lines(rows: QuerySet[Any]) -> Iterator[Sequence[str]]:
    yield [str(heading) for _name, heading in _GUIDE_COLUMNS]
    for row in rows.iterator(chunk_size=2000):
        shown = {"state": State(row.state).label}
        yield [_cell(shown.get(name, getattr(row, name))) for name, _heading in _GUIDE_COLUMNS]


def figure_response(rows: Sequence[Figures], kind: str, *, actor: User) -> HttpResponse | StreamingHttpResponse:
    """Return the figures of the departments as ``csv`` or ``xlsx``; it is recorded."""
    return table_response(_figure_lines(rows), kind, name="freshness", count=len(rows), actor=actor)


def _figure_lines(rows: Sequence[Figures]) -> Iterator[Sequence[str]]:
    yield [
        _("Department"),
        _("Public guides"),
        *(str(label) for label in State.labels),
        _("checked in time, per hundred"),
        _("longest without a check since"),
        _("Reports without an answer"),
        _("Tasks of changes"),
        _("Guides with broken links"),
        _("Guides with missing contents"),
    ]
    for row in rows:
        figures = [row.share, row.oldest, row.reports, row.tasks, row.broken, row.incomplete]
        states = [row.states[state] for state in State]
        yield [_cell(value) for value in (row.department or _("Together"), row.guides, *states, *figures)]


def _cell(value: Any) -> str:
    return "" if value is None else str(value)
