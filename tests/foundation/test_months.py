"""The same day some months later."""

import datetime as dt

import pytest

from foundation.months import add_months


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2026-12-31", 2, "2027-02-28"),  # over the end of a year, into a short month
        ("2023-08-31", 6, "2024-02-29"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-03-15", 0, "2026-03-15"),
    ],
)
def test_add_months(day: str, months: int, later: str) -> None:
    assert add_months(dt.date.fromisoformat(day), months) == dt.date.fromisoformat(later)
