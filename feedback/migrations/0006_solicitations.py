"""Opinion solicitations with their comments, questionnaires with their sheets, and what the database holds of both."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import foundation.clock
import foundation.encryption
import foundation.publishing.models.drafts
import uuid
from django.conf import settings
from django.db import migrations, models

from foundation.publishing.guards import guard_publishing

_GUARDS = """
-- A comment stays as it came; what it is answered with and how it is quoted may change, and keys may be renewed.
CREATE TRIGGER comment_as_it_came BEFORE UPDATE ON feedback_comment
    FOR EACH ROW WHEN ((OLD.solicitation_id, OLD.number, OLD.token, OLD.channel, OLD.received_on, OLD.consents)
                       IS DISTINCT FROM
                       (NEW.solicitation_id, NEW.number, NEW.token, NEW.channel, NEW.received_on, NEW.consents))
    EXECUTE FUNCTION foundation_refuse();
CREATE TRIGGER comment_kept BEFORE DELETE ON feedback_comment
    FOR EACH ROW EXECUTE FUNCTION foundation_refuse();

-- An answer belongs to the solicitation of its comments.
CREATE FUNCTION feedback_guard_comment_group() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM feedback_commentgroup
                   WHERE id = NEW.group_id AND solicitation_id = NEW.solicitation_id) THEN
        RAISE EXCEPTION 'an answer belongs to the solicitation of its comments'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER comment_group_of_same BEFORE INSERT OR UPDATE OF group_id ON feedback_comment
    FOR EACH ROW WHEN (NEW.group_id IS NOT NULL) EXECUTE FUNCTION feedback_guard_comment_group();

-- Questions that were public stay: the sheets keep places in their lists.
CREATE FUNCTION feedback_guard_question() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    one bigint := CASE WHEN TG_OP = 'INSERT' THEN NEW.questionnaire_id ELSE OLD.questionnaire_id END;
BEGIN
    IF EXISTS (SELECT FROM feedback_questionnairerevision WHERE record_id = one AND live_from IS NOT NULL) THEN
        RAISE EXCEPTION 'the questions of a questionnaire that was public never change'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER question_frozen BEFORE INSERT OR UPDATE OR DELETE ON feedback_question
    FOR EACH ROW EXECUTE FUNCTION feedback_guard_question();

-- A sheet stays as it was filled.
CREATE TRIGGER sheet_immutable BEFORE UPDATE OR DELETE ON feedback_responsesheet
    FOR EACH ROW EXECUTE FUNCTION foundation_refuse();
CREATE TRIGGER sheet_answer_immutable BEFORE UPDATE ON feedback_responseanswer
    FOR EACH ROW WHEN ((OLD.sheet_id, OLD.question_key, OLD.choice)
                       IS DISTINCT FROM (NEW.sheet_id, NEW.question_key, NEW.choice))
    EXECUTE FUNCTION foundation_refuse();
CREATE TRIGGER sheet_answer_kept BEFORE DELETE ON feedback_responseanswer
    FOR EACH ROW EXECUTE FUNCTION foundation_refuse();
