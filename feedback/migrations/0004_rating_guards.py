"""A rating that was given, and a step that was done, never change, whoever is connected."""

from typing import ClassVar

from django.db import migrations

_GUARDS = """
CREATE FUNCTION feedback_guard_rating() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.token, NEW.number, NEW.reply_id, NEW.window_id, NEW.department_id, NEW.grade, NEW.aspects, NEW.rated_on,
        NEW.is_named, NEW.consents_to_publication)
       IS DISTINCT FROM
       (OLD.token, OLD.number, OLD.reply_id, OLD.window_id, OLD.department_id, OLD.grade, OLD.aspects, OLD.rated_on,
        OLD.is_named, OLD.consents_to_publication)
       OR (OLD.re_grade <> '' AND NEW.re_grade <> OLD.re_grade) THEN
        RAISE EXCEPTION 'a rating that was given never changes' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER rating_unchanged BEFORE UPDATE ON feedback_rating
    FOR EACH ROW EXECUTE FUNCTION feedback_guard_rating();
CREATE TRIGGER rating_kept BEFORE DELETE ON feedback_rating
    FOR EACH ROW EXECUTE FUNCTION foundation_refuse();
CREATE TRIGGER ratingstep_unchanged BEFORE UPDATE OR DELETE ON feedback_ratingstep
    FOR EACH ROW EXECUTE FUNCTION foundation_refuse();
"""

_UNDO = """
DROP TRIGGER rating_unchanged ON feedback_rating;
DROP TRIGGER rating_kept ON feedback_rating;
DROP TRIGGER ratingstep_unchanged ON feedback_ratingstep;
DROP FUNCTION feedback_guard_rating();
"""


class Migration(migrations.Migration):
    """Adds the guards."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("feedback", "0003_ratings")]
    operations: ClassVar[list[migrations.RunSQL]] = [migrations.RunSQL(_GUARDS, _UNDO)]
