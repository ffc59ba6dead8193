"""What the side bar and the work desk show of freshness: pages and figures, each figure with the rows behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation import access
from foundation.access import Capability
from foundation.links.models import LinkPlace
from foundation.scoped_admin import DeskEntry
from foundation.staff_pages import StaffLink
from guides.freshness import Occasion
from guides.models import ErrorReport, GuideReminder, ImpactTask

if TYPE_CHECKING:
    from foundation.people import User

GROUP: Final = gettext_lazy("Service guides")
_SEES: Final = (Capability.VIEW_CONTENT,)
_CHANGES: Final = (Capability.VIEW_CONTENT, Capability.MANAGE_REFERENCE)

LINKS: Final = (
    StaffLink(GROUP, gettext_lazy("Freshness of the guides"), "freshness_staff:dashboard", _SEES),
    StaffLink(GROUP, gettext_lazy("Guides and their checks"), "freshness_staff:guide_list", _SEES),
    StaffLink(GROUP, gettext_lazy("Reports of errors in guides"), "freshness_staff:report_list", _SEES),
    StaffLink(GROUP, gettext_lazy("Links of public records"), "freshness_staff:link_list", _SEES),
    StaffLink(GROUP, gettext_lazy("Changes and their tasks"), "freshness_staff:change_list", _CHANGES),
)


def desk(user: User, today: dt.date) -> Iterable[DeskEntry]:
    """Return the figures of who keeps guides fresh, and to the head of the center what is overdue."""
    edits = access.scope_of(user, Capability.EDIT_CONTENT)
    watches = access.scope_of(user, Capability.VIEW_FIGURES) and access.scope_of(user, Capability.VIEW_CONTENT)
    figures = [*_editor(edits, today)] if edits else [*_head(watches, today)] if watches else []
    for label, count, name, query in figures:
        yield DeskEntry(str(GROUP), label, count, f"{reverse(f'freshness_staff:{name}')}?{query}", urgent=count > 0)


Figure = tuple[str, int, str, str]


def _editor(scope: access.Scope, today: dt.date) -> Iterator[Figure]:
    """Yield what the editors of a department have to do."""
    reminded: Any = scope.limit(GuideReminder.objects.standing(), "guide__department")
    overdue = reminded.filter(kind=Occasion.CHECK_OVERDUE).count()
    yield _("Guides whose check is overdue"), overdue, "guide_list", "state=overdue"
    yield _("Guides to check soon"), reminded.filter(kind=Occasion.CHECK_SOON).count(), "guide_list", "state=soon"
    reports = scope.limit(ErrorReport.objects.waiting(), "guide__department")
    yield _("Reports of errors to answer"), reports.count(), "report_list", "show=waiting"
    yield _("Tasks of changes"), scope.limit(ImpactTask.objects.open()).count(), "task_list", "show=open"
    yield _("Broken links"), scope.limit(LinkPlace.objects.broken()).count(), "link_list", "show=broken"


def _head(scope: access.Scope, today: dt.date) -> Iterator[Figure]:
    """Yield what is overdue, for those who watch over the departments."""
    reminded: Any = scope.limit(GuideReminder.objects.standing(), "guide__department")
    overdue = reminded.filter(kind=Occasion.CHECK_OVERDUE).count()
    yield _("Guides whose check is overdue"), overdue, "guide_list", "state=overdue"
    late: Any = scope.limit(ErrorReport.objects.overdue(today), "guide__department")
    yield _("Reports of errors overdue"), late.count(), "report_list", "show=overdue"
    yield (
        _("Tasks of changes overdue"),
        scope.limit(ImpactTask.objects.overdue(today)).count(),
        "task_list",
        "show=overdue",
    )
