"""The inspection of government websites (国办秘函〔2019〕19号): by what a whole site fails, as pure rules.

Here are those that the site can measure itself: how long ago the home page and each column were updated, which
columns are empty, whether services are offered, how many guides lack key elements, whether messages are answered and
replies published.  Days are calendar days.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from disclosure.codelists import ColumnType
from disclosure.freshness import fresh_until
from foundation.months import add_months

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

HOME_DAYS: Final = 14
"""The home page fails when it was not updated in two weeks."""
STALE_NEWS: Final = 5
"""So many columns of news (two weeks) and of notices and policies (six months), taken together, fail."""
STALE_COLUMNS: Final = 10
"""So many columns of all kinds that should have been updated fail."""
EMPTY_COLUMNS: Final = 5
"""So many empty columns fail."""
INCOMPLETE_GUIDES: Final = 5
"""So many guides that lack key elements fail."""
UNANSWERED_MONTHS: Final = 3
"""One message that waits longer than this for its reply fails."""
REPLY_MONTHS: Final = 2
REPLY_POINTS: Final = 3
"""So many points are taken off when no reply was published in two months; the site does not fail by it."""

_NEWS_AND_NOTICES: Final = frozenset({ColumnType.NEWS, ColumnType.NOTICES, ColumnType.POLICIES})


@dataclass(frozen=True)
class ColumnState:
    """A column as it is: when it was updated last (None: never), how many entries it holds, where they are."""

    code: str
    name: StrOrPromise
    kind: ColumnType
    updated_on: dt.date | None
    count: int
    url: str

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it; it counts as empty then, and not as stale, too."""
        return self.count == 0

    @property
    def fresh_until(self) -> dt.date | None:
        """The last day on which the last update is recent enough; None for columns that need none."""
        return fresh_until(self.kind, self.updated_on) if self.updated_on else None

    def is_stale(self, today: dt.date) -> bool:
        """Tell whether the column should have been updated by now."""
        return self.fresh_until is not None and self.fresh_until < today and not self.is_empty


@dataclass(frozen=True)
class SiteState:
    """Everything that the indicators are computed from."""

    home_updated_on: dt.date | None
    columns: Sequence[ColumnState]
    guides: int
    incomplete_guides: int
    unanswered: int = 0
    """Messages that wait for their reply longer than three months."""
    answer_published_on: dt.date | None = None


@dataclass(frozen=True)
class Indicator:
    """One indicator: its value, what is allowed, and whether the site fails by it."""

    code: str
    label: StrOrPromise
    value: int | None
    """None: nothing was ever published."""
    allowed: StrOrPromise
    fails: bool
    points: int = 0
    """Points that are taken off, where the site does not fail by it."""


def indicators(site: SiteState, today: dt.date) -> list[Indicator]:
    """Return all indicators in the order of the notice."""
    stale = [column for column in site.columns if column.is_stale(today)]
    news = [column for column in stale if column.kind in _NEWS_AND_NOTICES]
    empty = [column for column in site.columns if column.is_empty]
    no_guides = Indicator("services", _("Published guides"), site.guides, _("at least 1"), site.guides == 0)
    return [
        _home(site.home_updated_on, today),
        _count("stale_news", _("Columns of news, notices and policies without an update"), news, STALE_NEWS),
        _count("stale_columns", _("Columns of all kinds without an update"), stale, STALE_COLUMNS),
        _count("empty_columns", _("Empty columns"), empty, EMPTY_COLUMNS),
        no_guides,
        _count("guides", _("Guides that lack key elements"), range(site.incomplete_guides), INCOMPLETE_GUIDES),
        _count("messages", _("Messages without a reply for more than three months"), range(site.unanswered), 1),
        _replies(site.answer_published_on, today),
    ]


def _home(updated_on: dt.date | None, today: dt.date) -> Indicator:
    days = None if updated_on is None else max(0, (today - updated_on).days)
    label = _("Days since the last update of the home page")
    return Indicator("home", label, days, _("at most %d") % HOME_DAYS, days is None or days > HOME_DAYS)


def _replies(published_on: dt.date | None, today: dt.date) -> Indicator:
    days = None if published_on is None else max(0, (today - published_on).days)
    is_late = published_on is None or published_on < add_months(today, -REPLY_MONTHS)
    label = _("Days since a reply to a message was published")
    allowed = _("at most %d months") % REPLY_MONTHS
    return Indicator("replies", label, days, allowed, fails=False, points=REPLY_POINTS if is_late else 0)


def _count(code: str, label: StrOrPromise, found: Sequence[object], limit: int) -> Indicator:
    """Return an indicator that counts faults; from the limit on the site fails."""
    return Indicator(code, label, len(found), _("at most %d") % (limit - 1), len(found) >= limit)
