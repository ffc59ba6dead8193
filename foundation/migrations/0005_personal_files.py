"""Files about persons: their facts never change, removal is final, and a removed one leaves its row."""

import django.db.models.deletion
import foundation.clock
import foundation.encryption
import uuid
from django.conf import settings
from django.db import migrations, models


_GUARD = """
CREATE FUNCTION foundation_guard_personal_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.removed_at IS NOT NULL THEN
        RAISE EXCEPTION 'a removed file stays as it is'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    -- Name and fingerprint are left out: they are written anew with every new key.
    IF (NEW.key, NEW.content_type, NEW.size, NEW.stored_at, NEW.stored_by_id)
       IS DISTINCT FROM (OLD.key, OLD.content_type, OLD.size, OLD.stored_at, OLD.stored_by_id) THEN
        RAISE EXCEPTION 'a stored file never changes; store a new one'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER personalfile_guard BEFORE UPDATE ON foundation_personalfile
    FOR EACH ROW EXECUTE FUNCTION foundation_guard_personal_file();
CREATE TRIGGER personalfile_kept BEFORE DELETE ON foundation_personalfile
    FOR EACH ROW EXECUTE FUNCTION foundation_refuse();
CREATE TRIGGER personalfile_no_truncate BEFORE TRUNCATE ON foundation_personalfile
    FOR EACH STATEMENT EXECUTE FUNCTION foundation_refuse();
"""

_UNDO = """
DROP TRIGGER personalfile_guard ON foundation_personalfile;
DROP TRIGGER personalfile_kept ON foundation_personalfile;
DROP TRIGGER personalfile_no_truncate ON foundation_personalfile;
DROP FUNCTION foundation_guard_personal_file();
"""


class Migration(migrations.Migration):
    """Adds the table and its guard."""


    dependencies = [
        ('foundation', '0004_working_days'),
    ]

    operations = [
        migrations.CreateModel(
            name='PersonalFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', foundation.encryption.EncryptedTextField(editable=False, null=True)),
                ('content_type', models.CharField(editable=False, max_length=100)),
                ('size', models.PositiveIntegerField(editable=False)),
                ('fingerprint', models.CharField(blank=True, db_index=True, editable=False, max_length=64)),
                ('stored_at', models.DateTimeField(default=foundation.clock.local_now, editable=False)),
                ('removed_at', models.DateTimeField(editable=False, null=True)),
                ('removal', models.CharField(blank=True, editable=False, max_length=20)),
                ('removed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('stored_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-stored_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('content_type__in', ['application/pdf', 'image/jpeg', 'image/png', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'application/x-ole-storage'])), name='personalfile_type_accepted'), models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='personalfile_not_empty'), models.CheckConstraint(condition=models.Q(models.Q(('fingerprint__regex', '^[0-9a-f]{64}$'), ('name__isnull', False), ('removal', ''), ('removed_at__isnull', True), ('removed_by__isnull', True)), models.Q(('fingerprint', ''), ('name__isnull', True), ('removal__in', ['retention', 'asked_for', 'mistake']), ('removed_at__isnull', False)), _connector='OR'), name='personalfile_there_or_tombstone')],
            },
        ),
        migrations.RunSQL(_GUARD, _UNDO),
    ]
