"""The verbs of the synonym table: propose, change, decide; a second person approves, and the change is live at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils.translation import gettext as _

from foundation import access, audit
from foundation.access import Capability
from foundation.clock import local_now
from foundation.search.engine import Hit, search_with
from foundation.search.folding import fold
from foundation.search.index import SYNONYMS, bump
from foundation.search.lexicon import lexicon
from foundation.search.models import Synonym, SynonymState
from foundation.workflow import Conflict, Refused

if TYPE_CHECKING:
    from foundation.people import User

TAKEN_OUT: Final = "taken_out"
TOP: Final = 5
"""Results that a preview compares: what people look at."""


def propose(word: str, official: Sequence[str], *, note: str = "", actor: User) -> Synonym:
    """Propose a pair, or other words for a known one; until these are approved, what was approved before stays applied.

    Raises PermissionDenied, ValidationError.
    """
    access.require(actor, Capability.EDIT_CONTENT)
    with transaction.atomic():
        # One form for one word: two rows of which a search can apply only one would each look in force.
        word = fold(word).strip()
        pair = Synonym.objects.select_for_update().filter(word=word).first() or Synonym(word=word)
        pair.official, pair.note = [one.strip() for one in official if one.strip()], note.strip()
        pair.state, pair.proposed_by = SynonymState.PROPOSED, actor
        pair.decided_by, pair.decided_at = None, None
        pair.full_clean()
        pair.save()
        audit.record(audit.Act.REFERENCE_CHANGED, actor=actor, target=pair, detail=_detail("proposed", pair.official))
    return pair


def decide(pair: Synonym, *, approved: bool, seen: Sequence[str], actor: User) -> Synonym:
    """Approve or refuse a proposed pair as it was read: ``seen`` are the official words on the page.

    Raises PermissionDenied, Refused for who proposed it, Conflict.
    """
    access.require(actor, Capability.REVIEW_CONTENT)
    with transaction.atomic():
        locked = Synonym.objects.select_for_update().get(pk=pair.pk)
        if locked.state != SynonymState.PROPOSED or locked.official != list(seen):
            raise Conflict(_("Somebody changed this pair in the meantime."))
        if locked.proposed_by_id == actor.pk:
            raise Refused(_("Who proposed a pair cannot approve it."))
        locked.state = SynonymState.APPROVED if approved else SynonymState.REFUSED
        locked.applied = locked.official if approved else locked.applied
        locked.decided_by, locked.decided_at = actor, local_now()
        locked.save(update_fields=["state", "applied", "decided_by", "decided_at"])
        bump(SYNONYMS)
        detail = _detail(locked.state, locked.official)
        audit.record(audit.Act.REFERENCE_CHANGED, actor=actor, target=locked, detail=detail)
    return locked


def take_out(pair: Synonym, *, actor: User) -> Synonym:
    """Stop applying a pair at once. Raises PermissionDenied."""
    access.require(actor, Capability.REVIEW_CONTENT)
    with transaction.atomic():
        locked = Synonym.objects.select_for_update().get(pk=pair.pk)
        detail = _detail(TAKEN_OUT, locked.applied)
        locked.applied, locked.state = [], SynonymState.REFUSED
        locked.save(update_fields=["applied", "state"])
        bump(SYNONYMS)
        audit.record(audit.Act.REFERENCE_CHANGED, actor=actor, target=locked, detail=detail)
    return locked


def _detail(what: str, words: Sequence[str]) -> dict[str, str]:
    return {"what": what, "note": "、".join(words)}


@dataclass(frozen=True)
class Preview:
    """What a query finds today and what it would find with a pair, best first."""

    query: str
    before: Sequence[Hit]
    after: Sequence[Hit]

    @property
    def changes(self) -> bool:
        """Whether the results that people look at would change."""
        return self.before != self.after


def preview(word: str, official: Sequence[str], queries: Sequence[str] = ()) -> list[Preview]:
    """Return what a pair would change for its own word and for other queries, without changing anything.

    No official words: what taking the pair out would change.
    """
    known, key = lexicon(), fold(word).strip()
    others = {one: value for one, value in known.synonyms.items() if one != key}
    proposed = known.with_synonyms({**others, key: tuple(official)} if official else others)
    asked = dict.fromkeys([key, *(fold(query).strip() for query in queries)])
    return [
        Preview(query, search_with(known, query).hits[:TOP], search_with(proposed, query).hits[:TOP])
        for query in asked
        if query
    ]
