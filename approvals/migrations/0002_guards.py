"""Revisions of this app are append-only, and known addresses stay, whoever is connected."""

from typing import ClassVar

from django.db import migrations

_KINDS = (
    ("approvals_item", "code", "approvals_itemrevision"),
    ("approvals_flow", "slug", "approvals_flowrevision"),
)
"""Draft table, its address column, its revision table."""


def _guard(draft: str, address: str, revision: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER {revision}_immutable BEFORE UPDATE ON {revision}"
        " FOR EACH ROW EXECUTE FUNCTION foundation_guard_revision();"
        f"CREATE TRIGGER {revision}_kept BEFORE DELETE ON {revision}"
        " FOR EACH ROW EXECUTE FUNCTION foundation_refuse();"
        f"CREATE TRIGGER {revision}_no_truncate BEFORE TRUNCATE ON {revision}"
        " FOR EACH STATEMENT EXECUTE FUNCTION foundation_refuse();"
        f"CREATE TRIGGER {draft}_address BEFORE UPDATE OF {address} ON {draft}"
        f" FOR EACH ROW WHEN (OLD.{address} IS DISTINCT FROM NEW.{address})"
        f" EXECUTE FUNCTION foundation_guard_address('{revision}');",
        f"DROP TRIGGER {revision}_immutable ON {revision}; DROP TRIGGER {revision}_kept ON {revision};"
        f"DROP TRIGGER {revision}_no_truncate ON {revision}; DROP TRIGGER {draft}_address ON {draft};",
    )


class Migration(migrations.Migration):
    """Adds the guards."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("approvals", "0001_initial"), ("foundation", "0002_guards")]
    operations: ClassVar[list[migrations.RunSQL]] = [_guard(*kind) for kind in _KINDS]
