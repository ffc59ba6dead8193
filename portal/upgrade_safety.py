"""Whether migrations leave the running version in peace: the old one writes while the new tables are there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from django.db import models
from django.db.migrations import Migration, operations
from django.db.migrations.operations.base import Operation
from django.db.models.fields import NOT_PROVIDED

RELEASED: Final = Path(__file__).with_name("released_migrations.txt")
_TAKEN_AWAY: Final = (
    operations.RemoveField,
    operations.DeleteModel,
    operations.RenameField,
    operations.RenameModel,
    operations.AlterModelTable,
)


def released(file: Path = RELEASED) -> set[tuple[str, str]]:
    """Return app and name of every migration that a running site may have."""
    lines = (line.split() for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {(words[0], words[1]) for words in lines if len(words) == 2}


def problems(migrations: Iterable[Migration], known: set[tuple[str, str]]) -> Iterator[str]:
    """Yield a sentence for each operation of an unreleased migration that the released version would stumble over.

    An app without any released migration is new as a whole: nothing runs that knows its tables.  A migration that takes
    away what the release before no longer uses says so with ``unused_by_running_version = True``; one that
    demands what the release before keeps to already, with ``kept_by_running_version = True``.
    """
    running = {app for app, _name in known}
    for migration in migrations:
        place = (migration.app_label, migration.name)
        if place in known or migration.app_label not in running:
            continue
        made = {one.name_lower for one in migration.operations if isinstance(one, operations.CreateModel)}
        for operation in migration.operations:
            if what := _trouble(operation, made, migration):
                yield f"{migration.app_label}.{migration.name}: {operation.describe()}: {what}"


def _trouble(operation: Operation, made: set[str], migration: Migration) -> str:
    if isinstance(operation, operations.AddConstraint):
        if operation.model_name_lower in made or getattr(migration, "kept_by_running_version", False):
            return ""
        return "the running version may write what it refuses: keep to it in one release, demand it in the next"
    if isinstance(operation, operations.AddField | operations.AlterField):
        if operation.model_name_lower in made or _takes_nothing(operation.field):
            return ""
        return "the running version writes rows without a value: give the column a db_default, or let it be empty"
    if isinstance(operation, _TAKEN_AWAY) and not getattr(migration, "unused_by_running_version", False):
        return "the running version still uses it: stop using it in one release, take it away in the next"
    return ""


def _takes_nothing(field: models.Field[object, object]) -> bool:
    """Tell whether a row without the column gets into the table."""
    return field.null or field.many_to_many or field.generated or field.db_default is not NOT_PROVIDED
