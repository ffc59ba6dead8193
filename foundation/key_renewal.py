"""Writes everything encrypted anew under the newest key, so that an older one can be taken away.

What is covered: encrypted columns, the fingerprints beside them, the digests of codes, files about persons. Nothing
is lost by an interruption: what is under the newest key already is left alone, and a second run goes on. Tables whose
rows never change are written all the same: what a row says does not change by it, and for the moment of each batch
the guards of that one table are put aside in the transaction, behind a lock that keeps all other writers out.

Not covered: uploads of tables between preview and confirmation, which live for a day, and sketches of message texts,
which serve for weeks; so take an old key away a day later.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from django.apps import apps
from django.db import models, transaction
from django.db.models import Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from foundation import audit, lookup_codes
from foundation.encryption import (
    CannotDecrypt,
    EncryptedTextField,
    blind_index,
    decrypt,
    encrypt,
    encrypted_fields,
    key_of,
)
from foundation.guards import guards_aside
from foundation.personal_files import PersonalFile, write_anew

AT_ONCE: Final = 500
"""Rows that one transaction writes."""
CODE: Final = "code_digest"

Row = dict[str, Any]


@dataclass
class Account:
    """What was found in one table or folder."""

    name: str
    keys: Counter[int] = field(default_factory=Counter)
    """Values by the place of the key that reads them: 0 is the newest."""
    renewed: int = 0
    unreadable: list[str] = field(default_factory=list)
    """Primary keys of rows that no key reads."""
    codes_left: int = 0
    """Digests of codes that could not be made again: they open their cases only while the older key stays."""


def renew(*, only_look: bool = False) -> Iterator[Account]:
    """Yield what was found, table by table, and write it under the newest key unless ``only_look``.

    Raises:
        OperationalError: other writers kept a table busy for too long; run it again.

    """
    tables: dict[type[models.Model], list[EncryptedTextField]] = {}
    for column in encrypted_fields():
        tables.setdefault(column.model, []).append(column)
    for model in _models_with_codes():
        tables.setdefault(model, [])
    accounts = [_renew_table(model, columns, only_look) for model, columns in tables.items()]
    accounts.append(_renew_files(only_look))
    yield from accounts
    if any(account.renewed for account in accounts):
        with transaction.atomic():
            rows = sum(account.renewed for account in accounts)
            audit.record(audit.Act.KEYS_RENEWED, actor=None, detail={"rows": rows})


def _models_with_codes() -> Iterator[type[models.Model]]:
    yield from filter(_has_code, apps.get_models())


# Tables


def _renew_table(model: type[models.Model], columns: list[EncryptedTextField], only_look: bool) -> Account:
    account, last = Account(model._meta.label), 0
    while rows := _read(model, columns, after=last):
        last = rows[-1]["pk"]
        changes = {row["pk"]: change for row in rows if (change := _change(model, columns, row, account))}
        if changes and not only_look:
            account.renewed += _write(model, columns, list(changes), account)
    return account


def _read(
    model: type[models.Model], columns: list[EncryptedTextField], *, after: int = 0, pks: list[int] | None = None
) -> list[Row]:
    """Return rows with the tokens as they are stored, oldest first."""
    rows = model._base_manager.order_by("pk").annotate(
        **{f"raw_{column.name}": Cast(column.name, models.TextField()) for column in columns}
    )
    rows = rows.filter(pk__gt=after)[:AT_ONCE] if pks is None else rows.filter(pk__in=pks)
    names = [f"raw_{column.name}" for column in columns] + [column.index for column in columns if column.index]
    if _has_code(model):
        names += [CODE, "number", _token_of(model)]
    return list(rows.values("pk", *names))


def _change(
    model: type[models.Model], columns: list[EncryptedTextField], row: Row, account: Account | None = None
) -> dict[str, str]:
    """Return what has to be written anew of a row, and note in the account what was found."""
    account = account or Account("")
    changed: dict[str, str] = {}
    for column in columns:
        token = row[f"raw_{column.name}"]
        if not token:
            continue
        try:
            place = key_of(token)
        except CannotDecrypt:
            account.unreadable.append(f"{row['pk']} ({column.name})")
            continue
        account.keys[place] += 1
        if place:
            changed[column.name] = encrypt(decrypt(token))
        if column.index and row[column.index] and row[column.index] != (index := blind_index(decrypt(token))):
            changed[column.index] = index
    if _has_code(model) and row[CODE] and row[_token_of(model)]:
        digest = lookup_codes.digest(code := lookup_codes.code_for(row[_token_of(model)]), row["number"])
        if row[CODE] != digest and lookup_codes.matches(code, row["number"], row[CODE]):
            changed[CODE] = digest
        elif row[CODE] != digest:
            account.codes_left += 1
    return changed


def _write(model: type[models.Model], columns: list[EncryptedTextField], pks: list[int], account: Account) -> int:
    """Write rows anew, read again behind the lock; return how many."""
    written = 0
    with guards_aside(model):
        for row in _read(model, columns, pks=pks):
            if changed := _change(model, columns, row):
                values = {name: Value(value, output_field=models.TextField()) for name, value in changed.items()}
                written += model._base_manager.filter(pk=row["pk"]).update(**values)
    return written


def _has_code(model: type[models.Model]) -> bool:
    """Tell whether its rows are opened with number and code; codes of devices have no number and live for minutes."""
    return {CODE, "number"} <= {column.name for column in model._meta.local_fields}


def _token_of(model: type[models.Model]) -> str:
    """Return where the token stands from which the code of a row follows."""
    has_own = any(column.name == "token" for column in model._meta.local_fields)
    return "token" if has_own else "submission__token"


# Files


def _renew_files(only_look: bool) -> Account:
    account = Account(_("files about persons"))
    for stored in PersonalFile.objects.filter(removed_at=None).defer("name").order_by("pk").iterator():
        try:
            account.keys[max(stored.keys())] += 1
            account.renewed += not only_look and write_anew(stored)
        except CannotDecrypt:
            account.unreadable.append(str(stored.pk))
    return account
