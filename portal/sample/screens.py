"""The hall of the sample: plan, duty roster by weekday, layouts, devices that wait for their code, prepared notices."""

from __future__ import annotations

import datetime as dt
import itertools
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from foundation.organization import Window
from foundation.people import User
from hall.actions import add_device, prepare_notice
from hall.codelists import DutyDay
from hall.models import Device, DutyTurn, Floor, HallNotice, Landmark, Layout, Panel, WindowPlace
from portal.sample.rows import save_checked

_WIDTH: Final = 500
_DEPTH: Final = 352
_WINDOW: Final = (62, 78)
_SURNAMES: Final = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林罗高"
_MORNING: Final = (dt.time(9), dt.time(12))
_AFTERNOON: Final = (dt.time(13, 30), dt.time(17))
_THROUGH_NOON: Final = ((dt.time(9), dt.time(13)), (dt.time(13), dt.time(17)))
"""The hours that ``hall.toml`` names in words."""


def load(*, editor: User, administrator: User) -> int:
    """Load the hall and return how many windows it has."""
    data, hours = _read("screens.toml"), _read("hall.toml")
    windows = {window.number: window for window in Window.objects.all()}
    for row in data["floors"]:
        _load_floor(row, windows)
    DutyTurn.objects.bulk_create(_roster(windows.values(), hours))
    layouts = {row["name"]: _load_layout(row) for row in data["layouts"]}
    for row in data["devices"]:
        device = Device(**{**row, "layout": layouts.get(row.get("layout", ""))})
        device.clean()
        add_device(device, actor=administrator)
    for row in data["notices"]:
        prepare_notice(HallNotice(**row), actor=editor)
    return WindowPlace.objects.count()


def _read(name: str) -> dict[str, Any]:
    with (Path(__file__).parent / name).open("rb") as file:
        return tomllib.load(file)


def _load_floor(row: dict[str, Any], windows: Mapping[str, Window]) -> None:
    landmarks = row.pop("landmarks")
    sides = {side: row.pop(side) for side in ("left", "top", "right", "middle")}
    floor = Floor(width=_WIDTH, depth=_DEPTH, **row)
    save_checked(floor)
    width, depth = _WINDOW
    for number, x, y in _spots(sides):
        save_checked(WindowPlace(floor=floor, window=windows[number], x=x, y=y, width=width, depth=depth))
    for one in landmarks:
        save_checked(Landmark(floor=floor, **one))


def _spots(sides: Mapping[str, list[str]]) -> Iterator[tuple[str, int, int]]:
    """Yield number and place of each window: along three walls, some in the middle."""
    width, depth = _WINDOW
    for place, number in enumerate(sides["top"]):
        yield number, 33 + place * width, 0
    for place, number in enumerate(sides["left"]):
        yield number, 0, 81 + place * (depth + 1)
    for place, number in enumerate(sides["right"]):
        yield number, _WIDTH - width, 81 + place * (depth + 1)
    for place, number in enumerate(sides["middle"]):
        yield number, _WIDTH // 2 - width * len(sides["middle"]) // 2 + place * width, 196


def _roster(windows: Iterable[Window], hours: Mapping[str, Any]) -> Iterator[DutyTurn]:
    """Yield the turns: two people for each window, who change places every other day."""
    names = itertools.cycle(_SURNAMES)
    for window in windows:
        pair = [(next(names), f"{window.number}{place:02d}") for place in (1, 2)]
        for day in DutyDay:
            for place, (starts, ends) in enumerate(_turns(window.number, day, hours)):
                surname, work_number = pair[(place + day) % 2]
                yield DutyTurn(
                    window=window, day=day, starts=starts, ends=ends, surname=surname, title="老师",
                    work_number=work_number, is_public=True,
                )  # fmt: skip


def _turns(number: str, day: DutyDay, hours: Mapping[str, Any]) -> Sequence[tuple[dt.time, dt.time]]:
    if day == DutyDay.SUNDAY:
        return ()
    if day == DutyDay.SATURDAY:
        return (_MORNING,) if number in hours["on_saturday"] else ()
    return _THROUGH_NOON if number in hours["through_noon"] else (_MORNING, _AFTERNOON)


def _load_layout(row: dict[str, Any]) -> Layout:
    panels = row.pop("panels")
    layout = Layout(**row)
    save_checked(layout)
    for position, panel in enumerate(panels, start=1):
        save_checked(Panel(layout=layout, position=position * 10, **panel))
    return layout
