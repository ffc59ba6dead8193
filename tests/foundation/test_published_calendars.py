"""The published years: all there, loaded once, renewed when the package knows better, never over people's work."""

import datetime as dt
import json
from typing import Any

import pytest
from django.core.management import call_command
from procrastinate.contrib.django.models import ProcrastinateJob

from foundation.audit import AuditEntry
from foundation.calendar_days import CalendarDay, CalendarYear, enter_year, load_calendar
from foundation.calendar_notices import NamedDay, parse_notice, write_lines
from foundation.published_calendars import load_published_calendars, published_days
from tests.cast import Cast
from tests.real_data import real_data

pytestmark = pytest.mark.django_db

MAY_DAY = NamedDay(dt.date(2020, 5, 1), False, "劳动节")


def test_the_published_years_are_loaded() -> None:
    call_command("load_reference", verbosity=0)
    calendar = load_calendar()
    assert set(calendar.workdays) >= set(range(2004, 2027))
    assert [len(calendar.workdays[year]) for year in (2018, 2019, 2025, 2026)] == [250, 250, 248, 248]
    assert calendar.advance(dt.date(2026, 2, 13), 1) == dt.date(2026, 2, 14)
    day = CalendarDay.objects.select_related("calendar").get(date=dt.date(2026, 2, 17))
    assert (day.name, day.is_workday) == ("春节", False)
    assert day.calendar.source.startswith("chinesecalendar 1.")
    assert day.calendar.entered_by is None


def test_they_are_the_days_of_the_published_file() -> None:
    years = json.loads(real_data("calendar/china_holidays_2004_2026.json").read_text())
    load_published_calendars()
    for year, facts in years.items():
        found = CalendarYear.objects.get(pk=int(year)).named_days()
        assert [[str(day.date), day.name] for day in found if not day.is_workday] == facts["holidays"], year
        assert [[str(day.date), day.name] for day in found if day.is_workday] == facts["makeup_workdays"], year


def test_loading_again_changes_nothing(settings: Any) -> None:
    settings.JOBS_AFTER_CALENDAR_CHANGE = ["disclosure.recompute_deadlines"]
    load_published_calendars()
    assert ProcrastinateJob.objects.count() == 1  # one for all years
    before = list(CalendarDay.objects.values_list("pk")), AuditEntry.objects.count()
    load_published_calendars()
    assert (list(CalendarDay.objects.values_list("pk")), AuditEntry.objects.count()) == before
    assert ProcrastinateJob.objects.count() == 1


def test_a_year_that_the_package_corrected_is_renewed() -> None:
    enter_year(2020, [MAY_DAY], source="chinesecalendar 1.9.0", actor=None)
    load_published_calendars()
    calendar = CalendarYear.objects.get(pk=2020)
    assert calendar.named_days() == published_days()[2020]
    assert calendar.edit_version == 2


@pytest.mark.parametrize("source", ["chinesecalendar 1.11.0", "2020年放假通知"])
def test_what_people_entered_stays(cast: Cast, source: str) -> None:
    enter_year(2020, [MAY_DAY], source=source, actor=cast.system_admin)
    load_published_calendars()
    assert CalendarYear.objects.get(pk=2020).named_days() == [MAY_DAY]


def test_what_a_file_brought_stays() -> None:
    enter_year(2020, [MAY_DAY], source="2020.txt", actor=None)
    load_published_calendars()
    assert CalendarYear.objects.get(pk=2020).named_days() == [MAY_DAY]


def test_the_published_years_could_be_pasted_by_hand() -> None:
    for year, days in published_days().items():
        assert parse_notice(write_lines(days), year).days == tuple(days)


def test_the_published_years_since_the_revision_raise_no_doubt() -> None:
    for year in (2025, 2026):
        assert parse_notice(write_lines(published_days()[year])).doubts == ()
