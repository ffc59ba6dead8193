"""Columns, index numbers, publications and the facts beside them; revisions and numbers are append-only."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import foundation.clock
import foundation.publishing.models
from django.conf import settings
from django.db import migrations, models

from foundation.publishing.guards import guard_publishing

_GUARDS = """
-- An index number is given once; only what became of it may be noted.
CREATE TRIGGER indexnumber_immutable BEFORE UPDATE ON disclosure_indexnumber
    FOR EACH ROW WHEN ((OLD.text, OLD.body_id, OLD.year, OLD.serial, OLD.is_imported)
                       IS DISTINCT FROM (NEW.text, NEW.body_id, NEW.year, NEW.serial, NEW.is_imported))
    EXECUTE FUNCTION foundation_refuse();
CREATE TRIGGER indexnumber_kept BEFORE DELETE ON disclosure_indexnumber
    FOR EACH ROW EXECUTE FUNCTION foundation_refuse();
CREATE TRIGGER indexnumber_no_truncate BEFORE TRUNCATE ON disclosure_indexnumber
    FOR EACH STATEMENT EXECUTE FUNCTION foundation_refuse();

CREATE TRIGGER column_code BEFORE UPDATE OF code ON disclosure_column
    FOR EACH ROW WHEN (OLD.code IS DISTINCT FROM NEW.code)
    EXECUTE FUNCTION foundation_guard_quoted_code('disclosure_publicationrevision', 'column');
CREATE TRIGGER column_code_of_parent BEFORE UPDATE OF code ON disclosure_column
    FOR EACH ROW WHEN (OLD.code IS DISTINCT FROM NEW.code)
    EXECUTE FUNCTION foundation_guard_quoted_code('disclosure_publicationrevision', 'parent_column');
