"""What was written, what happened and what was sent never changes, whoever is connected."""

from typing import ClassVar

from django.db import migrations

_GUARDS = """
CREATE FUNCTION feedback_guard_message() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.token, NEW.number, NEW.subject, NEW.text, NEW.kind_as_sent, NEW.channel, NEW.received_at, NEW.received_on)
       IS DISTINCT FROM
       (OLD.token, OLD.number, OLD.subject, OLD.text, OLD.kind_as_sent, OLD.channel, OLD.received_at, OLD.received_on)
    THEN
        RAISE EXCEPTION 'what was written never changes' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.kind = 'report' AND EXISTS (
        SELECT 1 FROM feedback_assignment
        WHERE message_id = NEW.id AND department_id = NEW.about_id AND returned_at IS NULL AND ended_at IS NULL
    ) THEN
        RAISE EXCEPTION 'a report never lies with the unit that it is about'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER message_unchanged BEFORE UPDATE ON feedback_message
    FOR EACH ROW EXECUTE FUNCTION feedback_guard_message();

CREATE TRIGGER messagefact_unchanged BEFORE UPDATE OR DELETE ON feedback_messagefact
    FOR EACH ROW EXECUTE FUNCTION foundation_refuse();

CREATE FUNCTION feedback_guard_reply() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.stage = 'sent' THEN
        RAISE EXCEPTION 'a reply that was sent never changes; the matter is opened again and gets another'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER reply_unchanged BEFORE UPDATE OR DELETE ON feedback_reply
    FOR EACH ROW EXECUTE FUNCTION feedback_guard_reply();

-- A report of wrongdoing never reaches the unit that it is about (信访工作条例 art. 30), not even as an assistant.
CREATE FUNCTION feedback_guard_assignment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM feedback_message
               WHERE id = NEW.message_id AND kind = 'report' AND about_id = NEW.department_id) THEN
        RAISE EXCEPTION 'a report never reaches the unit that it is about'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER assignment_not_the_accused BEFORE INSERT ON feedback_assignment
    FOR EACH ROW EXECUTE FUNCTION feedback_guard_assignment();
"""

_UNDO = """
DROP TRIGGER message_unchanged ON feedback_message;
DROP TRIGGER messagefact_unchanged ON feedback_messagefact;
DROP TRIGGER reply_unchanged ON feedback_reply;
DROP TRIGGER assignment_not_the_accused ON feedback_assignment;
DROP FUNCTION feedback_guard_assignment();
DROP FUNCTION feedback_guard_reply();
DROP FUNCTION feedback_guard_message();
"""


class Migration(migrations.Migration):
    """Adds the guards."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("feedback", "0001_messages"), ("foundation", "0002_guards")]
    operations: ClassVar[list[migrations.RunSQL]] = [migrations.RunSQL(_GUARDS, _UNDO)]
