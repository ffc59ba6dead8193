"""Database guards: the audit trail and revisions are append-only, whoever is connected."""

from typing import ClassVar

from django.db import migrations

_GUARDS = """
CREATE FUNCTION foundation_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Test runs empty tables between tests; they say so in their connection options.
    IF TG_OP = 'TRUNCATE' AND current_setting('portal.allow_truncate', true) = 'on' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '% on % is refused: the table is append-only', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER auditentry_append_only BEFORE UPDATE OR DELETE ON foundation_auditentry
    FOR EACH ROW EXECUTE FUNCTION foundation_refuse();
CREATE TRIGGER auditentry_no_truncate BEFORE TRUNCATE ON foundation_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION foundation_refuse();

CREATE FUNCTION foundation_guard_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a stored file never changes; store a new one'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER storedfile_immutable BEFORE UPDATE ON foundation_storedfile
    FOR EACH ROW EXECUTE FUNCTION foundation_guard_file();

CREATE FUNCTION foundation_guard_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.record_id, NEW.number, NEW.schema_version, NEW.checksum, NEW.document, NEW.gaps, NEW.change_note,
        NEW.submitted_by_id, NEW.submitted_at)
       IS DISTINCT FROM
       (OLD.record_id, OLD.number, OLD.schema_version, OLD.checksum, OLD.document, OLD.gaps, OLD.change_note,
        OLD.submitted_by_id, OLD.submitted_at) THEN
        RAISE EXCEPTION 'a submitted revision never changes; submit a new one'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (OLD.live_from IS NOT NULL AND NEW.live_from IS DISTINCT FROM OLD.live_from)
       OR (OLD.live_until IS NOT NULL AND NEW.live_until IS DISTINCT FROM OLD.live_until) THEN
        RAISE EXCEPTION 'the public life of a revision is a fact and never changes'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""

_UNDO = """
DROP TRIGGER auditentry_append_only ON foundation_auditentry;
DROP TRIGGER auditentry_no_truncate ON foundation_auditentry;
DROP TRIGGER storedfile_immutable ON foundation_storedfile;
DROP FUNCTION foundation_guard_revision();
DROP FUNCTION foundation_guard_file();
DROP FUNCTION foundation_refuse();
"""


class Migration(migrations.Migration):
    """Adds the guards."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("foundation", "0001_initial")]
    operations: ClassVar[list[migrations.RunSQL]] = [migrations.RunSQL(_GUARDS, _UNDO)]
