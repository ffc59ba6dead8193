"""How long a column counts as fresh (国办秘函〔2019〕19号, single-veto rule on columns that are not updated). Pure."""

from __future__ import annotations

import datetime as dt
from typing import Final

from disclosure.codelists import ColumnType
from foundation.months import add_months

NEWS_DAYS: Final = 14
"""News and current affairs: two weeks, in calendar days."""
POLICY_MONTHS: Final = 6
"""Notices and policy documents: six calendar months."""
YEAR_MONTHS: Final = 12
"""Plans, budgets, personnel and the like: one year."""


def fresh_until(column_type: str, updated_on: dt.date) -> dt.date | None:
    """Return the last day on which a column updated on that day is fresh; None where it never grows stale."""
    if column_type == ColumnType.NEWS:
        return updated_on + dt.timedelta(days=NEWS_DAYS)
    if column_type in (ColumnType.NOTICES, ColumnType.POLICIES):
        return add_months(updated_on, POLICY_MONTHS)
    if column_type == ColumnType.YEARLY:
        return add_months(updated_on, YEAR_MONTHS)
    return None
