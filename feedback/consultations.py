"""Opinion solicitations (意见征集): code lists, how long they run, and when their result is due. Pure.

Drafts of rules and major decisions are open for comments for 30 days and more as a rule; for major decisions a
shorter period with a published reason is allowed (重大行政决策程序暂行条例 art. 15), for rules no text says so
(规章制定程序条例 art. 15).  Normative documents that touch business have the 30 days, too, and the public is told
what became of its comments (优化营商环境条例 art. 62).  All days are calendar days.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

LEAST_DAYS: Final = 30
"""Calendar days from the first to the last day.  The first is not counted, so that the strict reading holds, too."""
RESULT_DAYS: Final = 30
"""Calendar days from the last day of the period to the result.  The law names none; this is the house's own limit."""
EXPECTED_A_YEAR: Final = 6
"""So many solicitations a year a portal is expected to run, says the inspection of government websites of 2019."""


class SolicitationKind(TextChoices):
    """What the draft is to become."""

    RULE = "rule", _("government rule")
    MAJOR_DECISION = "major_decision", _("major administrative decision")
    NORMATIVE = "normative", _("normative document")
    OTHER = "other", _("other matter")


class CommentChannel(TextChoices):
    """How a comment came."""

    ONLINE = "online", _("online")
    POST = "post", _("by post")
    EMAIL = "email", _("by e-mail")
    MEETING = "meeting", _("at a meeting")


PAPER_CHANNELS: Final = (CommentChannel.POST, CommentChannel.EMAIL, CommentChannel.MEETING)
"""Comments that came this way are entered by staff."""


class CommentOutcome(TextChoices):
    """What became of a comment."""

    ADOPTED = "adopted", _("adopted")
    PARTLY = "partly", _("adopted in part")
    NOT_ADOPTED = "not_adopted", _("not adopted")


class SolicitationState(TextChoices):
    """Where a public solicitation stands on a day."""

    UPCOMING = "upcoming", _("opens soon")
    RUNNING = "running", _("open for comments")
    AWAITING = "awaiting", _("closed, result to come")
    RESULT = "result", _("result published")


def may_be_shorter(kind: str, *, touches_business: bool) -> bool:
    """Tell whether fewer than 30 days are possible, with a published reason."""
    return kind != SolicitationKind.RULE and not (kind == SolicitationKind.NORMATIVE and touches_business)


def earliest_end(starts_on: dt.date) -> dt.date:
    """Return the first day on which a period of the full length may end."""
    return starts_on + dt.timedelta(days=LEAST_DAYS)


def is_short(starts_on: dt.date, ends_on: dt.date) -> bool:
    """Tell whether the period is shorter than the 30 days."""
    return ends_on < earliest_end(starts_on)


def state_on(day: dt.date, starts_on: dt.date, ends_on: dt.date, *, has_result: bool) -> SolicitationState:
    """Return where a solicitation stands on a day; the last day of the period still belongs to it."""
    if has_result:
        return SolicitationState.RESULT
    if day < starts_on:
        return SolicitationState.UPCOMING
    return SolicitationState.RUNNING if day <= ends_on else SolicitationState.AWAITING


def result_due_on(ends_on: dt.date) -> dt.date:
    """Return the last day on which the result is in time."""
    return ends_on + dt.timedelta(days=RESULT_DAYS)
