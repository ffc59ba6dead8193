"""What the database itself holds for a kind of publishable record, as an operation for its migrations."""

from django.db import migrations


def guard_publishing(draft: str, address: str, revision: str) -> migrations.RunSQL:
    """Return the operation that guards a draft table, its address column and its revision table.

    Revisions are append-only; the address of a known draft and the code of a department that a document
    quotes stay.  The functions come from foundation's own guards.  Migrations that have run contain this
    text: it never changes, a further guard gets an operation of its own.
    """
    return migrations.RunSQL(
        f"CREATE TRIGGER {revision}_immutable BEFORE UPDATE ON {revision}"
        " FOR EACH ROW EXECUTE FUNCTION foundation_guard_revision();"
        f"CREATE TRIGGER {revision}_kept BEFORE DELETE ON {revision}"
        " FOR EACH ROW EXECUTE FUNCTION foundation_refuse();"
        f"CREATE TRIGGER {revision}_no_truncate BEFORE TRUNCATE ON {revision}"
        " FOR EACH STATEMENT EXECUTE FUNCTION foundation_refuse();"
        f"CREATE TRIGGER {draft}_address BEFORE UPDATE OF {address} ON {draft}"
        f" FOR EACH ROW WHEN (OLD.{address} IS DISTINCT FROM NEW.{address})"
        f" EXECUTE FUNCTION foundation_guard_address('{revision}');"
        f"CREATE TRIGGER {revision}_department BEFORE UPDATE OF code ON foundation_department"
        " FOR EACH ROW WHEN (OLD.code IS DISTINCT FROM NEW.code)"
        f" EXECUTE FUNCTION foundation_guard_quoted_code('{revision}', 'department');",
        f"DROP TRIGGER {revision}_immutable ON {revision}; DROP TRIGGER {revision}_kept ON {revision};"
        f"DROP TRIGGER {revision}_no_truncate ON {revision}; DROP TRIGGER {draft}_address ON {draft};"
        f"DROP TRIGGER {revision}_department ON foundation_department;",
    )
