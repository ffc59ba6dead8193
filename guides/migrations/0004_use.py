"""How guides are used, counted by day, and whether they helped."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('guides', '0003_situations'),
    ]

    operations = [
        migrations.CreateModel(
            name='GuideDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('on', models.DateField()),
                ('views', models.PositiveIntegerField(default=0)),
                ('finds', models.PositiveIntegerField(default=0)),
                ('guide', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='days', to='guides.guide')),
            ],
            options={
                'ordering': ['-on'],
                'constraints': [models.UniqueConstraint(fields=('guide', 'on'), name='guideday_once'), models.CheckConstraint(condition=models.Q(('finds__lte', models.F('views'))), name='guideday_finds_are_views')],
            },
        ),
        migrations.CreateModel(
            name='GuideVote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('on', models.DateField()),
                ('helped', models.BooleanField()),
                ('reason', models.CharField(blank=True, max_length=12)),
                ('remark', models.CharField(blank=True, max_length=300)),
                ('revision_number', models.PositiveIntegerField()),
                ('guide', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='votes', to='guides.guide')),
            ],
            options={
                'ordering': ['-on', '-pk'],
                'indexes': [models.Index(fields=['guide', '-on'], name='guidevote_guide')],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason__in', ['unclear', 'missing', 'different', 'hard_to_find', 'other', ''])), name='guides_guidevote_reason_known'), models.CheckConstraint(condition=models.Q(models.Q(('helped', True), ('reason', ''), ('remark', '')), models.Q(('helped', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='guidevote_reason_where_it_did_not_help')],
            },
        ),
    ]
