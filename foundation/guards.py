"""Putting the guards of a table aside for a moment, for the two acts that they do not mean: new keys and retention."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import connection, models, transaction

PATIENCE: Final = "10s"
"""So long other writers of the table are waited for."""


@contextmanager
def guards_aside(model: type[models.Model]) -> Iterator[None]:
    """Within one transaction, let rows of a table be written that otherwise never change.

    The lock that this takes keeps all other writers of the table out, readers not; so do little inside.
    Raises OperationalError when other writers keep the table for longer than ``PATIENCE``.
    """
    table = connection.ops.quote_name(model._meta.db_table)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks still to be done cannot be altered
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
