"""Messages that say (much) the same, or come from the same phone: pointed out to whoever handles one of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from django.db.models import Q
from django.utils.translation import gettext as _

from feedback.actions.reading import may_see_writer
from feedback.models.messages import Message, Writer
from foundation.encryption import likeness

if TYPE_CHECKING:
    from foundation.people import User

SHOWN: Final = 5
LOOKED_AT: Final = 200
"""So many messages that share a piece are compared, newest first."""
RECENT: Final = dt.timedelta(days=30)
MUCH_ALIKE: Final = 0.4
"""Share of common pieces from which on two texts are pointed out to each other."""


@dataclass(frozen=True)
class Similar:
    """Another message, and what is the same."""

    message: Message
    why: str


def similar_to(message: Message, user: User) -> list[Similar]:
    """Return the newest messages that somebody may see and that say (much) the same, or come from the same phone.

    Texts that are only much alike count when they came within weeks of each other.  That two messages come from one
    phone is told only to those who may know the writer.
    """
    phone = _phone_index(message, user)
    weeks = (message.received_on - RECENT, message.received_on + RECENT)
    same = Q(text_index=message.text_index) | Q(subject_mask=message.subject_mask)
    same |= Q(text_sketch__overlap=message.text_sketch, received_on__range=weeks)
    if phone:
        same |= Q(writer__phone_index=phone)
    others = Message.objects.visible_to(user).exclude(pk=message.pk).filter(same)
    found = others.select_related("writer").only(
        "number",
        "stage",
        "subject_mask",
        "text_index",
        "text_sketch",
        "received_on",
        "repeats_id",
        "writer__phone_index",
    )
    reasons = ((other, "、".join(_reasons(message, other, phone))) for other in found[:LOOKED_AT])
    return list(islice((Similar(other, why) for other, why in reasons if why), SHOWN))


def _phone_index(message: Message, user: User) -> str:
    if not may_see_writer(message, user):
        return ""
    return Writer.objects.filter(message=message).values_list("phone_index", flat=True).first() or ""


def _reasons(message: Message, other: Message, phone: str) -> Iterator[str]:
    if other.text_index == message.text_index:
        yield _("same text")
    elif likeness(message.text_sketch, other.text_sketch) >= MUCH_ALIKE:
        yield _("similar text")
    elif other.subject_mask == message.subject_mask:
        yield _("same subject")
    if phone and hasattr(other, "writer") and other.writer.phone_index == phone:
        yield _("same phone")
