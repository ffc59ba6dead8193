"""Whose roster holds on a day, and who may be named."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from foundation.organization import Window
from foundation.workdays import WorkCalendar
from hall.codelists import DutyDay
from hall.duty import duty_day, on_duty
from hall.models import DutyTurn
from tests.cast import Cast
from tests.hall.factories import DAY, make_turn, make_window

CALENDAR = WorkCalendar.build([2026], {dt.date(2026, 10, 1): False, dt.date(2026, 10, 10): True})


@pytest.mark.parametrize(
    ("day", "roster"),
    [
        (dt.date(2026, 9, 29), DutyDay.TUESDAY),
        (dt.date(2026, 10, 1), None),  # a holiday on a Thursday
        (dt.date(2026, 10, 3), DutyDay.SATURDAY),  # some windows are open on Saturdays
        (dt.date(2026, 10, 10), DutyDay.MAKE_UP),  # a Saturday that is worked
        (dt.date(2030, 1, 1), DutyDay.TUESDAY),  # no calendar of that year is entered
    ],
)
def test_whose_roster_holds(day: dt.date, roster: DutyDay | None) -> None:
    assert duty_day(day, CALENDAR) == roster


@pytest.mark.django_db
def test_only_who_may_be_shown_is_named_at_windows_in_use(cast: Cast) -> None:
    window, closed = make_window(cast.police), make_window(cast.police, "B18")
    Window.objects.filter(pk=closed.pk).update(is_active=False)
    make_turn(window)
    make_turn(window, starts=dt.time(13), ends=dt.time(17), surname="李", is_public=False)
    make_turn(window, day=DutyDay.MONDAY, surname="张")
    make_turn(closed, surname="赵")
    found = on_duty(dt.datetime.combine(DAY, dt.time(9, 30)), CALENDAR)
    assert {key: [(turn.called, now) for turn, now in one.shown] for key, one in found.items()} == {
        window.pk: [("王老师", True)]
    }
    later = on_duty(dt.datetime.combine(DAY, dt.time(12)), CALENDAR)
    assert [now for _turn, now in later[window.pk].shown] == [False]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"surname": "王小明"}, {"surname": "W"}, {"surname": "", "work_number": ""}, {"ends": dt.time(8)},
        {"title": "13900001234"[:8], "work_number": "1390000 1234"},
    ],
)  # fmt: skip
def test_a_turn_holds_no_more_than_may_be_known(wrong: dict[str, object], cast: Cast) -> None:
    window = make_window(cast.police)
    facts = {"window": window, "day": 1, "starts": dt.time(9), "ends": dt.time(12), "surname": "王", "title": "老师"}
    DutyTurn(**facts).full_clean()
    with pytest.raises(ValidationError):
        DutyTurn(**{**facts, **wrong}).full_clean()


@pytest.mark.django_db
def test_the_database_wants_somebody_and_an_order(cast: Cast) -> None:
    window = make_window(cast.police)
    for wrong in ({"surname": "", "work_number": ""}, {"ends": dt.time(8)}, {"day": 9}):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_turn(window, **wrong)
