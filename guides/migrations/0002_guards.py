"""Revisions of this app are append-only, whoever is connected."""

from typing import ClassVar

from django.db import migrations

_TABLES = ("guides_guiderevision",)


def _guard(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_immutable BEFORE UPDATE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION foundation_guard_revision();"
        f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION foundation_refuse();",
        f"DROP TRIGGER {table}_immutable ON {table}; DROP TRIGGER {table}_kept ON {table};",
    )


class Migration(migrations.Migration):
    """Adds the guards."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("guides", "0001_initial"), ("foundation", "0002_guards")]
    operations: ClassVar[list[migrations.RunSQL]] = [_guard(table) for table in _TABLES]
