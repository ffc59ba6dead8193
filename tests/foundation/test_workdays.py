"""Working days: a truth table by hand, the published vectors, laws of arithmetic, and a walk day by day."""

import datetime as dt
import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.workdays import WorkCalendar, YearNotCovered
from tests.real_data import real_data


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def days_of(first: str, last: str) -> list[dt.date]:
    length = (day(last) - day(first)).days + 1
    return [day(first) + dt.timedelta(days=offset) for offset in range(length)]


REST = (
    ("2025-01-01", "2025-01-01"),
    ("2025-01-28", "2025-02-04"),
    ("2025-04-04", "2025-04-06"),
    ("2025-05-01", "2025-05-05"),
    ("2025-05-31", "2025-06-02"),
    ("2025-10-01", "2025-10-08"),
    ("2026-01-01", "2026-01-03"),
    ("2026-02-15", "2026-02-23"),
    ("2026-04-04", "2026-04-06"),
    ("2026-05-01", "2026-05-05"),
    ("2026-06-19", "2026-06-21"),
    ("2026-09-25", "2026-09-27"),
    ("2026-10-01", "2026-10-07"),
)
WORK = (
    *("2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"),
    *("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"),
)
EXCEPTIONS = {
    **{rest: False for first, last in REST for rest in days_of(first, last)},
    **{day(text): True for text in WORK},
}
CALENDAR = WorkCalendar.build({2025, 2026}, EXCEPTIONS)

covered_days = st.dates(dt.date(2025, 1, 1), dt.date(2026, 12, 31))
starts = st.dates(dt.date(2025, 1, 1), dt.date(2026, 3, 31))
steps = st.integers(0, 80)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-03-10", True),  # an ordinary Monday
        ("2025-03-15", False),  # an ordinary Saturday
        ("2025-03-16", False),  # an ordinary Sunday
        ("2025-01-28", False),  # a Tuesday, the eve of Spring Festival
        ("2025-01-26", True),  # a Sunday worked for Spring Festival
        ("2026-02-14", True),  # a Saturday worked for Spring Festival
        ("2025-01-01", False),  # the first covered day
        ("2026-12-31", True),  # the last covered day
    ],
)
def test_is_workday(text: str, expected: bool) -> None:
    assert CALENDAR.is_workday(day(text)) is expected


@pytest.mark.parametrize(
    ("start", "n", "expected"),
    [
        ("2025-03-10", 0, "2025-03-10"),  # nothing to wait for
        ("2025-03-15", 0, "2025-03-15"),  # not even from a Saturday
        ("2025-03-10", 1, "2025-03-11"),  # Monday to Tuesday: the start is not counted
        ("2025-03-14", 1, "2025-03-17"),  # Friday over the weekend
        ("2025-03-15", 1, "2025-03-17"),  # from a Saturday the first working day is Monday, not Tuesday
        ("2025-03-16", 1, "2025-03-17"),  # nor from a Sunday
        ("2025-01-24", 1, "2025-01-26"),  # Friday to a worked Sunday
        ("2025-01-24", 5, "2025-02-07"),  # 26, 27 January, then over the festival 5, 6, 7 February
        ("2025-02-07", 1, "2025-02-08"),  # Friday to a worked Saturday
        ("2025-09-26", 1, "2025-09-28"),  # Friday to a worked Sunday
        ("2025-09-30", 1, "2025-10-09"),  # the last working day before National Day
        ("2025-10-03", 1, "2025-10-09"),  # from within the holidays
        ("2025-12-31", 1, "2026-01-04"),  # over New Year to a worked Sunday
        ("2026-02-13", 1, "2026-02-14"),  # Friday to a worked Saturday
        ("2026-02-14", 1, "2026-02-24"),  # nine days of festival
        ("2026-04-30", 5, "2026-05-11"),  # 6, 7, 8, worked Saturday 9, Monday 11 May
        ("2026-09-18", 5, "2026-09-24"),  # worked Sunday 20, then 21 to 24 September
        ("2025-01-01", 248, "2025-12-31"),  # 2025 has 248 working days
        ("2025-12-31", 248, "2026-12-31"),  # and so has 2026
    ],
)
def test_advance(start: str, n: int, expected: str) -> None:
    assert CALENDAR.advance(day(start), n) == day(expected)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2025-03-10", "2025-03-10", 0),  # the start is not counted
        ("2025-03-10", "2025-03-11", 1),
        ("2025-03-14", "2025-03-16", 0),  # a weekend
        ("2025-03-14", "2025-03-17", 1),  # the end is counted
        ("2025-01-27", "2025-02-04", 0),  # the whole festival
        ("2025-01-24", "2025-01-26", 1),  # a worked Sunday
        ("2025-12-31", "2026-01-04", 1),  # over New Year
        ("2025-01-01", "2026-12-31", 496),
    ],
)
def test_count(start: str, end: str, expected: int) -> None:
    assert CALENDAR.count(day(start), day(end)) == expected


@pytest.mark.parametrize(
    ("start", "n", "missing"),
    [
        ("2026-12-31", 1, 2027),
        ("2026-12-20", 20, 2027),
        ("2026-12-31", 1000, 2027),  # the first missing year is named, however far the way
        ("2024-12-31", 1, 2024),  # the start itself is not covered
        ("2024-12-31", 0, 2024),
        ("9999-12-31", 1, 9999),
    ],
)
def test_advance_beyond_the_calendar_names_the_year(start: str, n: int, missing: int) -> None:
    with pytest.raises(YearNotCovered) as caught:
        CALENDAR.advance(day(start), n)
    assert caught.value.year == missing
    assert str(missing) in str(caught.value)


