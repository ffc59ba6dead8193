"""What the side bar and the work desk show of solicitations and questionnaires, each figure with its rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.models import Solicitation
from feedback.reports.solicitations import OVERDUE, TO_ANSWER, view_conditions, with_comments
from foundation import access
from foundation.access import Capability
from foundation.scoped_admin import DeskEntry
from foundation.staff_pages import StaffLink

if TYPE_CHECKING:
    from foundation.people import User

GROUP = gettext_lazy("Public feedback")
SEES = (Capability.VIEW_CONTENT,)
LINKS = (
    StaffLink(GROUP, gettext_lazy("Comments and results"), "feedback_staff:solicitation_list", SEES),
    StaffLink(GROUP, gettext_lazy("Results of questionnaires"), "feedback_staff:questionnaire_list", SEES),
)


def desk(user: User, today: dt.date) -> Iterable[DeskEntry]:
    """Return what is overdue to editors and to the head of the center, and what waits for an answer to editors."""
    edits = access.scope_of(user, Capability.EDIT_CONTENT)
    supervises = access.scope_of(user, Capability.VIEW_FIGURES) if access.may(user, Capability.VIEW_CONTENT) else None
    scope = edits or supervises
    if not scope:
        return []
    conditions = view_conditions(today)
    names = {OVERDUE: _("Result of a solicitation overdue")}
    if edits:
        names[TO_ANSWER] = _("Solicitations with comments to answer")
    visible = with_comments(scope.limit(Solicitation.objects.all()))
    counts = visible.aggregate(**{name: Count("pk", filter=conditions[name]) for name in names})
    page = reverse("feedback_staff:solicitation_list")
    return [
        DeskEntry(str(GROUP), label, counts[name], f"{page}?view={name}", name == OVERDUE and counts[name] > 0)
        for name, label in names.items()
    ]
