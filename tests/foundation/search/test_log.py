"""Queries are counted by day without a trace of persons; what finds nothing becomes a task."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from foundation.search import log
from foundation.search.log import close_days, count_click, count_search
from foundation.search.log_models import QueryDay, QueryDayKey
from foundation.search.log_tasks import asked_with, open_queries, queries_of, settle
from foundation.tallies import write_all
from foundation.workflow import Refused
from tests.cast import Cast

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 26)


@pytest.fixture(autouse=True)
def _own_key() -> None:
    log._key_of.cache_clear()


def asked(text: str, *, visits: int, found: bool = False, on: dt.date = TODAY, first: int = 0) -> None:
    """Let so many visits ask the same."""
    for number in range(first, first + visits):
        count_search(text, f"10.0.0.{number}\nMozilla", found=found, today=on)
    write_all()


def test_a_query_is_not_written_before_the_third_visit() -> None:
    asked("养狗办证", visits=2)
    asked("养狗办证", visits=2)  # the same two once more
    row = QueryDay.objects.get()
    assert (row.text, row.searches, row.visits) == ("", 4, 2)
    assert queries_of(today=TODAY) == []
    asked("養狗 办证", visits=1, first=7)
    asked("养狗办证", visits=1, first=8)
    assert sorted(QueryDay.objects.values_list("text", "searches", "visits")) == [("", 1, 1), ("养狗办证", 5, 3)]


def test_no_row_holds_an_address_and_the_key_ends_with_the_day() -> None:
    asked("养狗办证", visits=3)
    with connection.cursor() as cursor:
        cursor.execute("SELECT d::text FROM foundation_queryday d")
        assert "10.0.0" not in cursor.fetchone()[0]
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'foundation_querydaykey'")
        assert cursor.fetchone() == ("u",)
    key = QueryDay.objects.get().key
    tomorrow = TODAY + dt.timedelta(days=1)
    asked("养狗办证", visits=1, on=tomorrow)
    assert list(QueryDayKey.objects.values_list("on", flat=True)) == [tomorrow]
    assert QueryDay.objects.get(on=tomorrow).key != key


def test_a_closed_day_keeps_what_many_asked_and_nothing_that_tells_visits_apart() -> None:
    asked("养狗办证", visits=3)
    asked("我的秘密", visits=2)
    assert close_days(today=TODAY) == 0
    assert close_days(today=TODAY + dt.timedelta(days=1)) == 1
    row = QueryDay.objects.get()
    assert (row.text, row.visits, row.sketch) == ("养狗办证", 3, None)
    assert close_days(today=TODAY + dt.timedelta(days=402)) == 1


@pytest.mark.parametrize("words", ["13900001234", "420202199001011237", "张小明 13900001234", "", "  ", "88123456"])
def test_what_may_say_something_about_a_person_is_not_counted(words: str) -> None:
    asked(words, visits=5)
    assert not QueryDay.objects.exists()


def test_visits_are_estimated_well() -> None:
    asked("身份证", visits=300)
    assert QueryDay.objects.get().visits == pytest.approx(300, rel=0.1)


def test_what_finds_nothing_or_is_not_opened_is_a_task() -> None:
    asked("养狗办证", visits=3)
    asked("身份证", visits=4, found=True)
    asked("驾照", visits=5, found=True)
    count_click("駕照", today=TODAY)
    write_all()
    assert [(one.text, one.is_missing, one.is_unclicked) for one in open_queries(today=TODAY)] == [
        ("身份证", False, True),
        ("养狗办证", True, False),
    ]
    later = TODAY + dt.timedelta(days=1)
    asked("养狗办证", visits=3, found=True, on=later)  # a synonym helps since
    assert [one.text for one in open_queries(today=later) if one.is_missing] == []
    assert asked_with("证", today=later) == ["养狗办证", "身份证"]


def test_who_did_what_about_a_query(cast: Cast) -> None:
    asked("养狗办证", visits=3)
    with pytest.raises(PermissionDenied):
        settle("养狗办证", "nothing", today=TODAY, actor=cast.reviewer)
    with pytest.raises(Refused):
        settle("别的", "nothing", today=TODAY, actor=cast.editor)
    settle("养狗办证", "synonym", note="已提同义词", today=TODAY, actor=cast.editor)
    assert open_queries(today=TODAY) == []
    (one,) = queries_of(today=TODAY)
    assert one.mark is not None
    assert (one.mark.done_by, one.mark.done_on, one.mark.note) == (cast.editor, TODAY, "已提同义词")
    later = TODAY + dt.timedelta(days=20)
    asked("养狗办证", visits=3, on=later)
    assert [one.text for one in open_queries(today=later)] == ["养狗办证"]
    settle("养狗办证", "nothing", today=later, actor=cast.editor)
    assert open_queries(today=later) == []
