"""The verbs of the synonym table: propose, change, decide; a second person approves, and the change is live at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from foundation import access, audit
from foundation.access import Capability
from foundation.clock import local_now
from foundation.search.engine import Hit, search_with
from foundation.search.index import SYNONYMS, bump
from foundation.search.lexicon import lexicon
from foundation.search.models import Synonym, SynonymState
from foundation.workflow import Conflict, Refused

if TYPE_CHECKING:
    from foundation.people import User


def propose(word: str, official: Sequence[str], *, note: str = "", actor: User) -> Synonym:
    """Propose a pair, or other words for a known one; until these are approved, what was approved before stays applied.

    Raises PermissionDenied, ValidationError.
    """
    access.require(actor, Capability.EDIT_CONTENT)
    with transaction.atomic():
        pair = Synonym.objects.select_for_update().filter(word=word.strip()).first() or Synonym(word=word.strip())
        pair.official, pair.note = [one.strip() for one in official if one.strip()], note.strip()
        pair.state, pair.proposed_by = SynonymState.PROPOSED, actor
        pair.decided_by, pair.decided_at = None, None
        pair.full_clean()
        pair.save()
        audit.record(audit.Act.REFERENCE_CHANGED, actor=actor, target=pair, detail={"what": "proposed"})
    return pair


def decide(pair: Synonym, *, approved: bool, actor: User) -> Synonym:
    """Approve or refuse a proposed pair. Raises PermissionDenied, Refused for who proposed it, Conflict."""
    access.require(actor, Capability.REVIEW_CONTENT)
    with transaction.atomic():
        locked = Synonym.objects.select_for_update().get(pk=pair.pk)
        if locked.state != SynonymState.PROPOSED or locked.official != pair.official:
            raise Conflict(_("Somebody changed this pair in the meantime."))
        if locked.proposed_by_id == actor.pk:
            raise Refused(_("Who proposed a pair cannot approve it."))
        locked.state = SynonymState.APPROVED if approved else SynonymState.REFUSED
        locked.applied = locked.official if approved else locked.applied
        locked.decided_by, locked.decided_at = actor, local_now()
        locked.save(update_fields=["state", "applied", "decided_by", "decided_at"])
        bump(SYNONYMS)
        audit.record(audit.Act.REFERENCE_CHANGED, actor=actor, target=locked, detail={"what": locked.state})
    return locked


def take_out(pair: Synonym, *, actor: User) -> Synonym:
    """Stop applying a pair at once. Raises PermissionDenied."""
    access.require(actor, Capability.REVIEW_CONTENT)
    with transaction.atomic():
        locked = Synonym.objects.select_for_update().get(pk=pair.pk)
        locked.applied, locked.state = [], SynonymState.REFUSED
        locked.save(update_fields=["applied", "state"])
        bump(SYNONYMS)
        audit.record(audit.Act.REFERENCE_CHANGED, actor=actor, target=locked, detail={"what": "taken out"})
    return locked


@dataclass(frozen=True)
class Preview:
    """What a search for the word finds without and with a pair."""

    before: Sequence[Hit]
    after: Sequence[Hit]


def preview(word: str, official: Sequence[str]) -> Preview:
    """Return what a pair would change, without changing it."""
    known = lexicon()
    without = {key: value for key, value in known.synonyms.items() if key != word}
    return Preview(
        search_with(known.with_synonyms(without), word).hits,
        search_with(known.with_synonyms({**without, word: tuple(official)}), word).hits,
    )
