"""What the panels of a display show: public records, cut into pages that are read from eight metres."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.models import PublishedFlow
from approvals.models.flows import FlowKind
from disclosure.models import PublishedPublication
from feedback.consultations import SolicitationState
from feedback.models import PublishedAnswer, PublishedSolicitation
from feedback.reports.scoreboard import scoreboard_of
from foundation.calendar_days import load_calendar
from foundation.organization import Window
from foundation.publishing.reading import document_of
from guides.models import PublishedGuide
from hall.codelists import PanelKind
from hall.duty import OnDuty, on_duty
from hall.floor_plan import Plan, draw
from hall.items_of_day import items_of_day
from hall.models import Floor, Layout, Panel, WindowPlace

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

EXCERPT: Final = 90
"""Characters of an answer that a display shows."""


@dataclass(frozen=True)
class Entry:
    """A line of a list: what it says, what stands beside it, what stands below it."""

    title: str
    note: str = ""
    text: str = ""


@dataclass(frozen=True)
class WindowEntry:
    """A window with who is on duty there today."""

    window: Window
    duty: OnDuty | None


@dataclass(frozen=True)
class PanelPage:
    """One page of a panel. ``rows`` are entries of the kind that the template of ``kind`` knows."""

    kind: str
    heading: str
    note: str
    seconds: int
    columns: int
    rows: Sequence[Any]
    number: int = 1
    total: int = 1

    @property
    def template(self) -> str:
        """The template that draws it."""
        return f"hall/screen/_{_TEMPLATES.get(self.kind, 'list')}.html"


_TEMPLATES: Final[Mapping[str, str]] = {
    PanelKind.WINDOWS: "windows",
    PanelKind.PLAN: "plan",
    PanelKind.FLOWS: "flow",
    PanelKind.AGENTS: "flow",
    PanelKind.FIGURES: "figures",
}


@dataclass
class Sources:
    """What several panels read, read once: at one moment, for one answer."""

    now: dt.datetime

    @property
    def today(self) -> dt.date:
        """The day of the moment."""
        return self.now.date()

    @cached_property
    def duty(self) -> Mapping[int, OnDuty]:
        """Who is on duty, by the window."""
        return on_duty(self.now, load_calendar())

    @cached_property
    def floors(self) -> Sequence[Floor]:
        """All floors."""
        return list(Floor.objects.all())

    @cached_property
    def places(self) -> Sequence[WindowPlace]:
        """All windows in use that have a place, floor by floor."""
        found = WindowPlace.objects.filter(window__is_active=True)
        return list(found.select_related("window__department", "floor"))

    @cached_property
    def flows(self) -> Sequence[PublishedFlow]:
        """All public flows."""
        return list(PublishedFlow.objects.select_related("revision").order_by("slug"))

    @cached_property
    def plans(self) -> Sequence[tuple[Floor, Plan]]:
        """Each floor with its drawing."""
        floors = Floor.objects.prefetch_related("landmarks")
        return [
            (floor, draw(floor, [one for one in self.places if one.floor_id == floor.pk], floor.landmarks.all()))
            for floor in floors
        ]


Rows = Iterator[tuple[str, Sequence[Any]]]
"""Pages as they come: what stands beside the heading, and the rows. An iterator, so that nothing is made in vain."""


def pages_of(layout: Layout, now: dt.datetime) -> Mapping[str, Sequence[PanelPage]]:
    """Return the pages of a layout by region, in the order of showing; panels without rows are left out."""
    sources = Sources(now)
    found: dict[str, list[PanelPage]] = {}
    for panel in layout.panels.select_related("floor", "column"):
        found.setdefault(panel.region, []).extend(_pages(panel, sources))
    return found


def _pages(panel: Panel, sources: Sources) -> Iterator[PanelPage]:
    heading, make = PANELS[PanelKind(panel.kind)]
    made = list(make(panel, sources))
    whole = [(note, chunk) for note, rows in made for chunk in _chunks(rows, _size(panel))][: panel.pages]
    for number, (note, rows) in enumerate(whole, start=1):
        yield PanelPage(
            panel.kind,
            panel.title or str(heading),
            note,
            panel.seconds,
            panel.columns,
            rows,
            number,
            len(whole),
        )


def _size(panel: Panel) -> int:
    one_by_one = panel.kind in (PanelKind.PLAN, PanelKind.FLOWS, PanelKind.AGENTS)
    return 1 if one_by_one else panel.rows * panel.columns


def _chunks(rows: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def _most(panel: Panel) -> int:
    return _size(panel) * panel.pages


def _notices(panel: Panel, sources: Sources) -> Rows:
    rows = PublishedPublication.objects.select_related("body").only("title", "issued_on", "body__name")
    if panel.column_id:
        rows = rows.filter(column=panel.column_id)
    yield "", [Entry(row.title, f"{row.issued_on:%m-%d}") for row in rows[: _most(panel)]]


def _items(panel: Panel, sources: Sources) -> Rows:
    slugs = PublishedGuide.objects.order_by("slug").values_list("slug", flat=True)
    chosen = items_of_day(slugs, sources.today, _most(panel))
    rows = {
        row.slug: row
        for row in PublishedGuide.objects.filter(slug__in=chosen)
        .select_related("department")
        .only("slug", "title", "summary", "department__name", "department__short_name")
    }
    found = [rows[slug] for slug in chosen if slug in rows]
    yield "", [Entry(row.title, row.department.short_name or row.department.name, row.summary) for row in found]


def _windows(panel: Panel, sources: Sources) -> Rows:
    for floor in sources.floors:
        if panel.floor_id in (None, floor.pk):
            own = [place for place in sources.places if place.floor_id == floor.pk]
            yield floor.name, [WindowEntry(place.window, sources.duty.get(place.window_id)) for place in own]


def _plan(panel: Panel, sources: Sources) -> Rows:
    for floor, plan in sources.plans:
        if panel.floor_id in (None, floor.pk):
            yield floor.name, [plan]


def _flows_of(kind: FlowKind) -> Callable[[Panel, Sources], Rows]:
    def make(panel: Panel, sources: Sources) -> Rows:
        yield "", [document_of(row.revision) for row in sources.flows if row.kind == kind]

    return make


def _consultations(panel: Panel, sources: Sources) -> Rows:
    rows = PublishedSolicitation.objects.in_state(SolicitationState.RUNNING, sources.today).order_by("ends_on", "pk")
    shown = rows.only("title", "lead", "ends_on")[: _most(panel)]
    yield "", [Entry(row.title, _("until %s") % f"{row.ends_on:%m-%d}", row.lead) for row in shown]


def _answers(panel: Panel, sources: Sources) -> Rows:
    rows = PublishedAnswer.objects.newest()[: _most(panel)]
    yield "", [Entry(row.subject, f"{row.answered_on:%m-%d}", _cut(row.answer)) for row in rows]


def _cut(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= EXCERPT else f"{plain[: EXCERPT - 1]}…"


def _figures(panel: Panel, sources: Sources) -> Rows:
    total = scoreboard_of(sources.today.year, today=sources.today).total
    figures = [
        (_("messages received"), total.received),
        (_("messages answered"), total.answered),
        (_("answers on the web site"), total.public),
        (_("working days until half were answered"), total.median),
        (_("working days until nine in ten were answered"), total.nine_in_ten),
        (_("answered late"), total.late),
    ]
    shown = [(label, value) for label, value in figures if value is not None][: panel.rows]
    yield str(sources.today.year), shown if total.received else []


PANELS: Final[Mapping[PanelKind, tuple[StrOrPromise, Callable[[Panel, Sources], Rows]]]] = {
    PanelKind.NOTICES: (gettext_lazy("Notices"), _notices),
    PanelKind.ITEMS: (gettext_lazy("Guides of the day"), _items),
    PanelKind.WINDOWS: (gettext_lazy("Windows and who is on duty"), _windows),
    PanelKind.PLAN: (gettext_lazy("Where is which window?"), _plan),
    PanelKind.FLOWS: (gettext_lazy("Parallel approval"), _flows_of(FlowKind.PARALLEL)),
    PanelKind.AGENTS: (gettext_lazy("Agent services for investors"), _flows_of(FlowKind.AGENT)),
    PanelKind.CONSULTATIONS: (gettext_lazy("Your opinion is asked"), _consultations),
    PanelKind.ANSWERS: (gettext_lazy("Answers to the public"), _answers),
    PanelKind.FIGURES: (gettext_lazy("Messages of the public in figures"), _figures),
}
"""The usual heading of each kind of panel, and what makes its pages."""
