"""Texts that are not public in time (art. 26), stale and empty columns: on the page, the desk and in the rules."""

import datetime as dt
import re
from typing import Any

import pytest
from django.utils import timezone

from disclosure.models import Column, Publication, PublishedPublication
from disclosure.reports.monitors import check_columns, unpublished, waiting_texts
from foundation.calendar_days import enter_year, load_calendar
from foundation.calendar_notices import NamedDay
from foundation.publishing.actions import retire
from tests.approvals.factories import publish
from tests.back_office import client_of
from tests.cast import Cast
from tests.disclosure.factories import make_column, make_publication

CITY = timezone.get_default_timezone()
MONDAY = dt.date(2026, 3, 2)
DUE = dt.date(2026, 3, 30)
"""20 working days after the Monday, in a calendar without holidays."""


@pytest.fixture(autouse=True)
def _calendar(db: None) -> None:
    enter_year(2026, [], source="测试通知", actor=None)


def waiting(today: dt.date) -> list[Any]:
    return waiting_texts(unpublished(today=today), load_calendar(), today=today)


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (dt.date(2026, 3, 20), None),  # six working days are left
        (dt.date(2026, 3, 23), "soon"),  # five
        (DUE, "soon"),
        (DUE + dt.timedelta(1), "late"),
    ],
)
def test_twenty_working_days(today: dt.date, state: str | None, cast: Cast) -> None:
    make_publication(cast.police, written_on=MONDAY)
    found = waiting(today)
    assert [text.due_on for text in found] == ([DUE] if state else [])
    assert [(text.is_late, text.is_soon) for text in found] == ([(state == "late", state == "soon")] if state else [])


def test_holidays_move_the_day(cast: Cast) -> None:
    enter_year(2027, [NamedDay(dt.date(2027, 1, 1), is_workday=False)], source="测试通知", actor=None)
    make_publication(cast.police, written_on=dt.date(2026, 12, 31), issued_on=dt.date(2026, 12, 31))
    (text,) = waiting(dt.date(2027, 2, 1))
    assert text.due_on == dt.date(2027, 1, 29), "1 January is off: the twentieth working day is the 29th"


def test_a_missing_calendar_is_named_and_nothing_guessed(cast: Cast) -> None:
    make_publication(cast.police, written_on=dt.date(2026, 12, 21), issued_on=dt.date(2026, 12, 21))
    (text,) = waiting(dt.date(2027, 3, 1))
    assert (text.due_on, text.missing_year, text.is_late) == (None, 2027, False)


def test_without_a_date_the_entry_counts(cast: Cast) -> None:
    draft = make_publication(cast.police, written_on=None)
    moment = dt.datetime(2026, 3, 2, 23, 30, tzinfo=CITY)
    Publication.objects.filter(pk=draft.pk).update(created_at=moment)
    (text,) = waiting(DUE)
    assert text.since == MONDAY


def test_what_is_public_or_was_withdrawn_does_not_wait(cast: Cast) -> None:
    for number in range(2):
        text = make_publication(cast.police, written_on=MONDAY)
        publish(text, editor=cast.editor, reviewer=cast.reviewer)
        if number:
            retire(text, actor=cast.reviewer, reason="撤回")
    assert waiting(dt.date(2026, 12, 31)) == []


def test_a_change_that_nobody_released_waits_too(cast: Cast) -> None:
    text = make_publication(cast.police, written_on=MONDAY)
    publish(text, editor=cast.editor, reviewer=cast.reviewer)
    submitted = text.live_revision.submitted_at
    Publication.objects.filter(pk=text.pk).update(updated_at=submitted + dt.timedelta(days=1))
    day = timezone.localtime(submitted).date() + dt.timedelta(days=1)
    for year in range(day.year, day.year + 2):
        if year != 2026:
            enter_year(year, [], source="测试通知", actor=None)
    (late,) = waiting(day + dt.timedelta(days=60))
    assert (late.is_change, late.since, late.is_late) == (True, day, True)


def test_columns_grow_stale_by_their_type(cast: Cast) -> None:
    make_column("plans", kind="yearly")
    parent = make_column("documents", kind="policies")
    part = make_column("normative", kind="policies", parent=parent)
    for column in (make_column("news", kind="news"), make_column("organ", kind="static"), part):
        publish(make_publication(cast.police, column=column), editor=cast.editor, reviewer=cast.reviewer)
    moment = dt.datetime(2026, 3, 2, 9, tzinfo=CITY)
    PublishedPublication.objects.update(first_public_at=moment)
    checks = {check.column.code: check for check in check_columns()}
    assert set(checks) == {"plans", "news", "organ", "normative"}, "a column with parts is the sum of them"
    assert [code for code, check in checks.items() if check.is_empty] == ["plans"]
    stale = {day: {code for code, check in checks.items() if check.is_stale(day)} for day in (
        dt.date(2026, 3, 16), dt.date(2026, 3, 17), dt.date(2026, 9, 3),
    )}  # fmt: skip
    assert list(stale.values()) == [set(), {"news"}, {"news", "normative"}]


def test_the_page_shows_ones_own_departments(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("disclosure.views.supervision.local_today", lambda: dt.date(2026, 4, 10))
    make_publication(cast.police, title="逾期草稿", written_on=MONDAY)
    make_column("plans", name="规划计划", kind="yearly")
    page = client_of(cast.editor).get("/staff/disclosure/monitors/").content.decode()
    assert "逾期草稿" in page
    assert "2026-03-30" in page
    assert "规划计划" in page
    assert "逾期草稿" not in client_of(cast.other_editor).get("/staff/disclosure/monitors/").content.decode()


def test_the_desk_counts_what_is_late(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.admin_site.local_today", lambda: dt.date(2026, 4, 10))
    make_publication(cast.police, written_on=MONDAY)
    desk = client_of(cast.editor).get("/admin/").content.decode()
    assert re.search(r'href="/staff/disclosure/monitors/"[^>]*>.*?1', desk, re.DOTALL)
    assert "20个工作日内未公开" in desk


def test_more_texts_need_no_more_queries(cast: Cast, django_assert_num_queries: Any) -> None:
    for _number in range(3):
        make_publication(cast.police, written_on=MONDAY)
    with django_assert_num_queries(2):
        assert len(waiting(dt.date(2026, 5, 4))) == 3
    assert Column.objects.count() == 1
