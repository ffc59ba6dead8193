"""How long a column counts as fresh."""

import datetime as dt

import pytest

from disclosure.codelists import ColumnType
from disclosure.freshness import fresh_until


@pytest.mark.parametrize(
    ("column_type", "updated", "until"),
    [
        (ColumnType.NEWS, "2026-03-01", "2026-03-15"),
        (ColumnType.NOTICES, "2026-03-01", "2026-09-01"),
        (ColumnType.POLICIES, "2026-08-31", "2027-02-28"),
        (ColumnType.YEARLY, "2024-02-29", "2025-02-28"),
        (ColumnType.STATIC, "2020-01-01", None),
    ],
)
def test_fresh_until(column_type: str, updated: str, until: str | None) -> None:
    expected = dt.date.fromisoformat(until) if until else None
    assert fresh_until(column_type, dt.date.fromisoformat(updated)) == expected
