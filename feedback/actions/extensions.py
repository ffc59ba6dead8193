"""More time for a reply: proposed by one person, decided by another, once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override

from feedback.actions.clock import record_fact
from feedback.deadlines import FactKind
from feedback.models.handling import ExtensionProposal
from feedback.models.limits import Limits
from feedback.models.messages import Message
from feedback.states import VERBS
from foundation.clock import local_now
from foundation.pages import CHINESE
from foundation.proposals import ProposalDecision
from foundation.workflow import Conflict, Refused, perform

if TYPE_CHECKING:
    from foundation.people import User


def propose_extension(message: Message, *, days: int, reason: str, today: dt.date, actor: User) -> Message:
    """Propose more time, once and within the rule, in the days of the rule; the writer will read the reason.

    Raises Refused once the last day for the reply is over.
    """

    def change(locked: Message) -> Iterable[str]:
        _refuse_when_over(locked, today)
        limit = Limits().of(locked.kind, locked.received_on)
        if not 1 <= days <= limit.extension_days:
            raise Refused(_("At most %(days)d days more are possible.") % {"days": limit.extension_days})
        if not reason.strip():
            raise Refused(_("Give the reason; the writer will read it."))
        if extensions_since_opened(locked).exists():
            raise Refused(_("The time is extended once; that was proposed or done already."))
        ExtensionProposal.objects.create(message=locked, days=days, reason=reason.strip()[:300], proposed_by=actor)
        return []

    return perform(message, VERBS["propose_extension"], actor=actor, change=change, detail={"days": days})


def _refuse_when_over(message: Message, today: dt.date) -> None:
    if message.due_on is not None and message.due_on < today:
        raise Refused(_("The reply was due on %(day)s; what is late is not extended.") % {"day": message.due_on})


def extensions_since_opened(locked: Message) -> QuerySet[ExtensionProposal]:
    """Return the extensions that count: an opened-again matter has its time anew, and may be extended once more."""
    reopened = locked.facts.filter(kind=FactKind.REOPENED).last()
    standing = locked.extension_proposals.exclude(decision=ProposalDecision.REFUSED)
    return standing if reopened is None else standing.filter(proposed_at__gt=reopened.recorded_at)


def decide_extension(message: Message, *, approved: bool, note: str = "", today: dt.date, actor: User) -> Message:
    """Another person approves or refuses the proposed extension.

    Raises Refused for the one who proposed it, and for an approval once the last day for the reply is over.
    """

    def change(locked: Message) -> Iterable[str]:
        proposal = locked.extension_proposals.select_for_update().filter(decision=ProposalDecision.OPEN).first()
        if proposal is None:
            raise Conflict(_("No extension waits for approval."))
        if proposal.proposed_by_id == actor.pk:
            raise Refused(_("Who proposed the extension cannot approve it."))
        if not approved and not note.strip():
            raise Refused(_("Say why not."))
        if approved:
            _refuse_when_over(locked, today)
        proposal.decide(approved=approved, note=note, actor=actor)
        if not approved:
            return []
        return record_fact(locked, FactKind.EXTENDED, today, actor=actor, days=proposal.days)

    return perform(message, VERBS["extend" if approved else "refuse_extension"], actor=actor, change=change)


def lapse_extension(locked: Message, note: Promise) -> None:
    """Refuse an extension that nobody decided, as the matter ends otherwise; the note is stored in Chinese."""
    with override(CHINESE):
        words = str(note)
    locked.extension_proposals.filter(decision=ProposalDecision.OPEN).update(
        decision=ProposalDecision.REFUSED, decided_at=local_now(), note=words
    )