"""
_UNDO = """
DROP TRIGGER sheet_answer_kept ON feedback_responseanswer;
DROP TRIGGER sheet_answer_immutable ON feedback_responseanswer;
DROP TRIGGER sheet_immutable ON feedback_responsesheet;
DROP TRIGGER question_frozen ON feedback_question;
DROP FUNCTION feedback_guard_question();
DROP TRIGGER comment_group_of_same ON feedback_comment;
DROP FUNCTION feedback_guard_comment_group();
DROP TRIGGER comment_kept ON feedback_comment;
DROP TRIGGER comment_as_it_came ON feedback_comment;
"""



class Migration(migrations.Migration):

    dependencies = [
        ('feedback', '0005_calls'),
        ('foundation', '0007_job_runs'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Questionnaire',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('stage', models.CharField(default='editing', editable=False, max_length=12)),
                ('edit_version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=foundation.clock.local_now, editable=False)),
                ('updated_at', models.DateTimeField(default=foundation.clock.local_now, editable=False)),
                ('number', models.CharField(editable=False, max_length=12, unique=True)),
                ('title', models.CharField(max_length=200)),
                ('title_en', models.CharField(blank=True, max_length=300)),
                ('introduction', models.TextField(blank=True, max_length=20000)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('results', models.CharField(default='after_end', max_length=10)),
                ('results_text', models.TextField(blank=True, max_length=20000)),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='foundation.department')),
                ('updated_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-starts_on', '-id'],
                'abstract': False,
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('stage__in', ['editing', 'in_review', 'scheduled'])), name='feedback_questionnaire_stage_known'),
                    models.CheckConstraint(condition=models.Q(('results__in', ['after_end', 'held', 'released'])), name='feedback_questionnaire_results_known'),
                    models.CheckConstraint(condition=models.Q(('starts_on__lte', models.F('ends_on'))), name='questionnaire_period_in_order'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('key', models.CharField(default=foundation.publishing.models.drafts.new_key, editable=False, max_length=40)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('title', models.CharField(max_length=300)),
                ('kind', models.CharField(default='single', max_length=10)),
                ('options', models.TextField(blank=True)),
                ('is_required', models.BooleanField(default=True)),
                ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='feedback.questionnaire')),
            ],
            options={
                'ordering': ['position', 'id'],
                'abstract': False,
                'constraints': [
                    models.UniqueConstraint(fields=('questionnaire', 'key'), name='question_key_once'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ['single', 'several', 'grade', 'text'])), name='feedback_question_kind_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['single', 'several']), models.Q(('options', ''), _negated=True)), models.Q(('kind__in', ['grade', 'text']), ('options', '')), _connector='OR'), name='question_options_fit_kind'),
                ],
            },
        ),
        migrations.CreateModel(
            name='QuestionnaireRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField(editable=False)),
                ('schema_version', models.PositiveSmallIntegerField(editable=False)),
                ('document', models.JSONField(editable=False)),
                ('checksum', models.CharField(editable=False, max_length=64)),
                ('gaps', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, editable=False, size=None)),
                ('leaks', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, editable=False, size=None)),
                ('change_note', models.CharField(blank=True, editable=False, max_length=300)),
                ('submitted_at', models.DateTimeField(default=foundation.clock.local_now, editable=False)),
                ('decision', models.CharField(default='open', editable=False, max_length=12)),
                ('decided_at', models.DateTimeField(editable=False, null=True)),
                ('decision_note', models.CharField(blank=True, editable=False, max_length=500)),
                ('scheduled_for', models.DateTimeField(editable=False, null=True)),
                ('live_from', models.DateTimeField(editable=False, null=True)),
                ('live_until', models.DateTimeField(editable=False, null=True)),
                ('retire_reason', models.CharField(blank=True, editable=False, max_length=500)),
                ('decided_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('edited_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='feedback.questionnaire')),
                ('retired_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submitted_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-number'],
                'abstract': False,
                'constraints': [
                    models.UniqueConstraint(fields=('record', 'number'), name='feedback_questionnairerevision_number_once'),
                    models.UniqueConstraint(condition=models.Q(('live_from__isnull', False), ('live_until__isnull', True)), fields=('record',), name='feedback_questionnairerevision_one_live'),
                    models.UniqueConstraint(condition=models.Q(('decision', 'open'), models.Q(('decision', 'released'), ('live_from__isnull', True)), _connector='OR'), fields=('record',), name='feedback_questionnairerevision_one_pending'),
                    models.CheckConstraint(condition=models.Q(models.Q(('decision', 'released'), _negated=True), models.Q(models.Q(('decided_by', models.F('submitted_by')), _negated=True), models.Q(('edited_by', None), models.Q(('decided_by', models.F('edited_by')), _negated=True), _connector='OR')), _connector='OR'), name='feedback_questionnairerevision_second_person'),
                    models.CheckConstraint(condition=models.Q(models.Q(('decision', 'released'), _negated=True), models.Q(('gaps', []), ('leaks', [])), models.Q(('decision_note', ''), _negated=True), _connector='OR'), name='feedback_questionnairerevision_flaws_need_reason'),
                    models.CheckConstraint(condition=models.Q(('decision__in', ['open', 'recalled', 'returned', 'released', 'unscheduled'])), name='feedback_questionnairerevision_decision_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('decision', 'open')), models.Q(models.Q(('decision', 'open'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='feedback_questionnairerevision_decided_by_somebody'),
                    models.CheckConstraint(condition=models.Q(models.Q(('decision', 'released'), _negated=True), ('live_from__isnull', False), ('scheduled_for__isnull', False), _connector='OR'), name='feedback_questionnairerevision_released_to_a_moment'),
                    models.CheckConstraint(condition=models.Q(('live_from__isnull', True), ('decision', 'released'), _connector='OR'), name='feedback_questionnairerevision_live_was_released'),
                    models.CheckConstraint(condition=models.Q(('retired_by', None), models.Q(('live_until__isnull', False), models.Q(('retire_reason', ''), _negated=True)), _connector='OR'), name='feedback_questionnairerevision_retired_with_reason'),
                    models.CheckConstraint(condition=models.Q(('live_until__isnull', True), ('live_from__lte', models.F('live_until')), _connector='OR'), name='feedback_questionnairerevision_life_in_order'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PublishedQuestionnaire',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('revision_number', models.PositiveIntegerField()),
                ('checksum', models.CharField(max_length=64)),
                ('initial', models.CharField(max_length=1)),
                ('published_at', models.DateTimeField()),
                ('gap_count', models.PositiveSmallIntegerField(default=0)),
                ('template_version', models.CharField(max_length=16)),
                ('head_zh', models.TextField()),
                ('body_zh', models.TextField()),
                ('head_en', models.TextField()),
                ('body_en', models.TextField()),
                ('number', models.CharField(max_length=12, unique=True)),
                ('title', models.CharField(max_length=200)),
                ('title_en', models.CharField(blank=True, max_length=300)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('results', models.CharField(max_length=10)),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='foundation.department')),
                ('record', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='published', to='feedback.questionnaire')),
                ('revision', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='published', to='feedback.questionnairerevision')),
            ],
            options={
                'ordering': ['-starts_on', '-record_id'],
            },
        ),
        migrations.CreateModel(
            name='ResponseSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('token', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('given_on', models.DateField()),
                ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='feedback.questionnaire')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='ResponseAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('question_key', models.CharField(max_length=40)),
                ('choice', models.PositiveSmallIntegerField(null=True)),
                ('text', foundation.encryption.EncryptedTextField(null=True)),
                ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='feedback.responsesheet')),
            ],
            options={
                'ordering': ['id'],
                'indexes': [
                    models.Index(fields=['question_key', 'choice'], name='responseanswer_counts'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('sheet', 'question_key', 'choice'), name='responseanswer_once', nulls_distinct=False),
                    models.CheckConstraint(condition=models.Q(('choice__isnull', True), ('text__isnull', True), _connector='XOR'), name='responseanswer_choice_or_text'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Solicitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('stage', models.CharField(default='editing', editable=False, max_length=12)),
                ('edit_version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=foundation.clock.local_now, editable=False)),
                ('updated_at', models.DateTimeField(default=foundation.clock.local_now, editable=False)),
                ('number', models.CharField(editable=False, max_length=12, unique=True)),
                ('kind', models.CharField(max_length=20)),
                ('touches_business', models.BooleanField(default=False)),
                ('title', models.CharField(max_length=200)),
                ('title_en', models.CharField(blank=True, max_length=300)),
                ('explanation', models.TextField(blank=True, max_length=200000)),
                ('text', models.TextField(blank=True, max_length=200000)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('short_reason', models.CharField(blank=True, max_length=500)),
                ('takes_online', models.BooleanField(default=True)),
                ('postal_address', models.CharField(blank=True, max_length=200)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('meeting', models.CharField(blank=True, max_length=500)),
                ('result_text', models.TextField(blank=True, max_length=20000)),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='foundation.department')),
                ('updated_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-starts_on', '-id'],
                'abstract': False,
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('stage__in', ['editing', 'in_review', 'scheduled'])), name='feedback_solicitation_stage_known'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ['rule', 'major_decision', 'normative', 'other'])), name='feedback_solicitation_kind_known'),
                    models.CheckConstraint(condition=models.Q(('starts_on__lte', models.F('ends_on'))), name='solicitation_period_in_order'),
                    models.CheckConstraint(condition=models.Q(('ends_on__gte', models.ExpressionWrapper(django.db.models.expressions.CombinedExpression(models.F('starts_on'), '+', models.Value(30)), output_field=models.DateField())), models.Q(models.Q(('short_reason', ''), _negated=True), models.Q(('kind', 'rule'), _negated=True), models.Q(('kind', 'normative'), ('touches_business', True), _negated=True)), _connector='OR'), name='solicitation_period_long_enough'),
                    models.CheckConstraint(condition=models.Q(('takes_online', True), models.Q(('postal_address', ''), _negated=True), models.Q(('email', ''), _negated=True), models.Q(('meeting', ''), _negated=True), _connector='OR'), name='solicitation_takes_comments'),
                ],
            },
        ),
        migrations.CreateModel(
            name='CommentGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('key', models.CharField(default=foundation.publishing.models.drafts.new_key, editable=False, max_length=40)),
                ('title', models.CharField(max_length=300)),
                ('outcome', models.CharField(max_length=12)),
                ('reason', models.TextField(max_length=2000)),
                ('solicitation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='groups', to='feedback.solicitation')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('outcome__in', ['adopted', 'partly', 'not_adopted'])), name='feedback_commentgroup_outcome_known'),
                    models.UniqueConstraint(fields=('solicitation', 'key'), name='commentgroup_key_once'),
                    models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('reason', ''), _negated=True)), name='commentgroup_gives_reason'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('number', models.CharField(editable=False, max_length=20, unique=True)),
                ('token', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('channel', models.CharField(max_length=10)),
                ('received_on', models.DateField()),
                ('part', foundation.encryption.EncryptedTextField(blank=True)),
                ('text', foundation.encryption.EncryptedTextField()),
                ('name', foundation.encryption.EncryptedTextField(blank=True)),
                ('contact', foundation.encryption.EncryptedTextField(blank=True)),
                ('consents', models.BooleanField(default=False)),
                ('public_text', foundation.encryption.EncryptedTextField(blank=True, null=True)),
                ('made_at', models.DateTimeField(default=foundation.clock.local_now, editable=False)),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('group', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='feedback.commentgroup')),
                ('solicitation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='feedback.solicitation')),
            ],
            options={
                'ordering': ['id'],
                'indexes': [
                    models.Index(fields=['solicitation', 'id'], name='comment_of_solicitation'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('channel__in', ['online', 'post', 'email', 'meeting'])), name='feedback_comment_channel_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('channel', 'online'), ('made_by', None)), models.Q(models.Q(('channel', 'online'), _negated=True), ('made_by__isnull', False)), _connector='OR'), name='comment_entered_by_somebody'),
                    models.CheckConstraint(condition=models.Q(('consents', True), ('public_text__isnull', True), _connector='OR'), name='comment_quoted_with_consent'),
                ],
            },
        ),
        migrations.CreateModel(
            name='SolicitationFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('key', models.CharField(default=foundation.publishing.models.drafts.new_key, editable=False, max_length=40)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('title', models.CharField(max_length=200)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='foundation.storedfile')),
                ('solicitation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='feedback.solicitation')),
            ],
            options={
                'ordering': ['position', 'id'],
                'abstract': False,
                'constraints': [
                    models.UniqueConstraint(fields=('solicitation', 'key'), name='solicitationfile_key_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='SolicitationRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField(editable=False)),
                ('schema_version', models.PositiveSmallIntegerField(editable=False)),
                ('document', models.JSONField(editable=False)),
                ('checksum', models.CharField(editable=False, max_length=64)),
                ('gaps', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, editable=False, size=None)),
                ('leaks', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, editable=False, size=None)),
                ('change_note', models.CharField(blank=True, editable=False, max_length=300)),
                ('submitted_at', models.DateTimeField(default=foundation.clock.local_now, editable=False)),
                ('decision', models.CharField(default='open', editable=False, max_length=12)),
                ('decided_at', models.DateTimeField(editable=False, null=True)),
                ('decision_note', models.CharField(blank=True, editable=False, max_length=500)),
                ('scheduled_for', models.DateTimeField(editable=False, null=True)),
                ('live_from', models.DateTimeField(editable=False, null=True)),
                ('live_until', models.DateTimeField(editable=False, null=True)),
                ('retire_reason', models.CharField(blank=True, editable=False, max_length=500)),
                ('decided_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('edited_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='feedback.solicitation')),
                ('retired_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submitted_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-number'],
                'abstract': False,
                'constraints': [
                    models.UniqueConstraint(fields=('record', 'number'), name='feedback_solicitationrevision_number_once'),
                    models.UniqueConstraint(condition=models.Q(('live_from__isnull', False), ('live_until__isnull', True)), fields=('record',), name='feedback_solicitationrevision_one_live'),
                    models.UniqueConstraint(condition=models.Q(('decision', 'open'), models.Q(('decision', 'released'), ('live_from__isnull', True)), _connector='OR'), fields=('record',), name='feedback_solicitationrevision_one_pending'),
                    models.CheckConstraint(condition=models.Q(models.Q(('decision', 'released'), _negated=True), models.Q(models.Q(('decided_by', models.F('submitted_by')), _negated=True), models.Q(('edited_by', None), models.Q(('decided_by', models.F('edited_by')), _negated=True), _connector='OR')), _connector='OR'), name='feedback_solicitationrevision_second_person'),
                    models.CheckConstraint(condition=models.Q(models.Q(('decision', 'released'), _negated=True), models.Q(('gaps', []), ('leaks', [])), models.Q(('decision_note', ''), _negated=True), _connector='OR'), name='feedback_solicitationrevision_flaws_need_reason'),
                    models.CheckConstraint(condition=models.Q(('decision__in', ['open', 'recalled', 'returned', 'released', 'unscheduled'])), name='feedback_solicitationrevision_decision_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('decision', 'open')), models.Q(models.Q(('decision', 'open'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='feedback_solicitationrevision_decided_by_somebody'),
                    models.CheckConstraint(condition=models.Q(models.Q(('decision', 'released'), _negated=True), ('live_from__isnull', False), ('scheduled_for__isnull', False), _connector='OR'), name='feedback_solicitationrevision_released_to_a_moment'),
                    models.CheckConstraint(condition=models.Q(('live_from__isnull', True), ('decision', 'released'), _connector='OR'), name='feedback_solicitationrevision_live_was_released'),
                    models.CheckConstraint(condition=models.Q(('retired_by', None), models.Q(('live_until__isnull', False), models.Q(('retire_reason', ''), _negated=True)), _connector='OR'), name='feedback_solicitationrevision_retired_with_reason'),
                    models.CheckConstraint(condition=models.Q(('live_until__isnull', True), ('live_from__lte', models.F('live_until')), _connector='OR'), name='feedback_solicitationrevision_life_in_order'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PublishedSolicitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('revision_number', models.PositiveIntegerField()),
                ('checksum', models.CharField(max_length=64)),
                ('initial', models.CharField(max_length=1)),
                ('published_at', models.DateTimeField()),
                ('gap_count', models.PositiveSmallIntegerField(default=0)),
                ('template_version', models.CharField(max_length=16)),
                ('head_zh', models.TextField()),
                ('body_zh', models.TextField()),
                ('head_en', models.TextField()),
                ('body_en', models.TextField()),
                ('number', models.CharField(max_length=12, unique=True)),
                ('kind', models.CharField(max_length=20)),
                ('title', models.CharField(max_length=200)),
                ('title_en', models.CharField(blank=True, max_length=300)),
                ('lead', models.CharField(blank=True, max_length=160)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('takes_online', models.BooleanField()),
                ('first_public_at', models.DateTimeField()),
                ('result_at', models.DateTimeField(null=True)),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='foundation.department')),
                ('record', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='published', to='feedback.solicitation')),
                ('revision', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='published', to='feedback.solicitationrevision')),
            ],
            options={
                'ordering': ['-starts_on', '-record_id'],
                'indexes': [
                    models.Index(fields=['-starts_on', '-record'], name='solicitation_by_date'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('starts_on__lte', models.F('ends_on'))), name='published_solicitation_period'),
                ],
            },
        ),
        guard_publishing("feedback_solicitation", "number", "feedback_solicitationrevision"),
        guard_publishing("feedback_questionnaire", "number", "feedback_questionnairerevision"),
        migrations.RunSQL(_GUARDS, _UNDO),
    ]
