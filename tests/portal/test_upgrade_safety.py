"""Migrations that the running version would stumble over are named."""

from pathlib import Path

import pytest
from django.db import models
from django.db.migrations import Migration, operations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

from portal.upgrade_safety import problems, released

UNIQUE = models.UniqueConstraint(fields=["name"], name="item_name_unique")
KNOWN = {("shop", "0001_initial")}


def found(*wanted: Operation, app: str = "shop", **attributes: bool) -> list[str]:
    migration = type("Migration", (Migration,), {"operations": list(wanted), **attributes})("0002_change", app)
    return list(problems([migration], KNOWN))


def test_our_migrations_leave_the_running_version_in_peace() -> None:
    loader = MigrationLoader(connection=None, ignore_no_migrations=True)
    assert list(problems(loader.disk_migrations.values(), released())) == []


@pytest.mark.parametrize(
    "operation",
    [
        operations.RemoveField("item", "name"),
        operations.DeleteModel("item"),
        operations.RenameField("item", "name", "title"),
        operations.RenameModel("item", "thing"),
        operations.AddField("item", "count", models.IntegerField(default=0)),
        operations.AlterField("item", "count", models.IntegerField()),
        operations.AddConstraint("item", UNIQUE),
    ],
    ids=lambda operation: type(operation).__name__,
)
def test_what_the_old_version_would_miss_is_named(operation: Operation) -> None:
    assert len(found(operation)) == 1
    assert found(operation, app="unknown") == [], "nobody runs an app that was never released"


@pytest.mark.parametrize(
    "operation",
    [
        operations.AddField("item", "count", models.IntegerField(null=True)),
        operations.AddField("item", "count", models.IntegerField(db_default=0)),
        operations.AddIndex("item", models.Index(fields=["name"], name="item_name")),
        operations.CreateModel("other", [("id", models.BigAutoField(primary_key=True))]),
    ],
    ids=["empty", "default", "index", "table"],
)
def test_what_the_old_version_does_not_notice_passes(operation: Operation) -> None:
    assert found(operation) == []


def test_a_column_of_a_new_table_is_nobodys_and_what_is_unused_may_go() -> None:
    table = operations.CreateModel("other", [("id", models.BigAutoField(primary_key=True))])
    assert found(table, operations.AddField("other", "name", models.TextField())) == []
    assert found(table, operations.AddConstraint("other", UNIQUE)) == []
    assert found(operations.AddConstraint("item", UNIQUE), kept_by_running_version=True) == []
    assert found(operations.RemoveField("item", "name"), unused_by_running_version=True) == []


def test_the_list_of_a_release_is_read(tmp_path: Path) -> None:
    file = tmp_path / "released.txt"
    file.write_text("# of June\nshop 0001_initial\n\n", encoding="utf-8")
    assert released(file) == KNOWN
