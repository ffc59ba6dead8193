"""Database guards: audit trail, files and revisions are append-only, known addresses stay, whoever is connected."""

from typing import ClassVar

from django.db import migrations

_GUARDS = """
CREATE FUNCTION foundation_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Test runs empty tables between tests: in a database of that name, and saying so.
    IF TG_OP = 'TRUNCATE' AND current_database() ^@ 'test_'
       AND current_setting('portal.allow_truncate', true) = 'on' THEN
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
-- Revisions name files inside their documents, where no foreign key protects them.
CREATE TRIGGER storedfile_kept BEFORE DELETE ON foundation_storedfile
    FOR EACH ROW EXECUTE FUNCTION foundation_refuse();
CREATE TRIGGER storedfile_no_truncate BEFORE TRUNCATE ON foundation_storedfile
    FOR EACH STATEMENT EXECUTE FUNCTION foundation_refuse();

CREATE FUNCTION foundation_guard_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.record_id, NEW.number, NEW.schema_version, NEW.checksum, NEW.document, NEW.gaps, NEW.leaks,
        NEW.change_note, NEW.submitted_by_id, NEW.submitted_at, NEW.edited_by_id)
       IS DISTINCT FROM
       (OLD.record_id, OLD.number, OLD.schema_version, OLD.checksum, OLD.document, OLD.gaps, OLD.leaks,
        OLD.change_note, OLD.submitted_by_id, OLD.submitted_at, OLD.edited_by_id) THEN
        RAISE EXCEPTION 'a submitted revision never changes; submit a new one'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (OLD.live_from IS NOT NULL AND NEW.live_from IS DISTINCT FROM OLD.live_from)
       OR (OLD.live_until IS NOT NULL AND NEW.live_until IS DISTINCT FROM OLD.live_until) THEN
        RAISE EXCEPTION 'the public life of a revision is a fact and never changes'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.live_from IS NOT NULL
       AND (NEW.decision, NEW.decided_by_id, NEW.decided_at, NEW.decision_note, NEW.scheduled_for)
           IS DISTINCT FROM
           (OLD.decision, OLD.decided_by_id, OLD.decided_at, OLD.decision_note, OLD.scheduled_for) THEN
        RAISE EXCEPTION 'the decision on a published revision never changes'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.live_until IS NOT NULL
       AND (NEW.retired_by_id, NEW.retire_reason) IS DISTINCT FROM (OLD.retired_by_id, OLD.retire_reason) THEN
        RAISE EXCEPTION 'the withdrawal of a revision never changes'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

-- An address that the public or a reviewer may know stays.
CREATE FUNCTION foundation_guard_address() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE known boolean;
BEGIN
    EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE record_id = $1 AND decision IN (''open'', ''released''))',
                   TG_ARGV[0]) INTO known USING OLD.id;
    IF known THEN
        RAISE EXCEPTION 'the address of a submitted or published record never changes'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

-- A code that a waiting or released document quotes stays: the pages made from it link there.  The second
-- argument names the part of the document, one quoted row or a list of them.
CREATE FUNCTION foundation_guard_quoted_code() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    one jsonb := jsonb_build_object('code', OLD.code);
    known boolean;
BEGIN
    EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE decision IN (''open'', ''released'')'
                   ' AND (document @> $1 OR document @> $2))', TG_ARGV[0])
       INTO known
      USING jsonb_build_object(TG_ARGV[1], one), jsonb_build_object(TG_ARGV[1], jsonb_build_array(one));
    IF known THEN
        RAISE EXCEPTION 'the code of a quoted % never changes', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""

_UNDO = """
DROP TRIGGER auditentry_append_only ON foundation_auditentry;
DROP TRIGGER auditentry_no_truncate ON foundation_auditentry;
DROP TRIGGER storedfile_immutable ON foundation_storedfile;
DROP TRIGGER storedfile_kept ON foundation_storedfile;
DROP TRIGGER storedfile_no_truncate ON foundation_storedfile;
DROP FUNCTION foundation_guard_quoted_code();
DROP FUNCTION foundation_guard_address();
DROP FUNCTION foundation_guard_revision();
DROP FUNCTION foundation_guard_file();
DROP FUNCTION foundation_refuse();
"""


class Migration(migrations.Migration):
    """Adds the guards."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("foundation", "0001_initial")]
    operations: ClassVar[list[migrations.RunSQL]] = [migrations.RunSQL(_GUARDS, _UNDO)]
