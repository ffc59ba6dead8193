"""Checks are added and never changed; what somebody reported stays as it was sent; whoever is connected."""

from typing import ClassVar

from django.db import migrations

_GUARDS = """
CREATE TRIGGER guidecheck_append_only BEFORE UPDATE OR DELETE ON guides_guidecheck
    FOR EACH ROW EXECUTE FUNCTION foundation_refuse();
CREATE FUNCTION guides_guard_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.number, NEW.token, NEW.guide_id, NEW.revision_id, NEW.source, NEW.part, NEW.received_on)
       IS DISTINCT FROM
       (OLD.number, OLD.token, OLD.guide_id, OLD.revision_id, OLD.source, OLD.part, OLD.received_on)
       OR (OLD.answered_at IS NOT NULL
           AND (NEW.answered_at, NEW.outcome, NEW.answer) IS DISTINCT FROM (OLD.answered_at, OLD.outcome, OLD.answer))
    THEN
        RAISE EXCEPTION 'a report of an error, and its answer, never change'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER errorreport_unchanged BEFORE UPDATE ON guides_errorreport
    FOR EACH ROW EXECUTE FUNCTION guides_guard_report();
"""

_UNDO = """
DROP TRIGGER errorreport_unchanged ON guides_errorreport;
DROP FUNCTION guides_guard_report();
DROP TRIGGER guidecheck_append_only ON guides_guidecheck;
"""


class Migration(migrations.Migration):
    """Adds the guards."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("guides", "0008_freshness")]
    operations: ClassVar[list[migrations.RunSQL]] = [migrations.RunSQL(_GUARDS, _UNDO)]
