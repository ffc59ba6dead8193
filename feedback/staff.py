"""What the side bar and the work desk show of messages: pages and figures, each figure with the rows behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.filters.inbox import CLOCKS
from feedback.models.messages import Message, MessageQuerySet
from feedback.states import MessageStage
from foundation import access
from foundation.access import Capability
from foundation.scoped_admin import DeskEntry
from foundation.staff_pages import StaffLink

if TYPE_CHECKING:
    from foundation.people import User

GROUP = gettext_lazy("Public feedback")

LINKS = (
    StaffLink(GROUP, gettext_lazy("Messages"), "feedback_staff:message_list", (Capability.VIEW_MESSAGES,)),
    StaffLink(
        GROUP, gettext_lazy("Figures of messages"), "feedback_staff:message_figures", (Capability.VIEW_MESSAGES,)
    ),
    StaffLink(GROUP, gettext_lazy("Log a message"), "feedback_staff:message_add", (Capability.HANDLE_MESSAGES,)),
)

Figure = tuple[str, MessageQuerySet, str, bool]
"""Label, the messages that are counted, the query of the list that shows them, and whether it presses."""


def desk(user: User, today: dt.date) -> Iterable[DeskEntry]:
    """Return the figures of messages that somebody may open."""
    if not access.may(user, Capability.VIEW_MESSAGES):
        return []
    inbox, group = reverse("feedback_staff:message_list"), str(GROUP)
    figures = [*_second_person(user, today), *_center(user, today), *_department(user, today)]
    return [
        DeskEntry(group, label, count, f"{inbox}?{query}", presses and count > 0)
        for label, messages, query, presses in figures
        for count in [messages.count()]
    ]


def _mine(user: User) -> MessageQuerySet:
    """Return the messages whose host somebody's departments are; what the list shows with ``part=host``."""
    return Message.objects.visible_to(user).hosted_by(user)


def _clock(user: User, name: str, today: dt.date) -> MessageQuerySet:
    _label, narrow = CLOCKS[name]
    return narrow(_mine(user), today)


def _second_person(user: User, today: dt.date) -> Iterator[Figure]:
    """What waits for a second person."""
    if not access.may(user, Capability.APPROVE_MESSAGES):
        return
    approving = _mine(user).filter(stage=MessageStage.APPROVING)
    yield _("Replies to approve"), approving, "stage=approving&part=host", True
    yield _("Extensions to approve"), _clock(user, "extension", today), "clock=extension&part=host", True
    yield _("Public texts to release"), _clock(user, "publishing", today), "clock=publishing&part=host", True


def _center(user: User, today: dt.date) -> Iterator[Figure]:
    """What the center has to assign or to look after."""
    if access.scope_of(user, Capability.ROUTE_MESSAGES).everywhere:
        unassigned = Message.objects.filter(stage=MessageStage.RECEIVED)
        yield _("Not yet assigned"), unassigned, "stage=received", True
        yield _("Reopenings asked"), _clock(user, "reopening", today), "clock=reopening&part=host", True
    if access.scope_of(user, Capability.SUPERVISE_MESSAGES).everywhere:
        yield _("Supervisions to confirm"), _clock(user, "confirm", today), "clock=confirm&part=host", True


def _department(user: User, today: dt.date) -> Iterator[Figure]:
    """What the host departments have to do, and what of it presses."""
    handles = access.scope_of(user, Capability.HANDLE_MESSAGES)
    yield _("Overdue"), _clock(user, "overdue", today), "clock=overdue&sort=due&part=host", True
    yield _("Due within 3 days"), _clock(user, "soon", today), "clock=soon&sort=due&part=host", True
    if handles and not handles.everywhere:
        routed = _mine(user).filter(stage=MessageStage.ROUTED)
        yield _("To take up"), routed, "stage=routed&part=host", True
        parts = Message.objects.visible_to(user).parts_wanted_of(user)
        yield _("Parts to write as an assistant"), parts, "part=assistant", True
    yield _("Not taken up for 24 hours"), _clock(user, "unaccepted", today), "clock=unaccepted&part=host", True
    yield _("Petition notices due"), _clock(user, "notice", today), "clock=notice&part=host", True
    yield _("Pressed for"), _clock(user, "supervised", today), "clock=supervised&part=host", True
