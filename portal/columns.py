"""The columns (栏目) of the public site as the self-check sees them: last update, number of entries, where they are.

Columns of disclosure come from their table; each column of the services is one more line in ``_SERVICES``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Count, Max, Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from approvals.models import Adjustment, PublishedFlow, PublishedItem
from disclosure.codelists import ColumnType
from disclosure.models import Column
from feedback.models import Message, PublishedAnswer
from foundation.months import add_months
from guides.key_elements import incomplete_guides
from guides.models import PublishedGuide, PublishedJourney
from portal.inspection import UNANSWERED_MONTHS, ColumnState, SiteState

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_SERVICES: Final[tuple[tuple[str, StrOrPromise, str, type[Model], str], ...]] = (
    ("guides", _("Service guides"), "guides:guide_list", PublishedGuide, "published_at"),
    ("items", _("Service items"), "approvals:item_list", PublishedItem, "published_at"),
    ("journeys", _("One matter, all offices"), "guides:journey_list", PublishedJourney, "published_at"),
    ("flows", _("Parallel approval and agents"), "approvals:flow_list", PublishedFlow, "published_at"),
    ("adjustments", _("Item adjustments"), "approvals:adjustment_list", Adjustment, "at"),
    ("answers", _("Published answers"), "feedback:answer_list", PublishedAnswer, "published_at"),
)
"""Code, name, public page, rows and their moment of publication. All of them are expected to change within a year."""
_ON_HOME: Final = frozenset({"guides", "adjustments", "answers"})
"""Service columns whose newest entries stand on the home page, as those of all columns of disclosure do."""


def read_site(today: dt.date) -> SiteState:
    """Return the present state of the site; one query for each service column and one for those of disclosure."""
    services, disclosure = list(_services()), list(_disclosure())
    columns = [*services, *disclosure]
    shown = [*(column for column in services if column.code in _ON_HOME), *disclosure]
    on_home = [column.updated_on for column in shown if column.updated_on]
    return SiteState(
        home_updated_on=max(on_home, default=None),
        columns=columns,
        guides=next(column.count for column in columns if column.code == "guides"),
        incomplete_guides=len(incomplete_guides()),
        unanswered=Message.objects.open().filter(received_on__lt=add_months(today, -UNANSWERED_MONTHS)).count(),
        answer_published_on=next(column.updated_on for column in columns if column.code == "answers"),
    )


def _services() -> Iterator[ColumnState]:
    for code, name, url_name, model, moment in _SERVICES:
        rows: dict[str, Any] = model._default_manager.aggregate(last=Max(moment), count=Count("pk"))
        yield ColumnState(code, name, ColumnType.YEARLY, _day(rows["last"]), rows["count"], reverse(url_name))


def _disclosure() -> Iterator[ColumnState]:
    for column in Column.objects.with_updates():
        url = reverse("disclosure:column", args=[column.code])
        yield ColumnState(column.code, column.local_name, ColumnType(column.kind), column.updated_on, column.count, url)


def _day(moment: dt.datetime | None) -> dt.date | None:
    return timezone.localtime(moment).date() if moment else None
