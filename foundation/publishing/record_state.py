"""Where a record stands, as the panel on top of its page in the back office tells it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from foundation.access import Capability
from foundation.publishing.documents import as_json, checksum
from foundation.publishing.reading import document_of
from foundation.publishing.states import Decision, Stage
from foundation.publishing.verbs import Verb, VerbForm, had_a_hand, verbs_for

if TYPE_CHECKING:
    from foundation.people import User
    from foundation.publishing.contents import Content
    from foundation.publishing.findings import Finding
    from foundation.publishing.models import Publishable


@dataclass(frozen=True)
class GapLink:
    """A missing content and the address of the place where one adds it."""

    label: str
    url: str


@dataclass(frozen=True)
class Offer:
    """A verb that the person may do now, with its form and address."""

    verb: Verb
    form: VerbForm
    url: str


@dataclass(frozen=True)
class RecordState:
    """Everything the panel shows."""

    record: Any
    document: Any
    live: Any
    """The public revision, or None."""
    pending: Any
    """The candidate in review or waiting for its time, or None."""
    last: Any
    """The newest revision, whatever became of it, or None."""
    gaps: list[GapLink]
    findings: list[Finding]
    """What the draft would give away."""
    blockers: list[str]
    """Why the draft cannot be submitted."""
    hindrances: list[str]
    """Why the candidate cannot go live as it stands: now, or at the moment for which it is scheduled."""
    is_overdue: bool
    """Whether the moment of a scheduled release has passed without it."""
    differs: bool
    """Whether the draft says something else than the public revision."""
    offers: list[Offer]
    is_own_text: bool
    """Whether the person submitted the candidate or edited its text last."""

    @property
    def returned(self) -> Any:
        """The newest revision, if it came back with a comment and was not submitted again."""
        came_back = (
            self.last is not None and self.last.decision == Decision.RETURNED and self.record.stage == Stage.EDITING
        )
        return self.last if came_back else None

    @property
    def may_decide(self) -> bool:
        """Whether the person may decide on the candidate, beyond taking it back."""
        return any(offer.verb.transition.capability == Capability.REVIEW_CONTENT for offer in self.decisions)

    @property
    def other_offers(self) -> list[Offer]:
        """All offers but the one to submit, which an editable page makes in its bar of buttons."""
        return [offer for offer in self.offers if offer.verb.name != "submit"]

    @property
    def panel_offers(self) -> list[Offer]:
        """The offers of the panel; who reviews a waiting candidate decides on the page that shows what it changes."""
        if self.record.stage != Stage.IN_REVIEW or not self.may_decide:
            return self.offers
        return [offer for offer in self.offers if offer.verb.transition.capability != Capability.REVIEW_CONTENT]

    @property
    def decisions(self) -> list[Offer]:
        """The offers about the candidate."""
        return [offer for offer in self.offers if offer.verb.needs_candidate]


def state_of(
    record: Publishable,
    user: User,
    *,
    gap_url: Callable[[Content], str],
    verb_url: Callable[[str], str],
    now: dt.datetime,
) -> RecordState:
    """Read where the record stands, and what this person may do with it now."""
    document = record.make_document()
    revisions = list(record.revisions.select_related("submitted_by", "decided_by").defer("document")[:1])
    live = record.live_revision
    pending = record.pending_revision
    differs = live is None or checksum(as_json(document)) != live.checksum
    blockers = [str(blocker) for blocker in record.find_blockers(document)]
    verbs = [
        verb
        for verb in verbs_for(user, record, live=live, pending=pending)
        if verb.name != "submit" or (differs and not blockers)
    ]
    return RecordState(
        record=record,
        document=document,
        live=live,
        pending=pending,
        last=revisions[0] if revisions else None,
        gaps=[GapLink(str(gap.label), gap_url(gap)) for gap in record.find_gaps(document)],
        findings=record.find_leaks(document, wait=False),
        blockers=blockers,
        hindrances=_hindrances(record, pending),
        is_overdue=pending is not None and pending.is_overdue(now),
        differs=differs,
        offers=[
            Offer(verb, verb.form(initial=_initial(verb, pending), auto_id=f"{verb.name}_%s"), verb_url(verb.name))
            for verb in verbs
        ],
        is_own_text=pending is not None and had_a_hand(user, pending),
    )


def _initial(verb: Verb, pending: Any) -> dict[str, Any]:
    return {"revision": pending.pk} if verb.needs_candidate and pending is not None else {}


def _hindrances(record: Publishable, pending: Any) -> list[str]:
    if pending is None:
        return []
    return [str(why) for why in record.find_release_blockers(document_of(pending), at=pending.scheduled_for)]
