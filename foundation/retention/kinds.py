"""The kinds of records that hold personal data; each app says what is personal in its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db import models

from foundation.personal_files import PersonalFile, Removal, remove_personal

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Part = tuple[models.Model, Sequence[str]]
"""A row, and the names of its columns that somebody gave us."""


def _none(_record: Any) -> Iterable[Any]:
    return ()


@dataclass(frozen=True)
class PersonalKind:
    """What of one kind of record is personal, when it may go, and how."""

    code: str
    label: StrOrPromise
    goes: StrOrPromise
    """What a removal takes away, for people."""
    stays: StrOrPromise
    """What stays all the same, and why."""
    months: int
    """The period of the first rule, in months after the end; the office changes it."""
    ended: Callable[[], models.QuerySet[Any]]
    """Records whose matter is over and that nothing holds back, with ``ended_on``."""
    forget: Callable[[Any, Removal], None]
    """Takes the personal data of a locked record away, in the caller's transaction."""
    parts: Callable[[Any], Iterable[Part]]
    files: Callable[[Any], Iterable[PersonalFile]] = _none
    number: str = "number"
    held_months: int = 0
    """So many months after the end it is kept even from who asks: somebody may still go to law."""

    def number_of(self, record: Any) -> str:
        """Return what a record is called for good."""
        return str(getattr(record, self.number))


_kinds: Final[dict[str, PersonalKind]] = {}


def register(*kinds: PersonalKind) -> None:
    """Add the kinds of an app; called when the app is ready."""
    _kinds.update({kind.code: kind for kind in kinds})


def all_kinds() -> Mapping[str, PersonalKind]:
    """Return the kinds by their codes."""
    return _kinds


def label_of(code: str) -> str:
    """Return how a kind is called; its code where its app is gone."""
    kind = _kinds.get(code)
    return str(kind.label) if kind else code


def empty(record: models.Model, *names: str) -> None:
    """Empty columns of a row."""
    for name in names:
        setattr(record, name, "")
    record.save(update_fields=names)


def remove_files(files: Iterable[PersonalFile], why: Removal) -> None:
    """Remove the files that are still there."""
    for stored in files:
        if stored.removed_at is None:
            remove_personal(stored, actor=None, reason=why)
