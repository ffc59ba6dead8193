"""What side bar and work desk show of searching: pages, and figures with the rows behind them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation import access
from foundation.access import Capability
from foundation.scoped_admin import DeskEntry
from foundation.search.log_tasks import open_queries
from foundation.search.models import Synonym, SynonymState
from foundation.staff_pages import StaffLink

if TYPE_CHECKING:
    from foundation.people import User

GROUP: Final = gettext_lazy("Search and use")

LINKS: Final = (
    StaffLink(GROUP, gettext_lazy("Searches of the public"), "search_staff:query_list", (Capability.VIEW_CONTENT,)),
    StaffLink(GROUP, gettext_lazy("Use of the guides"), "use_staff:index", (Capability.VIEW_CONTENT,)),
    StaffLink(GROUP, gettext_lazy("Synonyms"), "search_staff:synonym_list", (Capability.VIEW_CONTENT,)),
)


def desk(user: User, today: dt.date) -> Iterator[DeskEntry]:
    """Yield the figures that somebody may do something about."""
    if access.may(user, Capability.EDIT_CONTENT):
        url = f"{reverse('search_staff:query_list')}?show=open"
        yield DeskEntry(str(GROUP), _("Searches to look at"), len(open_queries(today=today)), url)
    if access.may(user, Capability.REVIEW_CONTENT):
        waiting = Synonym.objects.filter(state=SynonymState.PROPOSED).count()
        url = f"{reverse('search_staff:synonym_list')}?state={SynonymState.PROPOSED.value}"
        yield DeskEntry(str(GROUP), _("Synonyms to decide"), waiting, url, urgent=waiting > 0)
