"""What tests of the hall begin with: a floor with windows, a roster, a layout, devices."""

from __future__ import annotations

import datetime as dt

from django.test import Client

from foundation.organization import Department, Window
from hall.actions import add_device, enrol
from hall.codelists import DutyDay
from hall.models import Device, DutyTurn, Floor, Landmark, Layout, Panel, WindowPlace
from tests.cast import Cast

DAY = dt.date(2026, 3, 3)
"""A Tuesday."""


def make_window(department: Department, number: str = "B17", name: str = "户籍业务窗口") -> Window:
    return Window.objects.create(department=department, number=number, name=name)


def make_floor(level: int = 2, name: str = "二楼B区") -> Floor:
    floor = Floor.objects.create(level=level, name=name, name_en=f"Floor {level}", width=500, depth=352, route="乘电梯")
    Landmark.objects.create(floor=floor, kind="lift", x=300, y=320, width=60, depth=30)
    return floor


def put(window: Window, floor: Floor, x: int = 0, y: int = 0) -> WindowPlace:
    return WindowPlace.objects.create(window=window, floor=floor, x=x, y=y, width=62, depth=78)


def make_turn(window: Window, day: DutyDay = DutyDay.TUESDAY, **values: object) -> DutyTurn:
    facts: dict[str, object] = {
        "starts": dt.time(9), "ends": dt.time(12), "surname": "王", "title": "老师", "work_number": "B1701",
        "is_public": True,
    }  # fmt: skip
    return DutyTurn.objects.create(window=window, day=day, **{**facts, **values})


def make_layout(*kinds: str, shape: str = "landscape", name: str = "主屏", **options: object) -> Layout:
    layout = Layout.objects.create(name=name, shape=shape)
    for position, kind in enumerate(kinds):
        Panel.objects.create(layout=layout, position=position, kind=kind, **options)
    return layout


def make_device(cast: Cast, layout: Layout | None = None, name: str = "大厅主屏") -> tuple[Device, str]:
    """Return a device and the code that enrols it; without a layout it is a kiosk."""
    kind = layout.shape if layout is not None else "kiosk"
    return add_device(Device(name=name, kind=kind, layout=layout), actor=cast.system_admin)


def browser_of(code: str) -> Client:
    """Return the browser of the device, enrolled with the code."""
    client = Client()
    device, token = enrol(code)
    client.cookies["hall_device"] = f"{device.public_id}.{token}"
    return client
