"""The verbs of suggestions: send, answer, read who wrote."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from disclosure.models import Publication, Suggestion
from foundation import access, audit, lookup_codes
from foundation.access import Capability
from foundation.clock import local_now
from foundation.numbering import next_number
from foundation.readings import record_reading
from foundation.workflow import Conflict, Refused

if TYPE_CHECKING:
    from foundation.people import User


@dataclass(frozen=True)
class SuggestionEntry:
    """What somebody wrote."""

    kind: str
    about: str
    text: str
    evidence: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""


def send_suggestion(entry: SuggestionEntry, *, token: uuid.UUID, today: dt.date) -> tuple[Suggestion, str]:
    """Keep what was written and return it with its look-up code.

    The same token sent twice (double click, repeated sending) gives the same number and code.
    """
    code = lookup_codes.code_for(token)
    known = Suggestion.objects.filter(token=token).first()
    if known is not None:
        return known, code
    try:
        with transaction.atomic():
            number = f"JY{today.year}-{next_number(f'disclosure-suggestion/{today.year}'):05d}"
            made = Suggestion.objects.create(
                number=number, token=token, code_digest=lookup_codes.digest(code, number), **asdict(entry)
            )
            audit.record(audit.Act.SUGGESTION_SENT, actor=None, target=made, detail={"kind": entry.kind})
    except IntegrityError:
        twin = Suggestion.objects.filter(token=token).first()
        if twin is None:
            raise
        return twin, code
    return made, code


def answer_suggestion(
    suggestion: Suggestion, *, outcome: str, answer: str, publication: Publication | None, actor: User
) -> None:
    """Answer once; whoever has number and code reads the answer.

    Raises PermissionDenied, Refused without an answer, Conflict when somebody answered in the meantime.
    """
    access.require(actor, Capability.HANDLE_REQUESTS)
    if not answer.strip():
        raise Refused(_("Write an answer; the person who wrote reads it."))
    with transaction.atomic():
        locked = Suggestion.objects.select_for_update(of=("self",)).get(pk=suggestion.pk)
        if locked.answered_at is not None:
            raise Conflict(_("This was answered in the meantime."))
        locked.outcome, locked.answer, locked.publication = outcome, answer.strip(), publication
        locked.answered_at, locked.answered_by = local_now(), actor
        locked.save(update_fields=["outcome", "answer", "publication", "answered_at", "answered_by"])
        audit.record(audit.Act.SUGGESTION_ANSWERED, actor=actor, target=locked, detail={"outcome": outcome})


def read_writer(suggestion: Suggestion, *, occasion: str, actor: User) -> Suggestion:
    """Return the suggestion with everything that names its writer; the reading and its occasion are recorded.

    Raises PermissionDenied for everybody but disclosure officers, Refused without an occasion.
    """
    access.require(actor, Capability.HANDLE_REQUESTS)
    record_reading(suggestion, occasion, actor=actor)
    return suggestion
