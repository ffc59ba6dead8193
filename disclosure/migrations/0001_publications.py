"""Columns, index numbers, publications and the facts beside them; revisions and numbers are append-only."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import foundation.clock
import foundation.publishing.models
from django.conf import settings
from django.db import migrations, models


_GUARDS = """
CREATE TRIGGER publicationrevision_immutable BEFORE UPDATE ON disclosure_publicationrevision
    FOR EACH ROW EXECUTE FUNCTION foundation_guard_revision();
CREATE TRIGGER publicationrevision_kept BEFORE DELETE ON disclosure_publicationrevision
    FOR EACH ROW EXECUTE FUNCTION foundation_refuse();
CREATE TRIGGER publicationrevision_no_truncate BEFORE TRUNCATE ON disclosure_publicationrevision
    FOR EACH STATEMENT EXECUTE FUNCTION foundation_refuse();
CREATE TRIGGER publication_address BEFORE UPDATE OF index_number_id ON disclosure_publication
    FOR EACH ROW WHEN (OLD.index_number_id IS DISTINCT FROM NEW.index_number_id)
    EXECUTE FUNCTION foundation_guard_address('disclosure_publicationrevision');

-- An index number is given once; only what became of it may be noted.
CREATE TRIGGER indexnumber_immutable BEFORE UPDATE ON disclosure_indexnumber
    FOR EACH ROW WHEN ((OLD.text, OLD.body_id, OLD.year, OLD.serial, OLD.is_imported)
                       IS DISTINCT FROM (NEW.text, NEW.body_id, NEW.year, NEW.serial, NEW.is_imported))
    EXECUTE FUNCTION foundation_refuse();
CREATE TRIGGER indexnumber_kept BEFORE DELETE ON disclosure_indexnumber
    FOR EACH ROW EXECUTE FUNCTION foundation_refuse();
CREATE TRIGGER indexnumber_no_truncate BEFORE TRUNCATE ON disclosure_indexnumber
    FOR EACH STATEMENT EXECUTE FUNCTION foundation_refuse();
