"""The wall (上墙公示) on the web: departments at their windows, who is on duty, guides of the day, flows, agents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from approvals.models import PublishedFlow
from approvals.models.flows import FlowKind
from foundation.calendar_days import load_calendar
from foundation.listings import Label, local_label
from foundation.organization import Department, Window
from guides.models import PublishedGuide
from hall.duty import OnDuty, duty_day, on_duty
from hall.floor_plan import Plan, draw
from hall.items_of_day import items_of_day
from hall.models import Floor, HallNotice, WindowPlace

GUIDES_OF_DAY: Final = 8


@dataclass(frozen=True)
class WallWindow:
    """A window: where it is and who is on duty there today."""

    window: Window
    place: WindowPlace | None
    duty: OnDuty | None


@dataclass(frozen=True)
class WallDepartment:
    """A department with its windows."""

    department: Department
    label: Label
    windows: Sequence[WallWindow]


@dataclass(frozen=True)
class WallFloor:
    """A floor with its drawing and its windows for those who read a list."""

    floor: Floor
    plan: Plan
    windows: Sequence[WallWindow]


def wall_context(now: dt.datetime) -> dict[str, Any]:
    """Return what the wall page shows at a moment; a fixed number of queries."""
    calendar = load_calendar()
    duty = on_duty(now, calendar)
    windows = hall_windows(duty)
    flows = list(PublishedFlow.objects.only("slug", "kind", "title", "title_en", "summary"))
    return {
        "today": now.date(),
        "day": duty_day(now.date(), calendar),
        "notice": HallNotice.objects.showing(now).first(),
        "departments": by_department(windows),
        "floors": floors_with_plans(windows),
        "guides": guides_of_day(now.date(), GUIDES_OF_DAY),
        "parallel": [flow for flow in flows if flow.kind == FlowKind.PARALLEL],
        "agents": [flow for flow in flows if flow.kind == FlowKind.AGENT],
    }


def hall_windows(duty: Mapping[int, OnDuty]) -> Sequence[WallWindow]:
    """Return the windows in use, in the order of their departments."""
    rows = Window.objects.filter(is_active=True, department__is_active=True)
    rows = rows.select_related("department", "place__floor").order_by(
        "department__position", "department__code", "number"
    )
    return [WallWindow(window, getattr(window, "place", None), duty.get(window.pk)) for window in rows]


def by_department(windows: Sequence[WallWindow]) -> Sequence[WallDepartment]:
    """Return the windows grouped by department, in their order."""
    groups: dict[int, list[WallWindow]] = {}
    for one in windows:
        groups.setdefault(one.window.department_id, []).append(one)
    found = []
    for own in groups.values():
        department = own[0].window.department
        found.append(WallDepartment(department, local_label(department.name, department.name_en), own))
    return found


def floors_with_plans(windows: Sequence[WallWindow], marked: Sequence[str] = ()) -> Sequence[WallFloor]:
    """Return the floors with their drawings; windows without a place are on none."""
    found = []
    for floor in Floor.objects.prefetch_related("landmarks"):
        own = [one for one in windows if one.place is not None and one.place.floor_id == floor.pk]
        places = []
        for one in own:
            if one.place is not None:
                one.place.window = one.window
                places.append(one.place)
        own.sort(key=lambda one: one.window.number)
        found.append(WallFloor(floor, draw(floor, places, floor.landmarks.all(), marked), own))
    return found


def guides_of_day(today: dt.date, count: int) -> Sequence[PublishedGuide]:
    """Return the guides of a day, in their order."""
    slugs = PublishedGuide.objects.order_by("slug").values_list("slug", flat=True)
    chosen = items_of_day(slugs, today, count)
    rows = PublishedGuide.objects.filter(slug__in=chosen).select_related("department")
    known = {
        row.slug: row
        for row in rows.only(
            "slug", "title", "title_en", "summary", "department__name", "department__name_en", "department__short_name"
        )
    }
    return [known[slug] for slug in chosen if slug in known]
