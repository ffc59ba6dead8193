"""Copy a draft with all its rows into a new draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.db import transaction

from foundation import access, audit
from foundation.publishing.models import DraftChild, Publishable, new_key

if TYPE_CHECKING:
    from foundation.people import User

RecordT = TypeVar("RecordT", bound=Publishable)


def duplicate(record: RecordT, *, actor: User, **changes: Any) -> RecordT:
    """Return a new draft with the contents of another one; ``changes`` gives what must differ.

    The copy has no revisions and is not public.  Raises PermissionDenied unless the actor may edit in the
    department of the copy.
    """
    values = {f.attname: getattr(record, f.attname) for f in record._meta.concrete_fields if f.editable}
    values.pop(record._meta.pk.attname, None)
    copy = type(record)(**{**values, **changes, "updated_by": actor})
    access.require(actor, access.Capability.EDIT_CONTENT, copy.department_id)
    with transaction.atomic():
        copy.save()
        for relation in record._meta.many_to_many:
            getattr(copy, relation.name).set(getattr(record, relation.name).all())
        for name in record.children:
            _copy_rows(record, copy, name)
        audit.record(audit.Act.DRAFT_CREATED, actor=actor, target=copy, detail={"copied_from": record.pk})
    return copy


def _copy_rows(record: Publishable, copy: Publishable, name: str) -> None:
    rows: list[DraftChild] = list(getattr(record, name).all())
    owner = getattr(record, name).field.name
    for row in rows:
        row.pk, row.key = None, row.key if row.keeps_key else new_key()
        row._state.adding = True
        setattr(row, owner, copy)
    getattr(copy, name).bulk_create(rows)