@pytest.mark.parametrize(
    ("start", "end", "missing"),
    [("2026-12-01", "2027-01-01", 2027), ("2026-12-01", "2226-12-01", 2027), ("1825-01-01", "2025-01-01", 1825)],
)
def test_count_beyond_the_calendar_names_the_year(start: str, end: str, missing: int) -> None:
    with pytest.raises(YearNotCovered) as caught:
        CALENDAR.count(day(start), day(end))
    assert caught.value.year == missing


@pytest.mark.parametrize("text", ["2024-12-31", "2027-01-01"])
def test_no_day_outside_the_calendar_is_a_workday_or_not(text: str) -> None:
    with pytest.raises(YearNotCovered):
        CALENDAR.is_workday(day(text))


def test_a_gap_between_covered_years_is_not_jumped_over() -> None:
    gap = WorkCalendar.build({2018, 2020}, {})
    assert gap.advance(day("2018-12-28"), 1) == day("2018-12-31")
    with pytest.raises(YearNotCovered) as caught:
        gap.advance(day("2018-12-28"), 2)
    assert caught.value.year == 2019
    with pytest.raises(YearNotCovered) as caught:
        gap.count(day("2018-12-28"), day("2020-01-02"))
    assert caught.value.year == 2019


def test_the_last_day_that_python_knows() -> None:
    with pytest.raises(YearNotCovered) as caught:
        WorkCalendar.build({9999}, {}).advance(day("9999-12-31"), 1)
    assert caught.value.year == 10000


def test_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        CALENDAR.advance(day("2025-03-10"), -1)
    with pytest.raises(ValueError, match="before"):
        CALENDAR.count(day("2025-03-11"), day("2025-03-10"))


@given(starts, steps, steps)
def test_two_advances_are_one(start: dt.date, n: int, m: int) -> None:
    assert CALENDAR.advance(CALENDAR.advance(start, n), m) == CALENDAR.advance(start, n + m)


@given(starts, steps)
def test_counting_undoes_advancing(start: dt.date, n: int) -> None:
    assert CALENDAR.count(start, CALENDAR.advance(start, n)) == n


@given(st.lists(covered_days, min_size=3, max_size=3).map(sorted))
def test_counts_add_up(days: list[dt.date]) -> None:
    first, middle, last = days
    assert CALENDAR.count(first, middle) + CALENDAR.count(middle, last) == CALENDAR.count(first, last)


@given(starts, steps, starts, steps)
def test_later_and_longer_is_never_earlier(start: dt.date, n: int, other: dt.date, m: int) -> None:
    start, other = sorted((start, other))
    n, m = sorted((n, m))
    assert CALENDAR.advance(start, n) <= CALENDAR.advance(other, m)


@given(starts, st.integers(1, 80))
def test_an_advance_ends_on_a_workday(start: dt.date, n: int) -> None:
    due = CALENDAR.advance(start, n)
    assert CALENDAR.is_workday(due)
    assert due > start


def test_a_walk_day_by_day_finds_the_same() -> None:
    """100,000 random starts and spans, on a random calendar, against steps of one day each."""
    dice = random.Random(20260101)
    years = range(2004, 2028)
    last_day = dt.date(years[-1], 12, 31)
    everyday = days_of(f"{years[0]}-01-01", str(last_day))
    odd = {date: dice.random() < 0.5 for date in dice.sample(everyday, 1500)}
    calendar = WorkCalendar.build(years, odd)
    works = {date: odd.get(date, date.weekday() not in {5, 6}) for date in everyday}
    one_day = dt.timedelta(days=1)
    for _round in range(100_000):
        start, n = dice.choice(everyday), dice.randrange(0, 45)
        walker, seen = start, 0
        while seen < n and walker < last_day:
            walker += one_day
            seen += works[walker]
        if seen < n:
            with pytest.raises(YearNotCovered):
                calendar.advance(start, n)
        else:
            assert calendar.advance(start, n) == walker, (start, n)
        assert calendar.count(start, walker) == seen, (start, walker)


def real_calendar() -> WorkCalendar:
    years = json.loads(real_data("calendar/china_holidays_2004_2026.json").read_text())
    exceptions = {
        day(text): works
        for facts in years.values()
        for kind, works in (("holidays", False), ("makeup_workdays", True))
        for text, _name in facts[kind]
    }
    return WorkCalendar.build(map(int, years), exceptions)


def test_the_published_vectors() -> None:
    vectors = json.loads(real_data("calendar/test_vectors.json").read_text())["vectors"]
    calendar = real_calendar()
    assert [str(calendar.advance(day(start), n)) for start, n, _due in vectors] == [due for _s, _n, due in vectors]


def test_the_published_numbers_of_working_days() -> None:
    years = json.loads(real_data("calendar/china_holidays_2004_2026.json").read_text())
    calendar = real_calendar()
    assert {year: len(calendar.workdays[int(year)]) for year in years} == {
        year: facts["workdays"] for year, facts in years.items()
    }
