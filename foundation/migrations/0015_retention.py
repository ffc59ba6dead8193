"""Retention periods, and tombstones that nobody changes."""

from django.db import migrations, models


_GUARDS = """
CREATE TRIGGER tombstone_append_only BEFORE UPDATE OR DELETE ON foundation_tombstone
    FOR EACH ROW EXECUTE FUNCTION foundation_refuse();
CREATE TRIGGER tombstone_no_truncate BEFORE TRUNCATE ON foundation_tombstone
    FOR EACH STATEMENT EXECUTE FUNCTION foundation_refuse();
"""
_UNDO = """
DROP TRIGGER tombstone_no_truncate ON foundation_tombstone;
DROP TRIGGER tombstone_append_only ON foundation_tombstone;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('foundation', '0014_search_themes'),
    ]

    operations = [
        migrations.CreateModel(
            name='RetentionRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('kind', models.CharField(editable=False, max_length=30, unique=True)),
                ('months', models.PositiveSmallIntegerField()),
                ('basis', models.CharField(max_length=200)),
            ],
            options={
                'ordering': ['kind'],
                'constraints': [models.CheckConstraint(condition=models.Q(('months__range', (1, 600))), name='retentionrule_months'), models.CheckConstraint(condition=models.Q(('basis', ''), _negated=True), name='retentionrule_has_a_basis')],
            },
        ),
        migrations.CreateModel(
            name='Tombstone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=30)),
                ('number', models.CharField(max_length=40)),
                ('removed_on', models.DateField()),
                ('why', models.CharField(max_length=20)),
                ('months', models.PositiveSmallIntegerField(null=True)),
            ],
            options={
                'ordering': ['-removed_on', '-id'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'number'), name='tombstone_once'), models.CheckConstraint(condition=models.Q(('why__in', ['retention', 'asked_for', 'mistake'])), name='foundation_tombstone_why_known')],
            },
        ),
        migrations.RunSQL(_GUARDS, _UNDO),
    ]
