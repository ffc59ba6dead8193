"""Calendars in the database: what it holds, what is loaded, and the verbs that change it."""

import datetime as dt
import threading
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from foundation.audit import Act, AuditEntry
from foundation.calendar_days import (
    CalendarDay,
    CalendarYear,
    enter_year,
    load_calendar,
    missing_year,
    remove_year,
)
from foundation.calendar_notices import NamedDay
from foundation.clock import local_now
from foundation.workdays import YearNotCovered
from foundation.workflow import Conflict, Refused
from tests.cast import Cast

pytestmark = pytest.mark.django_db

FRIDAY = dt.date(2027, 1, 1)
SUNDAY = dt.date(2027, 1, 3)
NEW_YEAR = [NamedDay(FRIDAY, False, "元旦"), NamedDay(SUNDAY, True, "元旦")]


def enter(year: int = 2027, days: list[NamedDay] = NEW_YEAR, **given: Any) -> CalendarYear:
    return enter_year(year, days, **{"source": "2027年放假通知", "actor": None, **given})


def entries() -> list[dict[str, Any]]:
    return [entry.detail for entry in AuditEntry.objects.filter(act=Act.REFERENCE_CHANGED).order_by("id")]


# What the database holds


def test_the_database_holds_days_to_their_year() -> None:
    calendar = enter()
    stray = CalendarDay(calendar=calendar, date=dt.date(2026, 12, 31), kind="workday")
    with pytest.raises(ValidationError) as caught:
        stray.full_clean()
    assert set(caught.value.message_dict) == {"date"}
    with pytest.raises(IntegrityError, match="calendarday_in_its_year"), transaction.atomic():
        stray.save()


def test_the_database_knows_a_day_once() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarDay.objects.create(calendar=enter(), date=FRIDAY, kind="workday")


def test_the_database_knows_two_kinds_of_days() -> None:
    with pytest.raises(IntegrityError, match="calendarday_kind_known"), transaction.atomic():
        CalendarDay.objects.create(calendar=enter(), date=dt.date(2027, 5, 1), kind="halfday")


def test_a_day_may_say_what_the_weekday_says() -> None:
    day = CalendarDay(calendar=enter(), date=dt.date(2027, 1, 2), kind="restday")
    day.full_clean()
    day.save()


@pytest.mark.parametrize("year", [1999, 2101])
def test_implausible_years_are_refused(year: int) -> None:
    calendar = CalendarYear(year=year, source="x", entered_at=local_now())
    with pytest.raises(ValidationError) as caught:
        calendar.full_clean()
    assert "year" in caught.value.message_dict
    with pytest.raises(IntegrityError, match="calendaryear_plausible"), transaction.atomic():
        calendar.save()
    with pytest.raises(Refused):
        enter(year, [])
    assert not CalendarYear.objects.exists()


# Loading


def test_a_year_is_covered_when_it_has_its_row() -> None:
    enter(2026, [])
    enter(2027)
    calendar = load_calendar()
    assert set(calendar.workdays) == {2026, 2027}
    assert calendar.advance(dt.date(2026, 12, 31), 1) == SUNDAY
    assert calendar.advance(dt.date(2026, 12, 31), 2) == dt.date(2027, 1, 4)
    with pytest.raises(YearNotCovered) as caught:
        calendar.is_workday(dt.date(2028, 1, 1))
    assert caught.value.year == 2028


def test_days_without_any_year() -> None:
    assert load_calendar().workdays == {}


def test_loading_is_one_query_however_many_years_and_never_stale() -> None:
    for year in (2026, 2027):
        enter(year, [NamedDay(dt.date(year, 5, 1), False)])
        with CaptureQueriesContext(connection) as asked:
            calendar = load_calendar()
        assert len(asked) == 1
        assert year in calendar.workdays


# Which year is missing


@pytest.mark.parametrize(
    ("entered", "today", "missing"),
    [
        ([2026], "2026-01-01", None),
        ([2026], "2026-09-30", None),  # the notice is not out yet
        ([2026], "2026-10-01", 2027),  # from October on it is asked for
        ([2026], "2026-12-31", 2027),
        ([2026, 2027], "2026-10-01", None),
        ([2026], "2027-01-01", 2027),  # nobody did: now every deadline stands still
        ([2027], "2026-11-15", 2026),  # the nearer one first
        ([], "2026-05-01", 2026),
    ],
)
def test_the_year_that_should_be_there(entered: list[int], today: str, missing: int | None) -> None:
    for year in entered:
        enter(year, [])
    assert missing_year(dt.date.fromisoformat(today)) == missing


# Entering


