"""The guides of a day: the same for everybody, and each has its day."""

import datetime as dt

from hall.items_of_day import items_of_day

SLUGS = [f"guide-{number}" for number in range(50)]
DAY = dt.date(2026, 3, 3)


def test_a_day_has_its_guides_whatever_order_they_come_in() -> None:
    assert items_of_day(SLUGS, DAY, 5) == items_of_day(reversed(SLUGS), DAY, 5)
    assert len(set(items_of_day(SLUGS, DAY, 5))) == 5
    assert items_of_day(SLUGS, DAY, 5) != items_of_day(SLUGS, DAY + dt.timedelta(1), 5)


def test_in_ten_days_each_of_fifty_has_its_day() -> None:
    shown = [slug for n in range(10) for slug in items_of_day(SLUGS, DAY + dt.timedelta(n), 5)]
    assert sorted(shown) == sorted(SLUGS)


def test_few_guides_are_shown_once() -> None:
    assert sorted(items_of_day(["a", "b"], DAY, 5)) == ["a", "b"]
    assert items_of_day([], DAY, 5) == []
