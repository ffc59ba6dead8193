"""Bringing a folder of official texts in as drafts, as often as one likes, and releasing what came in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from django.db import connection, transaction
from django.utils.translation import gettext as _

from disclosure.actions.drafts import number_draft
from disclosure.document_files import MOST_BYTES, BadText, FileText, read_text
from disclosure.models import Column, IssuingBody, Publication
from foundation import access, audit
from foundation.clock import local_now
from foundation.publishing.sets import release_set
from foundation.publishing.states import Stage

if TYPE_CHECKING:
    from foundation.people import User

ENDINGS: Final = frozenset({".md", ".txt"})
_ONE_AT_A_TIME: Final = 711_020_190_515
"""Key of the lock that makes imports of texts queue up: two at once would both find nothing there."""
_TAKEN_OVER: Final = ("title", "document_number", "issued_on", "effective_on", "summary", "text")
"""Fields that a file decides; the rest of a draft is the editors'."""


@dataclass
class Outcome:
    """What became of the files of a folder."""

    created: list[Publication] = field(default_factory=list)
    changed: list[Publication] = field(default_factory=list)
    unchanged: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    """Names of files that were left out, each with the sentence that says why."""

    @property
    def total(self) -> int:
        """How many documents the folder stands for now."""
        return len(self.created) + len(self.changed) + self.unchanged


def text_files(folder: Path) -> list[Path]:
    """Return the files of a folder that may hold texts, by name."""
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in ENDINGS and path.is_file())


def import_texts(
    paths: Iterable[Path], *, body: IssuingBody, column: Column, kind: str, actor: User, today: dt.date
) -> Outcome:
    """Take the texts of files in as drafts, in one transaction, and tell what became of each file.

    A file is known by its name, or by title and text under another name: a second run makes no doubles.  A text that
    has changed becomes the new draft of its publication, whose public page stays until that is released.  What
    somebody else edited or submitted since is left alone.  Files that cannot be taken in are named and do not stop
    the others.  Raises PermissionDenied unless the actor may edit in the department of the body.
    """
    access.require(actor, access.Capability.EDIT_CONTENT, body.department_id)
    outcome = Outcome()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
        texts = list(_read(paths, outcome))
        names = {text.name for text in texts}
        for text in texts:
            known = _known(text, body, names)
            if known is None:
                outcome.created.append(_create(text, body, column, kind, actor, today))
            else:
                _update(known, text, actor, outcome)
        written = [*outcome.created, *outcome.changed]
        if written:
            checksum = audit.list_checksum(f"{draft.pk}:{draft.import_name}" for draft in written)
            detail = {"created": len(outcome.created), "changed": len(outcome.changed), "sha256": checksum}
            audit.record(audit.Act.IMPORTED, actor=actor, department_id=body.department_id, detail=detail)
    return outcome


def release_imported(*, importer: User, actor: User, reason: str) -> tuple[int, list[str]]:
    """Release all imported drafts that stand as the import left them; return how many, and what was held back.

    The rules are those of every release: a second person, the right in each department, a reason for gaps.
    """
    drafts = Publication.objects.exclude(import_name="").filter(stage=Stage.EDITING, updated_by=importer)
    blocked: list[str] = []
    released = release_set(
        list(drafts.order_by("pk")),
        submitter=importer,
        actor=actor,
        reason=reason,
        blocked=lambda record, why: blocked.append(f"{record}: {why}"),
    )
    return released, blocked


def _read(paths: Iterable[Path], outcome: Outcome) -> Iterator[FileText]:
    for path in paths:
        try:
            with path.open("rb") as file:
                yield read_text(path.name, file.read(MOST_BYTES + 1))
        except BadText as error:
            outcome.refused.append((path.name, str(error)))
        except OSError as error:
            outcome.refused.append((path.name, _("The file cannot be read: %s") % (error.strerror or error)))


def _known(text: FileText, body: IssuingBody, names: set[str]) -> Publication | None:
    """Return the publication that a file stands for: by its name, by title and text, or by the title alone.

    The title alone tells only for texts that did not come from a file, as two versions of a text carry one title.
    """
    publications = Publication.objects.select_for_update(of=("self",))
    by_name = publications.filter(import_name=text.name).first()
    if by_name is not None:
        return by_name
    same = publications.filter(index_number__body=body, title=text.title)
    moved = same.filter(text=text.text).exclude(import_name__in=names).first()
    return moved or same.filter(import_name="").first()


def _create(text: FileText, body: IssuingBody, column: Column, kind: str, actor: User, today: dt.date) -> Publication:
    draft = Publication(
        column=column,
        kind=kind,
        import_name=text.name,
        written_on=text.issued_on,
        updated_by=actor,
        **{name: getattr(text, name) for name in _TAKEN_OVER},
    )
    number_draft(draft, body, on=today)
    draft.save()
    return draft


def _update(draft: Publication, text: FileText, actor: User, outcome: Outcome) -> None:
    if draft.import_name != text.name:
        draft.import_name = text.name
        draft.save(update_fields=["import_name"])
    if all(getattr(draft, name) == getattr(text, name) for name in _TAKEN_OVER):
        outcome.unchanged += 1
        return
    obstacle = _obstacle(draft, actor)
    if obstacle:
        outcome.refused.append((text.name, obstacle))
        return
    for name in _TAKEN_OVER:
        setattr(draft, name, getattr(text, name))
    draft.written_on = text.issued_on
    draft.edit_version += 1
    draft.updated_at, draft.updated_by = local_now(), actor
    draft.save()
    outcome.changed.append(draft)


def _obstacle(draft: Publication, actor: User) -> str:
    """Return why a changed text may not become the draft; nothing where it may."""
    if draft.stage != Stage.EDITING:
        return _("The text has changed, but its publication is “%(stage)s”; decide on it first.") % {
            "stage": draft.get_stage_display()
        }
    if draft.updated_by_id not in (None, actor.pk):
        return _("The text has changed, but %(who)s edited the draft since; nothing was overwritten.") % {
            "who": draft.updated_by
        }
    return ""
