"""Stages of a draft and the verbs between them: data only."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from foundation.access import Capability
from foundation.audit import Act
from foundation.workflow import Transition


class Stage(TextChoices):
    """Where the draft stands; whether something is public is another question."""

    EDITING = "editing", _("being edited")
    IN_REVIEW = "in_review", _("in review")
    SCHEDULED = "scheduled", _("release scheduled")


class Decision(TextChoices):
    """What became of a submitted candidate."""

    OPEN = "open", _("waiting for review")
    RECALLED = "recalled", _("taken back")
    RETURNED = "returned", _("returned")
    RELEASED = "released", _("released")
    UNSCHEDULED = "unscheduled", _("release cancelled")


def _row(sources: set[str], target: str | None, capability: str, act: Act) -> Transition:
    return Transition(frozenset(sources), target, capability, act)


SUBMIT: Final = _row({Stage.EDITING}, Stage.IN_REVIEW, Capability.EDIT_CONTENT, Act.SUBMITTED)
RECALL: Final = _row({Stage.IN_REVIEW}, Stage.EDITING, Capability.EDIT_CONTENT, Act.RECALLED)
RETURN: Final = _row({Stage.IN_REVIEW}, Stage.EDITING, Capability.REVIEW_CONTENT, Act.RETURNED)
RELEASE: Final = _row({Stage.IN_REVIEW}, Stage.EDITING, Capability.REVIEW_CONTENT, Act.RELEASED)
SCHEDULE: Final = _row({Stage.IN_REVIEW}, Stage.SCHEDULED, Capability.REVIEW_CONTENT, Act.SCHEDULED)
UNSCHEDULE: Final = _row({Stage.SCHEDULED}, Stage.EDITING, Capability.REVIEW_CONTENT, Act.UNSCHEDULED)
GO_LIVE: Final = _row({Stage.SCHEDULED}, Stage.EDITING, Capability.REVIEW_CONTENT, Act.WENT_LIVE)
RETIRE: Final = Transition(frozenset({Stage.EDITING}), None, Capability.REVIEW_CONTENT, Act.RETIRED)
