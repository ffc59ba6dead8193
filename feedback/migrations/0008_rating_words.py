"""Words about ratings with two persons, consents taken back, who sent a reply, versions of answers, sketches of texts."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

_FILL = """
ALTER TABLE feedback_reply DISABLE TRIGGER reply_unchanged;
UPDATE feedback_reply SET department_id = feedback_message.department_id
    FROM feedback_message WHERE feedback_message.id = message_id AND feedback_reply.stage = 'sent';
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE feedback_reply ENABLE TRIGGER reply_unchanged;
"""

_GUARDS = """
-- The consent to the publication of the remark may be taken back, and is not given again; nothing else changes.
CREATE OR REPLACE FUNCTION feedback_guard_rating() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.token, NEW.number, NEW.reply_id, NEW.window_id, NEW.department_id, NEW.grade, NEW.aspects, NEW.rated_on,
        NEW.is_named)
       IS DISTINCT FROM
       (OLD.token, OLD.number, OLD.reply_id, OLD.window_id, OLD.department_id, OLD.grade, OLD.aspects, OLD.rated_on,
        OLD.is_named)
       OR (OLD.re_grade <> '' AND NEW.re_grade <> OLD.re_grade)
       OR (NEW.consents_to_publication AND NOT OLD.consents_to_publication) THEN
        RAISE EXCEPTION 'a rating that was given never changes' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NOT NEW.consents_to_publication
       AND EXISTS (SELECT FROM feedback_ratingwords WHERE rating_id = NEW.id AND remark <> '') THEN
        RAISE EXCEPTION 'without consent there is no public remark' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION feedback_guard_rating_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.remark <> '' AND NOT EXISTS (
        SELECT FROM feedback_rating WHERE id = NEW.rating_id AND consents_to_publication
    ) THEN
        RAISE EXCEPTION 'without consent there is no public remark' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ratingwords_with_consent BEFORE INSERT OR UPDATE ON feedback_ratingwords
    FOR EACH ROW EXECUTE FUNCTION feedback_guard_rating_words();
"""

_UNDO = """
DROP TRIGGER ratingwords_with_consent ON feedback_ratingwords;
DROP FUNCTION feedback_guard_rating_words();
CREATE OR REPLACE FUNCTION feedback_guard_rating() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""


class Migration(migrations.Migration):
    """Nothing moves but who sent the replies of the past."""

    dependencies = [
        ('feedback', '0007_calls_and_supervision'),
        ('foundation', '0008_search'),
        ('guides', '0002_guards'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RatingWords',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('remark', models.TextField(blank=True)),
                ('result', models.CharField(max_length=500)),
                ('stage', models.CharField(default='submitted', max_length=10)),
                ('edit_version', models.PositiveIntegerField(default=1, editable=False)),
                ('released_at', models.DateTimeField(null=True)),
                ('return_note', models.CharField(blank=True, max_length=500)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='reply',
            name='reply_sent_by_somebody',
        ),
        migrations.RemoveField(
            model_name='rating',
            name='public_remark',
        ),
        migrations.RemoveField(
            model_name='rating',
            name='public_result',
        ),
        migrations.AddField(
            model_name='comment',
            name='edit_version',
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name='commentgroup',
            name='edit_version',
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name='message',
            name='consent_withdrawn_on',
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='message',
            name='text_sketch',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, editable=False, size=None),
        ),
        migrations.AddField(
            model_name='rating',
            name='consent_withdrawn_on',
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='reply',
            name='department',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='foundation.department'),
        ),
        migrations.RunSQL(_FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name='message',
            index=django.contrib.postgres.indexes.GinIndex(fields=['text_sketch'], name='message_sketch'),
        ),
        migrations.AddConstraint(
            model_name='reply',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('department__isnull', False), ('sent_at__isnull', False), ('sent_by__isnull', False), ('stage', 'sent')), models.Q(models.Q(('stage', 'sent'), _negated=True), ('department', None), ('sent_at', None), ('sent_by', None)), _connector='OR'), name='reply_sent_by_somebody'),
        ),
        migrations.AddField(
            model_name='ratingwords',
            name='rating',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='words', to='feedback.rating'),
        ),
        migrations.AddField(
            model_name='ratingwords',
            name='released_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='ratingwords',
            name='submitted_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='ratingwords',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['draft', 'submitted', 'released'])), name='feedback_ratingwords_stage_known'),
        ),
        migrations.AddConstraint(
            model_name='ratingwords',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('released_at__isnull', False), ('released_by__isnull', False), ('stage', 'released')), models.Q(models.Q(('stage', 'released'), _negated=True), ('released_at', None), ('released_by', None)), _connector='OR'), name='ratingwords_released_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='ratingwords',
            constraint=models.CheckConstraint(condition=models.Q(('released_by', None), models.Q(('released_by', models.F('submitted_by')), _negated=True), _connector='OR'), name='ratingwords_second_person'),
        ),
        migrations.RunSQL(_GUARDS, _UNDO),
    ]
