"""How a verb changes a record: lock, check, change, save the changed columns, record, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from foundation import access, audit

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from foundation.people import User

RecordT = TypeVar("RecordT", bound=models.Model)


class DomainError(Exception):
    """A verb cannot be done; the message is a sentence for the person who tried."""

    def __init__(self, message: StrOrPromise) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


class Conflict(DomainError):
    """Somebody else was quicker, or the record is in another state by now."""


class Refused(DomainError):
    """A rule of the office forbids it."""


@dataclass(frozen=True)
class Transition:
    """One row of a state table: which stages a verb starts from, where it leads, who may do it."""

    sources: frozenset[str]
    target: str | None
    capability: str
    act: audit.Act


def perform(
    record: RecordT,
    transition: Transition,
    *,
    actor: User | None,
    change: Callable[[RecordT], Iterable[str]] | None = None,
    detail: dict[str, Any] | None = None,
) -> RecordT:
    """Carry out a transition on the locked row and return it.

    ``change`` gets the locked row, may alter it and returns the names of the columns it altered.
    An actor of None is the system itself (scheduled work), which needs no capability.
    Raises PermissionDenied, Conflict (wrong stage, or the row is gone) or what ``change`` raises; then
    nothing has happened.
    """
    with transaction.atomic():
        manager = type(record)._default_manager
        locked = manager.select_for_update(of=("self",)).filter(pk=record.pk).first()
        if locked is None:
            raise Conflict(_("Somebody deleted this record in the meantime."))
        if actor is not None:
            access.require(actor, transition.capability, getattr(locked, "department_id", None))
        stage = locked.stage  # type: ignore[attr-defined]
        if stage not in transition.sources:
            raise Conflict(
                _("Not possible now: the record is “%(stage)s”. Somebody may have acted in the meantime.")
                % {"stage": locked.get_stage_display()}  # type: ignore[attr-defined]
            )
        columns = set(change(locked)) if change is not None else set()
        if transition.target is not None and transition.target != stage:
            locked.stage = transition.target  # type: ignore[attr-defined]
            columns.add("stage")
        if columns:
            locked.save(update_fields=sorted(columns))
        audit.record(transition.act, actor=actor, target=locked, detail=detail)
    return locked
