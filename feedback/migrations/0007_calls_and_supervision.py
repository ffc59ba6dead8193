"""Calls that came back, answers that staff noted, supervisions that the center confirms."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import foundation.encryption
from django.conf import settings
from django.db import migrations, models


def _fill(apps, _schema):
    """Give call-backs that were made their own result, and end the supervisions that were answered."""
    calls = apps.get_model("feedback", "Call")
    for call in calls.objects.filter(kind="callback", result="answered"):
        call.result, call.note = "reached", call.note or "（当时未记录）"
        call.save(update_fields=["result", "note"])
    supervisions = apps.get_model("feedback", "Supervision")
    supervisions.objects.filter(answered_at__isnull=False).update(is_accepted=True, decided_at=models.F("answered_at"))


class Migration(migrations.Migration):

    dependencies = [
        ('feedback', '0006_solicitations'),
        ('foundation', '0008_search'),
        ('guides', '0002_guards'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='call',
            name='feedback_call_result_known',
        ),
        migrations.RemoveConstraint(
            model_name='supervision',
            name='supervision_one_open',
        ),
        migrations.AddField(
            model_name='call',
            name='name',
            field=foundation.encryption.EncryptedTextField(blank=True),
        ),
        migrations.AddField(
            model_name='supervision',
            name='decided_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='supervision',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='supervision',
            name='is_accepted',
            field=models.BooleanField(null=True),
        ),
        migrations.AddField(
            model_name='supervision',
            name='note',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='writerquestion',
            name='noted_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='writerquestion',
            name='told_by',
            field=foundation.encryption.EncryptedTextField(blank=True),
        ),
        migrations.AddField(
            model_name='writerquestion',
            name='told_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.RunPython(_fill, migrations.RunPython.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='call',
            constraint=models.CheckConstraint(condition=models.Q(('result__in', ['answered', 'to_call_back', 'message', 'elsewhere', 'reached', 'unreachable'])), name='feedback_call_result_known'),
        ),
        migrations.AddConstraint(
            model_name='call',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'callback'), ('result__in', ('reached', 'unreachable'))), models.Q(('kind', 'enquiry'), models.Q(('result__in', ('reached', 'unreachable')), _negated=True)), _connector='OR'), name='call_result_of_its_kind'),
        ),
        migrations.AddConstraint(
            model_name='call',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('result', 'reached'), _negated=True), django.db.models.lookups.GreaterThan(django.db.models.functions.text.Length(models.F('note')), 0), _connector='OR'), name='call_back_in_words'),
        ),
        migrations.AddConstraint(
            model_name='supervision',
            constraint=models.UniqueConstraint(condition=models.Q(('is_accepted', None)), fields=('message',), name='supervision_one_open'),
        ),
        migrations.AddConstraint(
            model_name='supervision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('is_accepted', None)), models.Q(('answered_at__isnull', False), ('decided_at__isnull', False), ('is_accepted', True)), models.Q(('answered_at__isnull', False), ('decided_at__isnull', False), ('is_accepted', False), models.Q(('note', ''), _negated=True)), _connector='OR'), name='supervision_decided_on_an_answer'),
        ),
        migrations.AddConstraint(
            model_name='writerquestion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('noted_by', None), ('told_on', None)), models.Q(('answered_at__isnull', False), ('noted_by__isnull', False), ('told_on__gte', models.F('asked_on')), django.db.models.lookups.GreaterThan(django.db.models.functions.text.Length(models.F('told_by')), 0)), _connector='OR'), name='writerquestion_noted_with_day_and_teller'),
        ),
    ]
