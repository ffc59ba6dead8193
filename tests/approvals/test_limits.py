"""Limits in words, and the warning where units differ."""

import pytest
from django.utils import translation

from approvals.limits import limit_text, seems_longer


@pytest.mark.parametrize(
    ("days", "unit", "than_days", "than_unit", "expected"),
    [
        (5, "workday", 4, "workday", False),  # equal units: the database compares
        (20, "workday", 28, "day", True),  # 20 working days take about 29 calendar days
        (20, "workday", 30, "day", False),
        (1, "month", 20, "workday", True),
        (24, "hour", 1, "day", False),
        (None, "workday", 1, "day", False),
        (1, "", 1, "day", False),
    ],
)
def test_seems_longer(days: int | None, unit: str, than_days: int, than_unit: str, expected: bool) -> None:
    assert seems_longer(days, unit, than_days, than_unit) is expected


@pytest.mark.parametrize(
    ("days", "unit", "english"),
    [
        (None, "", ""),
        (0, "workday", "done on the spot"),
        (1, "workday", "1 working day"),
        (5, "workday", "5 working days"),
        (2, "month", "2 months"),
        (3, "", "3 working days"),
    ],
)
def test_limit_text(days: int | None, unit: str, english: str) -> None:
    with translation.override("en"):
        assert limit_text(days, unit) == english
