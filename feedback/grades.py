"""Grades of the good/bad rating (好差评) and the steps that a bad one starts: data and pure rules.

Source: 国办发〔2019〕51号, GB/T 39734-2020, GB/T 39735-2020; the limits are local and stand in dated rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.access import Capability
from foundation.audit import Act
from foundation.workdays import WorkCalendar
from foundation.workflow import Transition


class Grade(TextChoices):
    """The five grades, best first."""

    VERY_SATISFIED = "very_satisfied", _("very satisfied")
    SATISFIED = "satisfied", _("satisfied")
    BASICALLY_SATISFIED = "basically_satisfied", _("basically satisfied")
    DISSATISFIED = "dissatisfied", _("dissatisfied")
    VERY_DISSATISFIED = "very_dissatisfied", _("very dissatisfied")


STARS: Final[Mapping[str, str]] = {grade.value: "★" * (5 - place) + "☆" * place for place, grade in enumerate(Grade)}
"""A sign for each grade that needs no colour: five stars to one."""
BAD: Final = frozenset({Grade.DISSATISFIED.value, Grade.VERY_DISSATISFIED.value})
"""The last two are bad ratings (差评)."""


class Aspect(TextChoices):
    """What a rating may point at, in praise or blame: the questions of the online form."""

    GUIDANCE = "guidance", _("guidance and advice")
    PROCEDURE = "procedure", _("procedure")
    MATERIALS = "materials", _("materials asked for")
    SPEED = "speed", _("speed")
    MANNER = "manner", _("manner of the staff")
    FACILITIES = "facilities", _("site or hall")


class RatingStage(TextChoices):
    """Where the handling of a rating stands; a good one needs none."""

    NONE = "none", _("nothing to do")
    CONTACTING = "contacting", _("to be called back")
    VERIFYING = "verifying", _("being verified")
    MENDING = "mending", _("being corrected or explained")
    TELLING = "telling", _("result to be told")
    TOLD = "told", _("result told")
    NOT_COUNTED = "not_counted", _("appeal granted, not counted")


class StepKind(TextChoices):
    """What was done about a bad rating; append-only."""

    CONTACTED = "contacted", _("called back")
    UNREACHABLE = "unreachable", _("tried to call back, not reached")
    VERIFIED = "verified", _("verified")
    CORRECTED = "corrected", pgettext_lazy("rating", "corrected")
    EXPLAINED = "explained", _("explained")
    TOLD = "told", _("result told")


CALL_STEPS: Final = frozenset({StepKind.CONTACTED, StepKind.UNREACHABLE})
"""Steps that the limit for the call back measures; the others have that for correcting and telling."""


_S: Final = RatingStage
_OPEN: Final = frozenset({_S.CONTACTING, _S.VERIFYING, _S.MENDING, _S.TELLING})
OPEN_STAGES: Final = _OPEN
"""Somebody has to act."""
_HANDLE: Final = Capability.HANDLE_MESSAGES
_APPROVE: Final = Capability.APPROVE_MESSAGES


def _row(sources: Iterable[RatingStage], target: RatingStage | None, capability: str, act: Act) -> Transition:
    return Transition(frozenset(str(s) for s in sources), target, capability, act)


VERBS: Final[Mapping[str, Transition]] = {
    "contact": _row([_S.CONTACTING], _S.VERIFYING, _HANDLE, Act.RATING_CONTACTED),
    "fail_contact": _row([_S.CONTACTING], None, _HANDLE, Act.RATING_CONTACTED),
    "verify": _row([_S.CONTACTING, _S.VERIFYING], _S.MENDING, _HANDLE, Act.RATING_VERIFIED),
    "mend": _row([_S.MENDING], _S.TELLING, _HANDLE, Act.RATING_MENDED),
    "tell": _row([_S.TELLING], _S.TOLD, _HANDLE, Act.RATING_TOLD),
    "submit_words": _row([_S.TOLD], None, _HANDLE, Act.RATING_WORDS_SUBMITTED),
    "release_words": _row([_S.TOLD], None, _APPROVE, Act.RATING_WORDS_RELEASED),
    "return_words": _row([_S.TOLD], None, _APPROVE, Act.RATING_WORDS_RETURNED),
    "take_off_words": _row(_S, None, _APPROVE, Act.RATING_WORDS_TAKEN_OFF),
    "withdraw_consent": _row(_S, None, _HANDLE, Act.RATING_CONSENT_WITHDRAWN),
    "appeal": _row(_OPEN, None, _HANDLE, Act.RATING_APPEALED),
    "grant_appeal": _row(_OPEN | {_S.TOLD}, _S.NOT_COUNTED, _APPROVE, Act.RATING_APPEAL_GRANTED),
    "refuse_appeal": _row(_OPEN | {_S.TOLD}, None, _APPROVE, Act.RATING_APPEAL_REFUSED),
    "supplement": _row(_S, None, _HANDLE, Act.RATING_SUPPLEMENTED),
    "re_rate": _row([_S.TOLD], None, _HANDLE, Act.RATING_RE_RATED),
}
"""Every verb on a rating.  Supplement, re-rating and taking the consent back are the rater's own, with number and code;
staff do none of them.

An appeal may still be open when the result was told; it is decided all the same.
"""
CALLS_BEFORE_GIVING_UP: Final = 3
"""So many calls that reach nobody, and the matter is verified without having spoken to the rater."""


class Occasion(TextChoices):
    """What somebody has to know the rater or the unmasked remark for; a closed list, for the audit trail keeps it."""

    CONTACT = "contact", _("call the rater back")
    VERIFY = "verify", _("find out what happened")
    APPEAL = "appeal", _("appeal, or decide on an appeal")
    AUTHORITY = "authority", _("answer a court, a review organ or an inspection")


@dataclass(frozen=True)
class RatingLimits:
    """Working days for the steps that a bad rating starts."""

    contact_days: int
    simple_days: int
    complex_days: int


def contact_due(rated_on: dt.date, limits: RatingLimits, calendar: WorkCalendar) -> dt.date:
    """Return the last day for the call back of a named bad rating. Raises YearNotCovered."""
    return calendar.advance(rated_on, limits.contact_days)


def mending_due(rated_on: dt.date, *, is_complex: bool, limits: RatingLimits, calendar: WorkCalendar) -> dt.date:
    """Return the last day for correcting or explaining and telling the result. Raises YearNotCovered."""
    return calendar.advance(rated_on, limits.complex_days if is_complex else limits.simple_days)
