"""Removing personal data: every night what is past its period, and at once what a person may have removed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from foundation import audit
from foundation.months import add_months
from foundation.personal_files import Removal
from foundation.retention.kinds import PersonalKind, all_kinds
from foundation.retention.models import RetentionRule, Tombstone
from foundation.workflow import Conflict

AT_ONCE: Final = 500


def load_rules(basis: str) -> int:
    """Enter the first rule of each kind that has none, with a basis; return how many are new."""
    made = [
        RetentionRule.objects.get_or_create(kind=kind.code, defaults={"months": kind.months, "basis": basis})[1]
        for kind in all_kinds().values()
    ]
    return sum(made)


def past_period(kind: PersonalKind, rule: RetentionRule, today: dt.date) -> QuerySet[Any]:
    """Return the records whose period is over and whose data is still there."""
    return _standing(kind).filter(ended_on__lte=add_months(today, -rule.months))


def apply_retention(today: dt.date, *, only_look: bool = False) -> Iterator[tuple[PersonalKind, int]]:
    """Yield each kind with the number of records past their period, and remove their personal data.

    Each record is a transaction of its own: an interruption loses nothing, the next night goes on.
    """
    rules = {rule.kind: rule for rule in RetentionRule.objects.all()}
    for kind in all_kinds().values():
        if (rule := rules.get(kind.code)) is None:
            continue
        past, done, last = past_period(kind, rule, today).order_by("pk"), 0, 0
        if only_look:
            yield kind, past.count()
            continue
        while pks := list(past.filter(pk__gt=last).values_list("pk", flat=True)[:AT_ONCE]):
            for pk in pks:
                done += _forget(kind, pk, Removal.RETENTION, today, months=rule.months)
            last = pks[-1]
        yield kind, done


def may_forget(kind: PersonalKind, record: Any, today: dt.date) -> bool:
    """Tell whether the person may have the data of this record removed now."""
    return _standing(kind).filter(pk=record.pk, ended_on__lte=add_months(today, -kind.held_months)).exists()


def forget_on_request(kind: PersonalKind, record: Any, today: dt.date) -> None:
    """Remove the data of a record because the person asks for it (个人信息保护法 art. 47).

    Raises:
        Conflict: the matter is not over yet, or somebody may still go to law, or it is done already.

    """
    if not may_forget(kind, record, today) or not _forget(kind, record.pk, Removal.ASKED_FOR, today):
        raise Conflict(_("This cannot be deleted now: the matter is not over yet, or it was deleted already."))


def _standing(kind: PersonalKind) -> QuerySet[Any]:
    """Return the ended records without a tombstone."""
    rows: QuerySet[Any] = kind.ended().annotate(number_text=Cast(kind.number, CharField()))
    return rows.filter(~Exists(Tombstone.objects.filter(kind=kind.code, number=OuterRef("number_text"))))


@transaction.atomic
def _forget(kind: PersonalKind, pk: int, why: Removal, today: dt.date, *, months: int | None = None) -> bool:
    """Remove, unless somebody did in the meantime; return whether it was done here."""
    record = kind.ended().filter(pk=pk).select_for_update(of=("self",)).first()
    if record is None:
        return False
    _stone, is_new = Tombstone.objects.get_or_create(
        kind=kind.code, number=kind.number_of(record), defaults={"removed_on": today, "why": why, "months": months}
    )
    if is_new:
        kind.forget(record, why)
        audit.record(audit.Act.PERSONAL_REMOVED, actor=None, target=record, detail={"reason": why.value})
    return is_new
