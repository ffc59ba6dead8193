"""Filters of the inbox: which parameters the list of messages accepts, and what each state of the clock means."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, Final, cast

import django_filters
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from feedback.actions.handling import RETURN_WITHIN
from feedback.models.messages import Channel, Message, MessageQuerySet
from feedback.states import Ending, MessageKind, MessageStage
from foundation import access
from foundation.access import Capability
from foundation.clock import local_now
from foundation.organization import Department
from foundation.people import User

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SOON_DAYS: Final = 3
"""Calendar days within which a reply counts as due soon."""
NOTICE_SOON_DAYS: Final = 5
"""Calendar days before its last day from which on the notice of a petition is pressing."""

NO_DEPARTMENT: Final = "none"
"""Stands in the address for messages that no department has yet."""
_PERIOD: Final = re.compile(r"[12]\d{3}(?:-(?:0[1-9]|1[0-2]))?", re.ASCII)

Narrowing = Callable[[MessageQuerySet, dt.date], MessageQuerySet]
CLOCKS: Final[dict[str, tuple[StrOrPromise, Narrowing]]] = {
    "open": (_("open"), lambda rows, _today: rows.open()),
    "overdue": (_("overdue"), lambda rows, today: rows.overdue(today)),
    "soon": (_("due within 3 days"), lambda rows, today: rows.due_within(today, today + dt.timedelta(SOON_DAYS))),
    "notice": (
        _("petition notice due"),
        lambda rows, today: rows.notice_due(today + dt.timedelta(NOTICE_SOON_DAYS)),
    ),
    "unaccepted": (
        _("not taken up for 24 hours"),
        lambda rows, _today: rows.not_taken_up_since(local_now() - RETURN_WITHIN),
    ),
    "waiting": (_("waiting for the writer"), lambda rows, _today: rows.filter(stage=MessageStage.ASKING)),
    "extension": (_("extension to approve"), lambda rows, _today: rows.extension_proposed()),
    "reopening": (_("reopening asked"), lambda rows, _today: rows.filter(stage=MessageStage.OBJECTED)),
    "supervised": (_("pressed for"), lambda rows, _today: rows.supervised()),
    "confirm": (_("supervision to confirm"), lambda rows, _today: rows.supervision_to_confirm()),
    "publishing": (_("public text to release"), lambda rows, _today: rows.public_text_submitted()),
    "not_computable": (_("calendar missing"), lambda rows, _today: rows.open().filter(due_missing_year__isnull=False)),
}
"""States of the clock by their name in the address: the words, and which messages they mean."""


def _departments(request: HttpRequest | None) -> QuerySet[Department]:
    """Return the departments that somebody may choose: the own ones, for the center all that have messages."""
    if request is None or not isinstance(request.user, User):
        return Department.objects.none()
    scope = access.scope_of(request.user, Capability.VIEW_MESSAGES)
    return scope.limit(Department.objects.order_by("position", "name"), "pk")


class PeriodFilter(django_filters.CharFilter):
    """A year or a month of a day, written as 2026 or 2026-03; anything else finds nothing."""

    def filter(self, qs: QuerySet[Message], value: str) -> QuerySet[Message]:
        """Keep the rows whose day lies in the period."""
        if not value:
            return qs
        if _PERIOD.fullmatch(value) is None:
            return qs.none()
        year, _dash, month = value.partition("-")
        lookups = {f"{self.field_name}__year": int(year)}
        return qs.filter(**lookups, **({f"{self.field_name}__month": int(month)} if month else {}))


class MessageFilterSet(django_filters.FilterSet):
    """Messages by stage, kind, department, clock, channel, part and words."""

    q = django_filters.CharFilter(label=_("Number or words of the subject"), method="search", max_length=100)
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=MessageStage, empty_label=_("any"))
    clock = django_filters.ChoiceFilter(
        label=_("Clock"),
        choices=[(name, label) for name, (label, _narrow) in CLOCKS.items()],
        empty_label=_("any"),
        method="by_clock",
    )
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=MessageKind, empty_label=_("any"))
    department = django_filters.ModelChoiceFilter(
        label=_("Host department"),
        queryset=_departments,
        to_field_name="code",
        empty_label=_("any"),
        null_label=_("not yet with a department"),
        null_value=NO_DEPARTMENT,
    )
    channel = django_filters.ChoiceFilter(label=_("How the message came"), choices=Channel, empty_label=_("any"))
    part = django_filters.ChoiceFilter(
        label=_("Part of our departments"),
        choices=[("host", _("we are the host")), ("assistant", _("our part is wanted"))],
        empty_label=_("any"),
        method="by_part",
    )
    ending = django_filters.ChoiceFilter(label=_("Ending"), choices=Ending, empty_label=_("any"))
    received = PeriodFilter(field_name="received_on", label=_("Received in (2026 or 2026-03)"))
    answered = PeriodFilter(field_name="answered_on", label=_("Answered in (2026 or 2026-03)"))
    late = django_filters.ChoiceFilter(
        label=_("Late"), choices=[("yes", _("answered late"))], empty_label=_("any"), method="by_lateness"
    )
    sort = django_filters.ChoiceFilter(
        label=_("Order"),
        choices=[("due", _("open ones, due first")), ("slow", _("answered ones, longest first"))],
        empty_label=_("last received first"),
        method="order",
    )

    class Meta:
        model = Message
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def search(self, queryset: QuerySet[Message], _name: str, value: str) -> QuerySet[Message]:
        """Find by number, or by all words in the masked subject."""
        value = value.replace("\0", " ")
        words = Q()
        for word in value.split():
            words &= Q(subject_mask__icontains=word)
        return queryset.filter(Q(number__iexact=value.strip()) | words)

    def by_clock(self, queryset: QuerySet[Message], _name: str, value: str) -> QuerySet[Message]:
        """Keep the messages in this state of the clock."""
        _label, narrow = CLOCKS[value]
        return narrow(cast("MessageQuerySet", queryset), self.today)

    def by_lateness(self, queryset: QuerySet[Message], _name: str, _value: str) -> QuerySet[Message]:
        """Keep the messages whose last reply came after the day it was due."""
        return queryset.filter(answered_on__gt=F("reply_was_due_on"))

    def by_part(self, queryset: QuerySet[Message], _name: str, value: str) -> QuerySet[Message]:
        """Keep the messages in which the own departments have this part."""
        messages = cast("MessageQuerySet", queryset)
        user = self.request.user
        return messages.hosted_by(user) if value == "host" else messages.parts_wanted_of(user)

    def order(self, queryset: QuerySet[Message], _name: str, value: str) -> QuerySet[Message]:
        """Sort by due date only what is open (the index ``message_open_due``), by length only what was answered."""
        if value == "slow":
            return queryset.exclude(answered_on=None).order_by(F("received_on") - F("answered_on"), "id")
        return cast("MessageQuerySet", queryset).open().order_by("due_on", "id")