def test_entering_a_year_is_recorded(cast: Cast) -> None:
    calendar = enter(actor=cast.system_admin)
    assert (calendar.source, calendar.entered_by, calendar.edit_version) == (
        "2027年放假通知",
        cast.system_admin,
        1,
    )
    assert calendar.named_days() == NEW_YEAR
    assert calendar.workday_count() == 261  # 2027 has 261 weekdays; one is off, one Sunday is worked
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.target_type, entry.target_id) == (cast.system_admin, "foundation.calendaryear", "2027")
    assert entry.detail == {
        "what": "added",
        "days_added": ["2027-01-01 休", "2027-01-03 班"],
    }


def test_changing_a_year_replaces_its_days_and_is_recorded(cast: Cast) -> None:
    enter()
    changed = enter(days=[NEW_YEAR[0]], actor=cast.system_admin, edit_version=1)
    assert changed.named_days() == [NEW_YEAR[0]]
    assert (changed.edit_version, changed.entered_by) == (2, cast.system_admin)
    assert entries()[1] == {"what": "changed", "days_removed": ["2027-01-03 班"]}


def test_a_new_source_alone_is_recorded() -> None:
    enter()
    enter(source="更正通知")
    assert entries()[1] == {"what": "changed", "changed": ["source"]}


def test_a_day_may_turn_into_the_other_kind() -> None:
    enter()
    enter(days=[NamedDay(FRIDAY, True), NEW_YEAR[1]])
    assert entries()[1]["days_added"] == ["2027-01-01 班"]
    assert entries()[1]["days_removed"] == ["2027-01-01 休"]


def test_saying_the_same_again_changes_nothing(settings: Any) -> None:
    settings.JOBS_AFTER_CALENDAR_CHANGE = []
    first = enter()
    settings.JOBS_AFTER_CALENDAR_CHANGE = ["disclosure.recompute_deadlines"]
    again = enter(days=NEW_YEAR[::-1])
    assert (again.edit_version, again.entered_at) == (first.edit_version, first.entered_at)
    assert len(entries()) == 1
    assert not ProcrastinateJob.objects.exists()


def test_who_may_not_maintain_reference_data_enters_nothing(cast: Cast) -> None:
    for other in (cast.editor, cast.officer, cast.manager, cast.security_admin, cast.auditor, cast.nobody):
        with pytest.raises(PermissionDenied):
            enter(actor=other)
    calendar = enter()
    for other in (cast.editor, cast.officer, cast.manager, cast.security_admin, cast.auditor, cast.nobody):
        with pytest.raises(PermissionDenied):
            remove_year(calendar, actor=other)
    assert CalendarYear.objects.filter(year=2027).exists()


@pytest.mark.parametrize(("seen", "there"), [(0, True), (2, True), (1, False)])
def test_who_saw_another_calendar_overwrites_nothing(seen: int, there: bool) -> None:
    if there:
        enter()
    with pytest.raises(Conflict):
        enter(days=[], edit_version=seen)
    assert CalendarDay.objects.count() == (2 if there else 0)


def test_a_year_is_entered_whole_or_not_at_all() -> None:
    stray = NamedDay(dt.date(2026, 1, 1), False)
    with pytest.raises(IntegrityError), transaction.atomic():
        enter(days=[*NEW_YEAR, stray])
    assert not CalendarYear.objects.exists()
    assert not AuditEntry.objects.exists()


def test_removing_a_year_is_recorded(cast: Cast) -> None:
    calendar = enter()
    remove_year(calendar, actor=cast.system_admin)
    assert not CalendarDay.objects.exists()
    assert entries()[1]["what"] == "deleted"
    assert entries()[1]["days_removed"] == ["2027-01-01 休", "2027-01-03 班"]
    remove_year(calendar, actor=cast.system_admin)  # somebody else did already
    assert len(entries()) == 2


# What depends on it


def test_every_change_hands_on_to_the_named_jobs(settings: Any) -> None:
    settings.JOBS_AFTER_CALENDAR_CHANGE = ["disclosure.recompute_deadlines"]
    enter()
    enter(days=[])
    remove_year(CalendarYear.objects.get(), actor=None)
    assert list(ProcrastinateJob.objects.values_list("task_name", flat=True)) == ["disclosure.recompute_deadlines"] * 3


def test_a_change_that_fails_hands_on_nothing(settings: Any) -> None:
    settings.JOBS_AFTER_CALENDAR_CHANGE = ["disclosure.recompute_deadlines"]
    with pytest.raises(Conflict):
        enter(edit_version=7)
    assert not ProcrastinateJob.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_people_entering_the_same_year_at_once_meet_one_after_the_other(cast: Cast) -> None:
    outcomes: list[str] = []

    def ask() -> None:
        try:
            enter(actor=cast.system_admin, edit_version=0)
            outcomes.append("entered")
        except Conflict:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == ["entered", "refused", "refused", "refused"]
