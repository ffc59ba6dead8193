"""What came in, what happened and what was issued never changes, whoever is connected."""

from typing import ClassVar

from django.db import migrations

_GUARDS = """
CREATE TRIGGER submission_unchanged BEFORE UPDATE ON disclosure_submission
    FOR EACH ROW EXECUTE FUNCTION foundation_refuse();

CREATE FUNCTION disclosure_guard_fact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.request_id, NEW.kind, NEW."on", NEW.days, NEW.until, NEW.consultation_id, NEW.evidence, NEW.recorded_at,
        NEW.recorded_by_id)
       IS DISTINCT FROM
       (OLD.request_id, OLD.kind, OLD."on", OLD.days, OLD.until, OLD.consultation_id, OLD.evidence, OLD.recorded_at,
        OLD.recorded_by_id) OR OLD.void_reason <> '' THEN
        RAISE EXCEPTION 'a fact of the clock never changes; strike it out and record another'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER clockfact_unchanged BEFORE UPDATE ON disclosure_clockfact
    FOR EACH ROW EXECUTE FUNCTION disclosure_guard_fact();
CREATE TRIGGER clockfact_kept BEFORE DELETE ON disclosure_clockfact
    FOR EACH ROW EXECUTE FUNCTION foundation_refuse();

CREATE FUNCTION disclosure_guard_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.stage = 'released' THEN
        RAISE EXCEPTION 'a released decision never changes; an overturned one opens a new handling'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER decision_unchanged BEFORE UPDATE OR DELETE ON disclosure_decision
    FOR EACH ROW EXECUTE FUNCTION disclosure_guard_decision();

CREATE FUNCTION disclosure_guard_decision_part() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE released boolean;
BEGIN
    SELECT stage = 'released' INTO released FROM disclosure_decision
        WHERE id = CASE TG_OP WHEN 'INSERT' THEN NEW.decision_id ELSE OLD.decision_id END;
    IF released THEN
        RAISE EXCEPTION 'a released decision never changes; an overturned one opens a new handling'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER decisionitem_unchanged BEFORE INSERT OR UPDATE OR DELETE ON disclosure_decisionitem
    FOR EACH ROW EXECUTE FUNCTION disclosure_guard_decision_part();
CREATE TRIGGER decisionfile_unchanged BEFORE INSERT OR UPDATE OR DELETE ON disclosure_decisionfile
    FOR EACH ROW EXECUTE FUNCTION disclosure_guard_decision_part();

CREATE TRIGGER letter_unchanged BEFORE UPDATE OR DELETE ON disclosure_letter
    FOR EACH ROW EXECUTE FUNCTION foundation_refuse();
"""

_UNDO = """
DROP TRIGGER submission_unchanged ON disclosure_submission;
DROP TRIGGER clockfact_unchanged ON disclosure_clockfact;
DROP TRIGGER clockfact_kept ON disclosure_clockfact;
DROP TRIGGER decision_unchanged ON disclosure_decision;
DROP TRIGGER decisionitem_unchanged ON disclosure_decisionitem;
DROP TRIGGER decisionfile_unchanged ON disclosure_decisionfile;
DROP TRIGGER letter_unchanged ON disclosure_letter;
DROP FUNCTION disclosure_guard_decision_part();
DROP FUNCTION disclosure_guard_decision();
DROP FUNCTION disclosure_guard_fact();
"""


class Migration(migrations.Migration):
    """Adds the guards."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("disclosure", "0002_register"), ("foundation", "0002_guards")]
    operations: ClassVar[list[migrations.RunSQL]] = [migrations.RunSQL(_GUARDS, _UNDO)]
