"""The information-processing fee (信息处理费), by item or by volume, never both.

政府信息公开信息处理费管理办法 (国办函〔2020〕109号): both ways are progressive on the excess (超额累进).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FeeBasis(TextChoices):
    """By what a fee is counted."""

    ITEMS = "items", _("by item (requests of one applicant in one calendar month)")
    PAGES = "pages", _("by volume (pages of one request)")


@dataclass(frozen=True)
class FeeStep:
    """A tier of the calculation: so many units at so much each."""

    first: int
    last: int
    rate: int
    """Yuan for each unit."""

    @property
    def units(self) -> int:
        """How many units fall into this tier."""
        return self.last - self.first + 1

    @property
    def amount(self) -> int:
        """Yuan for this tier."""
        return self.units * self.rate


FREE_ITEMS: Final = 10
FREE_PAGES: Final = 30
_PAGE_TIERS: Final = ((30, 0), (100, 10), (200, 20), (None, 40))
"""Pages up to, yuan a page; the last tier is open."""
MAX_UNITS: Final = 1_000_000
"""Beyond this a count is a slip of the pen."""


def item_fee_steps(requests_in_month: int) -> list[FeeStep]:
    """Return the tiers for the cumulated requests of one applicant in one calendar month.

    10 are free; 11–30 cost 100 yuan each; from 31 on every 10 make a tier that costs 100 yuan more each.
    Raises ValueError for a count that is negative or beyond ``MAX_UNITS``.
    """
    _check(requests_in_month)
    steps = [FeeStep(1, min(requests_in_month, FREE_ITEMS), 0)] if requests_in_month else []
    first, rate, width = FREE_ITEMS + 1, 100, 20
    while first <= requests_in_month:
        last = min(requests_in_month, first + width - 1)
        steps.append(FeeStep(first, last, rate))
        first, rate, width = last + 1, rate + 100, 10
    return steps


def page_fee_steps(pages: int) -> list[FeeStep]:
    """Return the tiers for the pages of one request: 30 free, to 100 at 10, to 200 at 20, beyond at 40 yuan.

    Raises ValueError for a count that is negative or beyond ``MAX_UNITS``.
    """
    _check(pages)
    steps: list[FeeStep] = []
    first = 1
    for limit, rate in _PAGE_TIERS:
        if first > pages:
            break
        last = pages if limit is None else min(pages, limit)
        steps.append(FeeStep(first, last, rate))
        first = last + 1
    return steps


def fee_steps(basis: str, units: int) -> list[FeeStep]:
    """Return the tiers by the chosen basis."""
    return item_fee_steps(units) if basis == FeeBasis.ITEMS else page_fee_steps(units)


def charged_steps(basis: str, units: int, before: int = 0) -> list[FeeStep]:
    """Return the tiers into which these units fall.

    ``before`` counts the applicant's requests of the same calendar month that came earlier: they fill the lower
    tiers.  For pages it stays 0, as each request is counted for itself.
    """
    return [
        FeeStep(max(step.first, before + 1), step.last, step.rate)
        for step in fee_steps(basis, before + units)
        if step.last > before
    ]


def fee_amount(basis: str, units: int, before: int = 0) -> int:
    """Return the fee in yuan for these units; ``before`` as in ``charged_steps``."""
    return sum(step.amount for step in charged_steps(basis, units, before))


def _check(units: int) -> None:
    if not 0 <= units <= MAX_UNITS:
        raise ValueError(f"{units} is no plausible count")