"""
_UNDO = """
DROP TRIGGER indexnumber_immutable ON disclosure_indexnumber;
DROP TRIGGER indexnumber_kept ON disclosure_indexnumber;
DROP TRIGGER indexnumber_no_truncate ON disclosure_indexnumber;
DROP TRIGGER column_code ON disclosure_column;
DROP TRIGGER column_code_of_parent ON disclosure_column;
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('foundation', '0003_rate_limits'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DisclosureOffice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=100, unique=True)),
                ('name_en', models.CharField(blank=True, max_length=200)),
                ('address', models.CharField(max_length=200)),
                ('office_hours', models.CharField(max_length=200)),
                ('phone', models.CharField(max_length=100)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('is_active', models.BooleanField(default=True)),
                ('fax', models.CharField(max_length=100)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('post_code', models.CharField(blank=True, max_length=6)),
                ('internet_contact', models.CharField(max_length=300)),
            ],
            options={
                'ordering': ['position', 'name'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ReadingPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=100, unique=True)),
                ('name_en', models.CharField(blank=True, max_length=200)),
                ('address', models.CharField(max_length=200)),
                ('office_hours', models.CharField(max_length=200)),
                ('phone', models.CharField(max_length=100)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('is_active', models.BooleanField(default=True)),
                ('offers', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': ['position', 'name'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Column',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('code', models.SlugField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=40)),
                ('name_en', models.CharField(blank=True, max_length=80)),
                ('kind', models.CharField(max_length=10)),
                ('legal_ground', models.CharField(blank=True, max_length=100)),
                ('description', models.CharField(blank=True, max_length=200)),
                ('description_en', models.CharField(blank=True, max_length=300)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('is_active', models.BooleanField(default=True)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='disclosure.column')),
            ],
            options={
                'ordering': ['position', 'code'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('kind__in', ['news', 'notices', 'policies', 'yearly', 'static'])), name='disclosure_column_kind_known'),
                    models.UniqueConstraint(fields=('parent', 'name'), name='column_name_once', nulls_distinct=False),
                    models.CheckConstraint(condition=models.Q(('parent', None), models.Q(('parent', models.F('id')), _negated=True), _connector='OR'), name='column_not_its_own_part'),
                ],
            },
        ),
        migrations.CreateModel(
            name='IssuingBody',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=100, unique=True)),
                ('name_en', models.CharField(blank=True, max_length=200)),
                ('prefix', models.CharField(max_length=18, unique=True)),
                ('serial_digits', models.PositiveSmallIntegerField(default=5)),
                ('month_in_number', models.BooleanField(default=False)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='issuing_bodies', to='foundation.department')),
            ],
            options={
                'ordering': ['position', 'name'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('prefix__regex', '^[0-9A-Z]{9}([0-9A-Z]{9})?$')), name='issuingbody_prefix_shape'),
                    models.CheckConstraint(condition=models.Q(('serial_digits__in', [5, 6])), name='issuingbody_serial_digits'),
                ],
            },
        ),
        migrations.CreateModel(
            name='IndexNumber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('text', models.CharField(editable=False, max_length=32, unique=True)),
                ('year', models.PositiveSmallIntegerField(editable=False)),
                ('serial', models.PositiveIntegerField(editable=False)),
                ('is_imported', models.BooleanField(default=False, editable=False)),
                ('given_at', models.DateTimeField(default=foundation.clock.local_now, editable=False)),
                ('unused_since', models.DateTimeField(editable=False, null=True)),
                ('unused_reason', models.CharField(blank=True, editable=False, max_length=300)),
                ('body', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='index_numbers', to='disclosure.issuingbody')),
            ],
            options={
                'ordering': ['body', '-year', '-serial'],
                'constraints': [
                    models.UniqueConstraint(fields=('body', 'year', 'serial'), name='indexnumber_serial_once'),
                    models.CheckConstraint(condition=models.Q(('text__regex', '^[0-9A-Z]{9}([0-9A-Z]{9})?/[0-9]{4}([0-9]{2})?-[0-9]{5,6}$')), name='indexnumber_shape'),
                    models.CheckConstraint(condition=models.Q(models.Q(('unused_reason', ''), ('unused_since', None)), models.Q(('unused_since__isnull', False), models.Q(('unused_reason', ''), _negated=True)), _connector='OR'), name='indexnumber_unused_with_reason'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('stage', models.CharField(default='editing', editable=False, max_length=12)),
                ('edit_version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=foundation.clock.local_now, editable=False)),
                ('updated_at', models.DateTimeField(default=foundation.clock.local_now, editable=False)),
                ('kind', models.CharField(default='announcement', max_length=20)),
                ('title', models.CharField(max_length=300)),
                ('title_en', models.CharField(blank=True, max_length=400)),
                ('document_number', models.CharField(blank=True, max_length=100)),
                ('written_on', models.DateField(blank=True, null=True)),
                ('issued_on', models.DateField()),
                ('effective_on', models.DateField(blank=True, null=True)),
                ('expires_on', models.DateField(blank=True, null=True)),
                ('abolished_on', models.DateField(blank=True, null=True)),
                ('keywords', models.CharField(blank=True, max_length=200)),
                ('summary', models.CharField(blank=True, max_length=500)),
                ('source', models.CharField(blank=True, max_length=100)),
                ('disclosure_mode', models.CharField(default='proactive', max_length=10)),
                ('scope', models.CharField(blank=True, max_length=100)),
                ('text', models.TextField(blank=True, max_length=200000)),
                ('import_name', models.CharField(blank=True, editable=False, max_length=200)),
                ('column', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='disclosure.column')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='foundation.department')),
                ('index_number', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='publication', to='disclosure.indexnumber')),
                ('updated_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-issued_on', '-id'],
                'abstract': False,
                'indexes': [
                    models.Index(fields=['written_on'], name='publication_written'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('stage__in', ['editing', 'in_review', 'scheduled'])), name='disclosure_publication_stage_known'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ['rule', 'normative', 'document', 'interpretation', 'announcement', 'news', 'plan', 'promise', 'goal', 'budget', 'report', 'list', 'profile', 'other'])), name='disclosure_publication_kind_known'),
                    models.CheckConstraint(condition=models.Q(('disclosure_mode__in', ['proactive', 'on_request'])), name='disclosure_publication_disclosure_mode_known'),
                    models.CheckConstraint(condition=models.Q(('written_on', None), ('written_on__lte', models.F('issued_on')), _connector='OR'), name='publication_written_before_issued'),
                    models.CheckConstraint(condition=models.Q(('expires_on', None), ('effective_on', None), ('effective_on__lte', models.F('expires_on')), _connector='OR'), name='publication_term_in_order'),
                    models.UniqueConstraint(condition=models.Q(('import_name', ''), _negated=True), fields=('import_name',), name='publication_imported_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Outlet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('channel', models.CharField(max_length=20)),
                ('on', models.DateField()),
                ('title', models.CharField(max_length=200)),
                ('medium', models.CharField(blank=True, max_length=100)),
                ('url', models.URLField(blank=True, max_length=500)),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outlets', to='foundation.department')),
                ('publication', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='outlets', to='disclosure.publication')),
            ],
            options={
                'ordering': ['-on', '-id'],
                'indexes': [
                    models.Index(fields=['on', 'channel'], name='outlet_by_day'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('channel__in', ['gazette', 'weibo', 'wechat', 'press', 'press_conference', 'interview', 'event', 'other'])), name='disclosure_outlet_channel_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('key', models.CharField(default=foundation.publishing.models.new_key, editable=False, max_length=40)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('title', models.CharField(max_length=200)),
                ('due_on', models.DateField(blank=True, null=True)),
                ('done_on', models.DateField(blank=True, null=True)),
                ('progress', models.CharField(blank=True, max_length=500)),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='milestones', to='disclosure.publication')),
            ],
            options={
                'ordering': ['position', 'id'],
                'abstract': False,
                'constraints': [
                    models.UniqueConstraint(fields=('publication', 'key'), name='milestone_key_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='EarlierDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('key', models.CharField(default=foundation.publishing.models.new_key, editable=False, max_length=40)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('effect', models.CharField(max_length=10)),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='effects', to='disclosure.publication')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='affected_by', to='disclosure.publication')),
            ],
            options={
                'ordering': ['position', 'id'],
                'abstract': False,
                'constraints': [
                    models.UniqueConstraint(fields=('publication', 'key'), name='earlierdocument_key_once'),
                    models.UniqueConstraint(fields=('publication', 'target'), name='earlierdocument_target_once'),
                    models.CheckConstraint(condition=models.Q(('publication', models.F('target')), _negated=True), name='earlierdocument_not_itself'),
                    models.CheckConstraint(condition=models.Q(('effect__in', ['replaces', 'abolishes', 'amends'])), name='disclosure_earlierdocument_effect_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='AttachmentDownload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('attachment_key', models.CharField(max_length=40)),
                ('on', models.DateField()),
                ('count', models.PositiveIntegerField(default=0)),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='downloads', to='disclosure.publication')),
            ],
            options={
                'ordering': ['-on'],
                'constraints': [
                    models.UniqueConstraint(fields=('publication', 'attachment_key', 'on'), name='attachmentdownload_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('key', models.CharField(default=foundation.publishing.models.new_key, editable=False, max_length=40)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('title', models.CharField(max_length=200)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='foundation.storedfile')),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='disclosure.publication')),
            ],
            options={
                'ordering': ['position', 'id'],
                'abstract': False,
                'constraints': [
                    models.UniqueConstraint(fields=('publication', 'key'), name='attachment_key_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PublicationRevision',
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
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='disclosure.publication')),
                ('retired_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submitted_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-number'],
                'abstract': False,
                'constraints': [
                    models.UniqueConstraint(fields=('record', 'number'), name='disclosure_publicationrevision_number_once'),
                    models.UniqueConstraint(condition=models.Q(('live_from__isnull', False), ('live_until__isnull', True)), fields=('record',), name='disclosure_publicationrevision_one_live'),
                    models.UniqueConstraint(condition=models.Q(('decision', 'open'), models.Q(('decision', 'released'), ('live_from__isnull', True)), _connector='OR'), fields=('record',), name='disclosure_publicationrevision_one_pending'),
                    models.CheckConstraint(condition=models.Q(models.Q(('decision', 'released'), _negated=True), models.Q(models.Q(('decided_by', models.F('submitted_by')), _negated=True), models.Q(('edited_by', None), models.Q(('decided_by', models.F('edited_by')), _negated=True), _connector='OR')), _connector='OR'), name='disclosure_publicationrevision_second_person'),
                    models.CheckConstraint(condition=models.Q(models.Q(('decision', 'released'), _negated=True), models.Q(('gaps', []), ('leaks', [])), models.Q(('decision_note', ''), _negated=True), _connector='OR'), name='disclosure_publicationrevision_flaws_need_reason'),
                    models.CheckConstraint(condition=models.Q(('decision__in', ['open', 'recalled', 'returned', 'released', 'unscheduled'])), name='disclosure_publicationrevision_decision_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('decision', 'open')), models.Q(models.Q(('decision', 'open'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='disclosure_publicationrevision_decided_by_somebody'),
                    models.CheckConstraint(condition=models.Q(models.Q(('decision', 'released'), _negated=True), ('live_from__isnull', False), ('scheduled_for__isnull', False), _connector='OR'), name='disclosure_publicationrevision_released_to_a_moment'),
                    models.CheckConstraint(condition=models.Q(('live_from__isnull', True), ('decision', 'released'), _connector='OR'), name='disclosure_publicationrevision_live_was_released'),
                    models.CheckConstraint(condition=models.Q(('retired_by', None), models.Q(('live_until__isnull', False), models.Q(('retire_reason', ''), _negated=True)), _connector='OR'), name='disclosure_publicationrevision_retired_with_reason'),
                    models.CheckConstraint(condition=models.Q(('live_until__isnull', True), ('live_from__lte', models.F('live_until')), _connector='OR'), name='disclosure_publicationrevision_life_in_order'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PublishedPublication',
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
                ('index_text', models.CharField(max_length=32, unique=True)),
                ('kind', models.CharField(max_length=20)),
                ('title', models.CharField(max_length=300)),
                ('title_en', models.CharField(blank=True, max_length=400)),
                ('document_number', models.CharField(blank=True, max_length=100)),
                ('summary', models.CharField(blank=True, max_length=500)),
                ('keywords', models.CharField(blank=True, max_length=200)),
                ('written_on', models.DateField(null=True)),
                ('issued_on', models.DateField()),
                ('effective_on', models.DateField(null=True)),
                ('expires_on', models.DateField(null=True)),
                ('abolished_on', models.DateField(null=True)),
                ('disclosure_mode', models.CharField(max_length=10)),
                ('first_public_at', models.DateTimeField()),
                ('affects', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('effects', models.JSONField(default=list)),
                ('milestones', models.JSONField(default=list)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='published', to='disclosure.issuingbody')),
                ('column', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='published', to='disclosure.column')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='foundation.department')),
                ('record', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='published', to='disclosure.publication')),
                ('revision', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='published', to='disclosure.publicationrevision')),
            ],
            options={
                'ordering': ['-issued_on', '-record_id'],
                'indexes': [
                    models.Index(fields=['column', '-issued_on', '-record'], name='published_by_column'),
                    models.Index(fields=['-issued_on', '-record'], name='published_by_date'),
                    django.contrib.postgres.indexes.GinIndex(fields=['affects'], name='published_affects'),
                ],
            },
        ),
        migrations.CreateModel(
            name='BrochureHandout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('on', models.DateField()),
                ('title', models.CharField(max_length=200)),
                ('copies', models.PositiveIntegerField()),
                ('where', models.CharField(blank=True, max_length=200)),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='brochure_handouts', to='foundation.department')),
            ],
            options={
                'ordering': ['-on', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('copies__gt', 0)), name='brochurehandout_some_copies')],
            },
        ),
        guard_publishing("disclosure_publication", "index_number_id", "disclosure_publicationrevision"),
        migrations.RunSQL(_GUARDS, _UNDO),
    ]