"""
_UNDO = """
DROP TRIGGER publicationrevision_immutable ON disclosure_publicationrevision;
DROP TRIGGER publicationrevision_kept ON disclosure_publicationrevision;
DROP TRIGGER publicationrevision_no_truncate ON disclosure_publicationrevision;
DROP TRIGGER publication_address ON disclosure_publication;
DROP TRIGGER indexnumber_immutable ON disclosure_indexnumber;
DROP TRIGGER indexnumber_kept ON disclosure_indexnumber;
DROP TRIGGER indexnumber_no_truncate ON disclosure_indexnumber;
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('foundation', '0002_guards'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DisclosureOffice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=200, verbose_name='English name')),
                ('address', models.CharField(max_length=200, verbose_name='address')),
                ('office_hours', models.CharField(max_length=200, verbose_name='office hours')),
                ('phone', models.CharField(max_length=100, verbose_name='phone')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('is_active', models.BooleanField(default=True, verbose_name='shown to the public')),
                ('fax', models.CharField(max_length=100, verbose_name='fax')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('post_code', models.CharField(blank=True, max_length=6, verbose_name='post code')),
                ('internet_contact', models.CharField(help_text='The address of the online form, or an account.', max_length=300, verbose_name='internet contact')),
            ],
            options={
                'verbose_name': 'disclosure office',
                'verbose_name_plural': 'disclosure offices',
                'ordering': ['position', 'name'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ReadingPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=200, verbose_name='English name')),
                ('address', models.CharField(max_length=200, verbose_name='address')),
                ('office_hours', models.CharField(max_length=200, verbose_name='office hours')),
                ('phone', models.CharField(max_length=100, verbose_name='phone')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('is_active', models.BooleanField(default=True, verbose_name='shown to the public')),
                ('offers', models.CharField(blank=True, help_text='For example printed collections, a terminal.', max_length=300, verbose_name='what is there')),
            ],
            options={
                'verbose_name': 'reading point',
                'verbose_name_plural': 'reading points',
                'ordering': ['position', 'name'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Column',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=40, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=80, verbose_name='English name')),
                ('kind', models.CharField(choices=[('news', 'News'), ('notices', 'Notices'), ('policies', 'Policies'), ('yearly', 'Renewed every year'), ('static', 'Permanent')], help_text='News are renewed within two weeks, notices and policies within six months.', max_length=10, verbose_name='type of column')),
                ('legal_ground', models.CharField(blank=True, max_length=100, verbose_name='legal ground')),
                ('description', models.CharField(blank=True, max_length=200, verbose_name='in a few words')),
                ('description_en', models.CharField(blank=True, max_length=300, verbose_name='in a few English words')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='disclosure.column', verbose_name='part of')),
            ],
            options={
                'verbose_name': 'column',
                'verbose_name_plural': 'columns',
                'ordering': ['position', 'code'],
            },
        ),
        migrations.CreateModel(
            name='IssuingBody',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=200, verbose_name='English name')),
                ('prefix', models.CharField(max_length=18, unique=True, validators=[django.core.validators.RegexValidator('^[0-9A-Z]{9}([0-9A-Z]{9})?$', 'A prefix has 9 or 18 digits and capital letters.')], verbose_name='prefix of its index numbers')),
                ('serial_digits', models.PositiveSmallIntegerField(default=5, validators=[django.core.validators.MinValueValidator(5), django.core.validators.MaxValueValidator(6)], verbose_name='digits of the serial number')),
                ('month_in_number', models.BooleanField(default=False, verbose_name='month in the number')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('department', models.ForeignKey(help_text='Its editors write the publications of this body.', on_delete=django.db.models.deletion.PROTECT, related_name='issuing_bodies', to='foundation.department', verbose_name='department')),
            ],
            options={
                'verbose_name': 'issuing body',
                'verbose_name_plural': 'issuing bodies',
                'ordering': ['position', 'name'],
            },
        ),
        migrations.CreateModel(
            name='IndexNumber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(editable=False, max_length=32, unique=True, verbose_name='index number')),
                ('year', models.PositiveSmallIntegerField(editable=False, verbose_name='year')),
                ('serial', models.PositiveIntegerField(editable=False, verbose_name='serial number')),
                ('is_imported', models.BooleanField(default=False, editable=False, verbose_name='given elsewhere')),
                ('given_at', models.DateTimeField(default=foundation.clock.local_now, editable=False, verbose_name='given')),
                ('unused_since', models.DateTimeField(editable=False, null=True, verbose_name='unused since')),
                ('unused_reason', models.CharField(blank=True, editable=False, max_length=300, verbose_name='why it is unused')),
                ('body', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='index_numbers', to='disclosure.issuingbody', verbose_name='issuing body')),
            ],
            options={
                'verbose_name': 'index number',
                'verbose_name_plural': 'index numbers',
                'ordering': ['body', '-year', '-serial'],
            },
        ),
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('editing', 'being edited'), ('in_review', 'in review'), ('scheduled', 'release scheduled')], default='editing', editable=False, max_length=12, verbose_name='stage of the draft')),
                ('edit_version', models.PositiveIntegerField(default=1, editable=False, verbose_name='edit version')),
                ('created_at', models.DateTimeField(default=foundation.clock.local_now, editable=False, verbose_name='created')),
                ('updated_at', models.DateTimeField(default=foundation.clock.local_now, editable=False, verbose_name='last edited')),
                ('kind', models.CharField(choices=[('rule', 'Government rules'), ('normative', 'Normative document'), ('document', 'Other official document'), ('interpretation', 'Policy interpretation'), ('announcement', 'Announcement'), ('news', 'News item'), ('plan', 'Plan'), ('promise', 'Promise to the public'), ('goal', 'Goals of the year'), ('budget', 'Budget or final accounts'), ('report', 'Report'), ('list', 'List or table'), ('profile', 'About the organ'), ('other', 'Other')], default='announcement', max_length=20, verbose_name='kind of text')),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('title_en', models.CharField(blank=True, max_length=400, verbose_name='English title')),
                ('document_number', models.CharField(blank=True, help_text='As on the document; many texts have none.', max_length=100, verbose_name='document number')),
                ('written_on', models.DateField(blank=True, null=True, verbose_name='date written')),
                ('issued_on', models.DateField(verbose_name='date issued')),
                ('effective_on', models.DateField(blank=True, null=True, verbose_name='in force from')),
                ('expires_on', models.DateField(blank=True, help_text='The last day.', null=True, verbose_name='in force until')),
                ('abolished_on', models.DateField(blank=True, null=True, verbose_name='abolished from')),
                ('keywords', models.CharField(blank=True, help_text='With spaces between them.', max_length=200, verbose_name='keywords')),
                ('summary', models.CharField(blank=True, help_text='The catalogue shows it; the law asks for it.', max_length=500, verbose_name='summary')),
                ('source', models.CharField(blank=True, help_text='Empty: the issuing body itself.', max_length=100, verbose_name='source')),
                ('disclosure_mode', models.CharField(choices=[('proactive', 'Published proactively'), ('on_request', 'Disclosed on request')], default='proactive', max_length=10, verbose_name='way of disclosure')),
                ('scope', models.CharField(blank=True, help_text='Empty: the whole public.', max_length=100, verbose_name='scope of disclosure')),
                ('text', models.TextField(blank=True, max_length=200000, verbose_name='text')),
                ('import_name', models.CharField(blank=True, editable=False, max_length=200, verbose_name='imported from')),
                ('column', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='disclosure.column', verbose_name='column')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='foundation.department', verbose_name='department')),
                ('index_number', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='publication', to='disclosure.indexnumber', verbose_name='index number')),
                ('updated_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'verbose_name': 'publication',
                'verbose_name_plural': 'publications',
                'ordering': ['-issued_on', '-id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Outlet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('gazette', 'Government gazette'), ('weibo', 'Weibo'), ('wechat', 'WeChat'), ('press', 'News media'), ('press_conference', 'Press conference'), ('interview', 'Online interview'), ('event', 'Event for the public'), ('other', 'Other channel')], max_length=20, verbose_name='channel')),
                ('on', models.DateField(verbose_name='day')),
                ('title', models.CharField(max_length=200, verbose_name='title or occasion')),
                ('medium', models.CharField(blank=True, help_text='For example the name of the newspaper.', max_length=100, verbose_name='account, paper or place')),
                ('url', models.URLField(blank=True, max_length=500, verbose_name='web address')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outlets', to='foundation.department', verbose_name='department')),
                ('publication', models.ForeignKey(blank=True, help_text='The text that went out, if it is on this site.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='outlets', to='disclosure.publication', verbose_name='publication')),
            ],
            options={
                'verbose_name': 'appearance on another channel',
                'verbose_name_plural': 'appearances on other channels',
                'ordering': ['-on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=foundation.publishing.models.new_key, editable=False, max_length=40, verbose_name='key')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('title', models.CharField(max_length=200, verbose_name='milestone')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='due')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='reached')),
                ('progress', models.CharField(blank=True, max_length=500, verbose_name='progress')),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='milestones', to='disclosure.publication', verbose_name='publication')),
            ],
            options={
                'verbose_name': 'milestone',
                'verbose_name_plural': 'milestones',
                'ordering': ['position', 'id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='EarlierDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=foundation.publishing.models.new_key, editable=False, max_length=40, verbose_name='key')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('effect', models.CharField(choices=[('replaces', 'replaces'), ('abolishes', 'abolishes'), ('amends', 'amends')], max_length=10, verbose_name='effect')),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='effects', to='disclosure.publication', verbose_name='publication')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='affected_by', to='disclosure.publication', verbose_name='earlier document')),
            ],
            options={
                'verbose_name': 'effect on an earlier document',
                'verbose_name_plural': 'effects on earlier documents',
                'ordering': ['position', 'id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AttachmentDownload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('attachment_key', models.CharField(max_length=40, verbose_name='attachment')),
                ('on', models.DateField(verbose_name='day')),
                ('count', models.PositiveIntegerField(default=0, verbose_name='downloads')),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='downloads', to='disclosure.publication', verbose_name='publication')),
            ],
            options={
                'verbose_name': 'download of an attachment',
                'verbose_name_plural': 'downloads of attachments',
                'ordering': ['-on'],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=foundation.publishing.models.new_key, editable=False, max_length=40, verbose_name='key')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('title', models.CharField(max_length=200, verbose_name='name of the attachment')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='foundation.storedfile', verbose_name='file')),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='disclosure.publication', verbose_name='publication')),
            ],
            options={
                'verbose_name': 'attachment',
                'verbose_name_plural': 'attachments',
                'ordering': ['position', 'id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PublicationRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(editable=False, verbose_name='revision')),
                ('schema_version', models.PositiveSmallIntegerField(editable=False, verbose_name='schema version')),
                ('document', models.JSONField(editable=False, verbose_name='document')),
                ('checksum', models.CharField(editable=False, max_length=64, verbose_name='checksum')),
                ('gaps', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, editable=False, size=None, verbose_name='gaps')),
                ('change_note', models.CharField(blank=True, editable=False, max_length=300, verbose_name='what changed')),
                ('submitted_at', models.DateTimeField(default=foundation.clock.local_now, editable=False, verbose_name='submitted')),
                ('decision', models.CharField(choices=[('open', 'waiting for review'), ('recalled', 'taken back'), ('returned', 'returned'), ('released', 'released'), ('unscheduled', 'release cancelled')], default='open', editable=False, max_length=12, verbose_name='decision')),
                ('decided_at', models.DateTimeField(editable=False, null=True, verbose_name='decided')),
                ('decision_note', models.CharField(blank=True, editable=False, max_length=500, verbose_name='comment or reason')),
                ('scheduled_for', models.DateTimeField(editable=False, null=True, verbose_name='to be public from')),
                ('live_from', models.DateTimeField(editable=False, null=True, verbose_name='public from')),
                ('live_until', models.DateTimeField(editable=False, null=True, verbose_name='public until')),
                ('retire_reason', models.CharField(blank=True, editable=False, max_length=500, verbose_name='reason of withdrawal')),
                ('decided_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('edited_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='last edited by')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='disclosure.publication', verbose_name='publication')),
                ('retired_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='withdrawn by')),
                ('submitted_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='submitted by')),
            ],
            options={
                'verbose_name': 'publication revision',
                'verbose_name_plural': 'publication revisions',
                'ordering': ['-number'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PublishedPublication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision_number', models.PositiveIntegerField(verbose_name='revision')),
                ('checksum', models.CharField(max_length=64, verbose_name='checksum')),
                ('initial', models.CharField(max_length=1, verbose_name='first letter')),
                ('published_at', models.DateTimeField(verbose_name='public from')),
                ('gap_count', models.PositiveSmallIntegerField(default=0, verbose_name='number of gaps')),
                ('template_version', models.CharField(max_length=16)),
                ('head_zh', models.TextField()),
                ('body_zh', models.TextField()),
                ('head_en', models.TextField()),
                ('body_en', models.TextField()),
                ('index_text', models.CharField(max_length=32, unique=True, verbose_name='index number')),
                ('kind', models.CharField(choices=[('rule', 'Government rules'), ('normative', 'Normative document'), ('document', 'Other official document'), ('interpretation', 'Policy interpretation'), ('announcement', 'Announcement'), ('news', 'News item'), ('plan', 'Plan'), ('promise', 'Promise to the public'), ('goal', 'Goals of the year'), ('budget', 'Budget or final accounts'), ('report', 'Report'), ('list', 'List or table'), ('profile', 'About the organ'), ('other', 'Other')], max_length=20)),
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
                ('disclosure_mode', models.CharField(choices=[('proactive', 'Published proactively'), ('on_request', 'Disclosed on request')], max_length=10)),
                ('first_public_at', models.DateTimeField()),
                ('affects', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('effects', models.JSONField(default=list)),
                ('milestones', models.JSONField(default=list)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='published', to='disclosure.issuingbody', verbose_name='issuing body')),
                ('column', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='published', to='disclosure.column', verbose_name='column')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='foundation.department')),
                ('record', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='published', to='disclosure.publication')),
                ('revision', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='published', to='disclosure.publicationrevision')),
            ],
            options={
                'verbose_name': 'public text',
                'verbose_name_plural': 'public texts',
                'ordering': ['-issued_on', '-record_id'],
            },
        ),
        migrations.CreateModel(
            name='BrochureHandout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='day')),
                ('title', models.CharField(max_length=200, verbose_name='title of the brochure')),
                ('copies', models.PositiveIntegerField(verbose_name='copies')),
                ('where', models.CharField(blank=True, max_length=200, verbose_name='where')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='brochure_handouts', to='foundation.department', verbose_name='department')),
            ],
            options={
                'verbose_name': 'handout of brochures',
                'verbose_name_plural': 'handouts of brochures',
                'ordering': ['-on', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('copies__gt', 0)), name='brochurehandout_some_copies')],
            },
        ),
        migrations.AddConstraint(
            model_name='column',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['news', 'notices', 'policies', 'yearly', 'static'])), name='disclosure_column_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='column',
            constraint=models.UniqueConstraint(fields=('parent', 'name'), name='column_name_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='column',
            constraint=models.CheckConstraint(condition=models.Q(('parent', None), models.Q(('parent', models.F('id')), _negated=True), _connector='OR'), name='column_not_its_own_part'),
        ),
        migrations.AddConstraint(
            model_name='issuingbody',
            constraint=models.CheckConstraint(condition=models.Q(('prefix__regex', '^[0-9A-Z]{9}([0-9A-Z]{9})?$')), name='issuingbody_prefix_shape'),
        ),
        migrations.AddConstraint(
            model_name='issuingbody',
            constraint=models.CheckConstraint(condition=models.Q(('serial_digits__in', [5, 6])), name='issuingbody_serial_digits'),
        ),
        migrations.AddConstraint(
            model_name='indexnumber',
            constraint=models.UniqueConstraint(fields=('body', 'year', 'serial'), name='indexnumber_serial_once'),
        ),
        migrations.AddConstraint(
            model_name='indexnumber',
            constraint=models.CheckConstraint(condition=models.Q(('text__regex', '^[0-9A-Z]{9}([0-9A-Z]{9})?/[0-9]{4}([0-9]{2})?-[0-9]{5,6}$')), name='indexnumber_shape'),
        ),
        migrations.AddConstraint(
            model_name='indexnumber',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('unused_reason', ''), ('unused_since', None)), models.Q(('unused_since__isnull', False), models.Q(('unused_reason', ''), _negated=True)), _connector='OR'), name='indexnumber_unused_with_reason'),
        ),
        migrations.AddIndex(
            model_name='publication',
            index=models.Index(fields=['written_on'], name='publication_written'),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['editing', 'in_review', 'scheduled'])), name='disclosure_publication_stage_known'),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['rule', 'normative', 'document', 'interpretation', 'announcement', 'news', 'plan', 'promise', 'goal', 'budget', 'report', 'list', 'profile', 'other'])), name='disclosure_publication_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.CheckConstraint(condition=models.Q(('disclosure_mode__in', ['proactive', 'on_request'])), name='disclosure_publication_disclosure_mode_known'),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.CheckConstraint(condition=models.Q(('written_on', None), ('written_on__lte', models.F('issued_on')), _connector='OR'), name='publication_written_before_issued'),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.CheckConstraint(condition=models.Q(('expires_on', None), ('effective_on', None), ('effective_on__lte', models.F('expires_on')), _connector='OR'), name='publication_term_in_order'),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.UniqueConstraint(condition=models.Q(('import_name', ''), _negated=True), fields=('import_name',), name='publication_imported_once'),
        ),
        migrations.AddIndex(
            model_name='outlet',
            index=models.Index(fields=['on', 'channel'], name='outlet_by_day'),
        ),
        migrations.AddConstraint(
            model_name='outlet',
            constraint=models.CheckConstraint(condition=models.Q(('channel__in', ['gazette', 'weibo', 'wechat', 'press', 'press_conference', 'interview', 'event', 'other'])), name='disclosure_outlet_channel_known'),
        ),
        migrations.AddConstraint(
            model_name='milestone',
            constraint=models.UniqueConstraint(fields=('publication', 'key'), name='milestone_key_once'),
        ),
        migrations.AddConstraint(
            model_name='earlierdocument',
            constraint=models.UniqueConstraint(fields=('publication', 'key'), name='earlierdocument_key_once'),
        ),
        migrations.AddConstraint(
            model_name='earlierdocument',
            constraint=models.UniqueConstraint(fields=('publication', 'target'), name='earlierdocument_target_once'),
        ),
        migrations.AddConstraint(
            model_name='earlierdocument',
            constraint=models.CheckConstraint(condition=models.Q(('publication', models.F('target')), _negated=True), name='earlierdocument_not_itself'),
        ),
        migrations.AddConstraint(
            model_name='earlierdocument',
            constraint=models.CheckConstraint(condition=models.Q(('effect__in', ['replaces', 'abolishes', 'amends'])), name='disclosure_earlierdocument_effect_known'),
        ),
        migrations.AddConstraint(
            model_name='attachmentdownload',
            constraint=models.UniqueConstraint(fields=('publication', 'attachment_key', 'on'), name='attachmentdownload_once'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.UniqueConstraint(fields=('publication', 'key'), name='attachment_key_once'),
        ),
        migrations.AddConstraint(
            model_name='publicationrevision',
            constraint=models.UniqueConstraint(fields=('record', 'number'), name='disclosure_publicationrevision_number_once'),
        ),
        migrations.AddConstraint(
            model_name='publicationrevision',
            constraint=models.UniqueConstraint(condition=models.Q(('live_from__isnull', False), ('live_until__isnull', True)), fields=('record',), name='disclosure_publicationrevision_one_live'),
        ),
        migrations.AddConstraint(
            model_name='publicationrevision',
            constraint=models.UniqueConstraint(condition=models.Q(('decision', 'open'), models.Q(('decision', 'released'), ('live_from__isnull', True)), _connector='OR'), fields=('record',), name='disclosure_publicationrevision_one_pending'),
        ),
        migrations.AddConstraint(
            model_name='publicationrevision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decision', 'released'), _negated=True), models.Q(models.Q(('decided_by', models.F('submitted_by')), _negated=True), models.Q(('edited_by', None), models.Q(('decided_by', models.F('edited_by')), _negated=True), _connector='OR')), _connector='OR'), name='disclosure_publicationrevision_second_person'),
        ),
        migrations.AddConstraint(
            model_name='publicationrevision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decision', 'released'), _negated=True), ('gaps', []), models.Q(('decision_note', ''), _negated=True), _connector='OR'), name='disclosure_publicationrevision_gaps_need_reason'),
        ),
        migrations.AddConstraint(
            model_name='publicationrevision',
            constraint=models.CheckConstraint(condition=models.Q(('decision__in', ['open', 'recalled', 'returned', 'released', 'unscheduled'])), name='disclosure_publicationrevision_decision_known'),
        ),
        migrations.AddConstraint(
            model_name='publicationrevision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('decision', 'open')), models.Q(models.Q(('decision', 'open'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='disclosure_publicationrevision_decided_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='publicationrevision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decision', 'released'), _negated=True), ('live_from__isnull', False), ('scheduled_for__isnull', False), _connector='OR'), name='disclosure_publicationrevision_released_to_a_moment'),
        ),
        migrations.AddConstraint(
            model_name='publicationrevision',
            constraint=models.CheckConstraint(condition=models.Q(('live_from__isnull', True), ('decision', 'released'), _connector='OR'), name='disclosure_publicationrevision_live_was_released'),
        ),
        migrations.AddConstraint(
            model_name='publicationrevision',
            constraint=models.CheckConstraint(condition=models.Q(('retired_by', None), models.Q(('live_until__isnull', False), models.Q(('retire_reason', ''), _negated=True)), _connector='OR'), name='disclosure_publicationrevision_retired_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='publicationrevision',
            constraint=models.CheckConstraint(condition=models.Q(('live_until__isnull', True), ('live_from__lte', models.F('live_until')), _connector='OR'), name='disclosure_publicationrevision_life_in_order'),
        ),
        migrations.AddIndex(
            model_name='publishedpublication',
            index=models.Index(fields=['column', '-issued_on', '-record'], name='published_by_column'),
        ),
        migrations.AddIndex(
            model_name='publishedpublication',
            index=models.Index(fields=['-issued_on', '-record'], name='published_by_date'),
        ),
        migrations.AddIndex(
            model_name='publishedpublication',
            index=django.contrib.postgres.indexes.GinIndex(fields=['affects'], name='published_affects'),
        ),
        migrations.RunSQL(_GUARDS, _UNDO),
    ]
