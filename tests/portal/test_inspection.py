"""The indicators by which an inspection fails a whole site, as truth tables; days are calendar days."""

import datetime as dt

import pytest

from disclosure.codelists import ColumnType
from portal.inspection import ColumnState, SiteState, indicators

TODAY = dt.date(2026, 11, 26)


def column(kind: ColumnType, updated_on: str | None, count: int = 3) -> ColumnState:
    """Return a column that was updated on a day."""
    day = dt.date.fromisoformat(updated_on) if updated_on else None
    return ColumnState("x", "栏目", kind, day, count, "/x/")


NEWS_STALE = column(ColumnType.NEWS, "2026-11-11")
NEWS_FRESH = column(ColumnType.NEWS, "2026-11-12")
NOTICES_STALE = column(ColumnType.NOTICES, "2026-05-25")
NOTICES_FRESH = column(ColumnType.NOTICES, "2026-05-26")
POLICIES_STALE = column(ColumnType.POLICIES, "2026-05-25")
YEARLY_STALE = column(ColumnType.YEARLY, "2025-11-25")
YEARLY_FRESH = column(ColumnType.YEARLY, "2025-11-26")
STATIC_OLD = column(ColumnType.STATIC, "2001-01-01")
EMPTY = column(ColumnType.NEWS, None, 0)
EMPTIED = column(ColumnType.NEWS, "2020-01-01", 0)
FUTURE = column(ColumnType.NEWS, "2027-01-01")


@pytest.mark.parametrize(
    ("state", "stale", "empty"),
    [
        (NEWS_STALE, True, False),
        (NEWS_FRESH, False, False),
        (NOTICES_STALE, True, False),
        (NOTICES_FRESH, False, False),
        (POLICIES_STALE, True, False),
        (YEARLY_STALE, True, False),
        (YEARLY_FRESH, False, False),
        (STATIC_OLD, False, False),
        (EMPTY, False, True),
        (EMPTIED, False, True),
        (FUTURE, False, False),
    ],
)
def test_a_column_is_fresh_stale_or_empty(state: ColumnState, stale: bool, empty: bool) -> None:
    assert (state.is_stale(TODAY), state.is_empty) == (stale, empty)


def judged(
    columns: list[ColumnState] | None = None,
    home: str | None = "2026-11-26",
    guides: int = 60,
    incomplete: int = 0,
    unanswered: int = 0,
) -> dict[str, tuple[int | None, bool]]:
    """Return value and verdict of each indicator of a site."""
    home_day = dt.date.fromisoformat(home) if home else None
    site = SiteState(home_day, columns or [NEWS_FRESH], guides, incomplete, unanswered, TODAY)
    return {one.code: (one.value, one.fails) for one in indicators(site, TODAY)}


def test_a_good_site_fails_nothing() -> None:
    assert not any(fails for _value, fails in judged().values())


@pytest.mark.parametrize(
    ("home", "days", "fails"),
    [
        ("2026-11-26", 0, False),
        ("2026-11-12", 14, False),
        ("2026-11-11", 15, True),
        ("2026-12-01", 0, False),
        (None, None, True),
    ],
)
def test_the_home_page_is_updated_every_two_weeks(home: str | None, days: int | None, fails: bool) -> None:
    assert judged(home=home)["home"] == (days, fails)


@pytest.mark.parametrize(
    ("columns", "code", "value", "fails"),
    [
        ([NEWS_STALE] * 4, "stale_news", 4, False),
        ([NEWS_STALE] * 5, "stale_news", 5, True),
        ([NEWS_STALE] * 2 + [NOTICES_STALE] * 2 + [POLICIES_STALE], "stale_news", 5, True),
        ([NEWS_STALE] * 4 + [YEARLY_STALE] * 5, "stale_news", 4, False),
        ([YEARLY_STALE] * 9, "stale_columns", 9, False),
        ([YEARLY_STALE] * 10, "stale_columns", 10, True),
        ([YEARLY_STALE] * 6 + [NEWS_STALE] * 4, "stale_columns", 10, True),
        ([STATIC_OLD] * 20, "stale_columns", 0, False),
        ([EMPTY] * 4, "empty_columns", 4, False),
        ([EMPTY] * 5, "empty_columns", 5, True),
        ([EMPTY] * 12, "stale_columns", 0, False),
    ],
)
def test_columns(columns: list[ColumnState], code: str, value: int, fails: bool) -> None:
    assert judged(columns)[code] == (value, fails)


@pytest.mark.parametrize(("guides", "fails"), [(0, True), (1, False)])
def test_a_site_offers_services(guides: int, fails: bool) -> None:
    assert judged(guides=guides)["services"] == (guides, fails)


@pytest.mark.parametrize(("incomplete", "fails"), [(0, False), (4, False), (5, True), (2262, True)])
def test_guides_state_their_key_elements(incomplete: int, fails: bool) -> None:
    assert judged(incomplete=incomplete)["guides"] == (incomplete, fails)


@pytest.mark.parametrize(("unanswered", "fails"), [(0, False), (1, True), (7, True)])
def test_one_message_that_waits_longer_than_three_months_fails(unanswered: int, fails: bool) -> None:
    assert judged(unanswered=unanswered)["messages"] == (unanswered, fails)


@pytest.mark.parametrize(
    ("day", "days", "points"),
    [("2026-11-26", 0, 0), ("2026-09-26", 61, 0), ("2026-09-25", 62, 3), (None, None, 3)],
)
def test_no_published_reply_in_two_months_costs_points(day: str | None, days: int | None, points: int) -> None:
    published_on = dt.date.fromisoformat(day) if day else None
    found = {one.code: one for one in indicators(SiteState(TODAY, [NEWS_FRESH], 1, 0, 0, published_on), TODAY)}
    assert (found["replies"].value, found["replies"].points, found["replies"].fails) == (days, points, False)
