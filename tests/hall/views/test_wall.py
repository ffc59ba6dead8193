"""The wall page: departments at their windows with the people on duty."""

import datetime as dt

import pytest
from django.test import Client

from foundation.calendar_days import enter_year
from foundation.calendar_notices import NamedDay
from tests.cast import Cast
from tests.hall.factories import DAY, make_floor, make_turn, make_window, put

pytestmark = pytest.mark.django_db


def test_it_names_department_window_and_who_is_on_duty(cast: Cast, settings) -> None:
    settings.PORTAL_TODAY = DAY
    enter_year(2026, [], source="通知", actor=None)
    window = make_window(cast.police)
    put(window, make_floor())
    make_turn(window)
    make_turn(window, starts=dt.time(13), ends=dt.time(17), surname="李", work_number="B1702", is_public=False)
    page = Client().get("/wall/").content.decode()
    for expected in (cast.police.name, "B17", "户籍业务窗口", "王老师", "B1701", "09:00–12:00", '<svg class="plan"'):
        assert expected in page
    assert "李老师" not in page
    assert "B1702" not in page


def test_on_a_holiday_nobody_is_on_duty(cast: Cast, settings) -> None:
    settings.PORTAL_TODAY = DAY
    enter_year(2026, [NamedDay(DAY, False, "假日")], source="通知", actor=None)
    make_turn(make_window(cast.police))
    page = Client().get("/wall/").content.decode()
    assert "窗口不办公" in page
    assert "王老师" not in page


def test_a_hall_without_windows_says_so(db: None) -> None:
    assert "尚未录入窗口" in Client().get("/wall/").content.decode()
