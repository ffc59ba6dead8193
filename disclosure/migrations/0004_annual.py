"""Annual reports and figures entered by hand; a signed report never changes."""

import django.db.models.deletion
import foundation.clock
from django.conf import settings
from django.db import migrations, models

_GUARDS = """
-- A signed report is what the public and the competent office have read; a correction is a new version.
CREATE FUNCTION disclosure_guard_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a signed report never changes; amend it in a new version'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER annualreport_immutable BEFORE UPDATE OR DELETE ON disclosure_annualreport
    FOR EACH ROW WHEN (OLD.stage = 'signed') EXECUTE FUNCTION disclosure_guard_report();
CREATE TRIGGER annualreport_no_truncate BEFORE TRUNCATE ON disclosure_annualreport
    FOR EACH STATEMENT EXECUTE FUNCTION foundation_refuse();
"""
_UNDO = """
DROP TRIGGER annualreport_immutable ON disclosure_annualreport;
DROP TRIGGER annualreport_no_truncate ON disclosure_annualreport;
DROP FUNCTION disclosure_guard_report();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('disclosure', '0003_register_guards'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AnnualReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('year', models.PositiveSmallIntegerField()),
                ('version', models.PositiveSmallIntegerField(default=1, editable=False)),
                ('stage', models.CharField(default='drafting', editable=False, max_length=12)),
                ('amendment', models.CharField(blank=True, max_length=300)),
                ('category', models.CharField(blank=True, max_length=40)),
                ('document_number', models.CharField(blank=True, max_length=100)),
                ('given_index', models.CharField(blank=True, max_length=32)),
                ('issued_on', models.DateField(blank=True, null=True)),
                ('texts', models.JSONField(default=dict)),
                ('edit_version', models.PositiveIntegerField(default=1, editable=False)),
                ('edited_at', models.DateTimeField(default=foundation.clock.local_now, editable=False)),
                ('submitted_at', models.DateTimeField(editable=False, null=True)),
                ('return_note', models.CharField(blank=True, editable=False, max_length=300)),
                ('signed_at', models.DateTimeField(editable=False, null=True)),
                ('document', models.JSONField(editable=False, null=True)),
                ('checksum', models.CharField(blank=True, editable=False, max_length=64)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='annual_reports', to='disclosure.issuingbody')),
                ('edited_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('index_number', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='annual_reports', to='disclosure.indexnumber')),
                ('signed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submitted_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-year', '-version'],
                'constraints': [models.CheckConstraint(condition=models.Q(('stage__in', ['drafting', 'in_review', 'signed'])), name='disclosure_annualreport_stage_known'), models.UniqueConstraint(fields=('year', 'version'), name='annualreport_version_once'), models.UniqueConstraint(condition=models.Q(('stage', 'signed'), _negated=True), fields=('year',), name='annualreport_one_draft'), models.CheckConstraint(condition=models.Q(('year__range', (2008, 2200))), name='annualreport_year_in_range'), models.CheckConstraint(condition=models.Q(models.Q(('amendment', ''), ('version', 1)), models.Q(('version__gt', 1), models.Q(('amendment', ''), _negated=True)), _connector='OR'), name='annualreport_amended_with_reason'), models.CheckConstraint(condition=models.Q(models.Q(('checksum__regex', '^[0-9a-f]{64}$'), ('document__isnull', False), ('index_number__isnull', False), ('issued_on__isnull', False), ('signed_at__isnull', False), ('signed_by__isnull', False), ('stage', 'signed'), ('submitted_by__isnull', False)), models.Q(models.Q(('stage', 'signed'), _negated=True), ('checksum', ''), ('document__isnull', True), ('signed_at', None), ('signed_by', None)), _connector='OR'), name='annualreport_signed_is_frozen'), models.CheckConstraint(condition=models.Q(('signed_by', None), models.Q(models.Q(('signed_by', models.F('submitted_by')), _negated=True), models.Q(('signed_by', models.F('edited_by')), _negated=True)), _connector='OR'), name='annualreport_second_person'), models.CheckConstraint(condition=models.Q(('stage', 'drafting'), models.Q(('submitted_at__isnull', False), ('submitted_by__isnull', False)), _connector='OR'), name='annualreport_reviewed_was_submitted')],
            },
        ),
        migrations.CreateModel(
            name='ManualFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('year', models.PositiveSmallIntegerField()),
                ('address', models.CharField(max_length=80)),
                ('value', models.DecimalField(decimal_places=6, max_digits=19)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('entered_at', models.DateTimeField(default=foundation.clock.local_now)),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['year', 'id'],
                'constraints': [models.UniqueConstraint(fields=('year', 'address'), name='manualfigure_cell_once'), models.CheckConstraint(condition=models.Q(('year__range', (2008, 2200))), name='manualfigure_year_in_range'), models.CheckConstraint(condition=models.Q(('value__gte', 0), ('address__endswith', '.change'), _connector='OR'), name='manualfigure_not_negative')],
            },
        ),
        migrations.RunSQL(_GUARDS, _UNDO),
    ]
