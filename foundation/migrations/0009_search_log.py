"""Queries counted by day without persons; the key of a day lives in an unlogged table: no replica, no archived log has it."""

import django.db.models.deletion
import foundation.search.log_models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('foundation', '0008_search'),
    ]

    operations = [
        migrations.CreateModel(
            name='QueryDayKey',
            fields=[
                ('on', models.DateField(primary_key=True, serialize=False)),
                ('key', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='QueryDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('on', models.DateField()),
                ('key', models.CharField(max_length=64)),
                ('text', models.CharField(blank=True, max_length=60)),
                ('searches', models.PositiveIntegerField(default=0)),
                ('misses', models.PositiveIntegerField(default=0)),
                ('clicks', models.PositiveIntegerField(default=0)),
                ('visits', models.PositiveIntegerField(default=0)),
                ('sketch', foundation.search.log_models.BitField(null=True, size=2048)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('text', ''), _negated=True), fields=['text', 'on'], name='queryday_text')],
                'constraints': [models.UniqueConstraint(fields=('on', 'key'), name='queryday_once')],
            },
        ),
        migrations.CreateModel(
            name='QueryMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('text', models.CharField(max_length=60, unique=True)),
                ('outcome', models.CharField(max_length=10)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('done_on', models.DateField()),
                ('done_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('outcome__in', ['synonym', 'content', 'nothing'])), name='foundation_querymark_outcome_known'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='querymark_text_not_empty')],
            },
        ),
        migrations.RunSQL(
            "ALTER TABLE foundation_querydaykey SET UNLOGGED", "ALTER TABLE foundation_querydaykey SET LOGGED"
        ),
    ]
