"""The day of a reply is a fact of its own; replies that were sent get the day on which their clock stopped."""

from django.conf import settings
from django.db import migrations, models

_FILL = """
ALTER TABLE feedback_reply DISABLE TRIGGER reply_unchanged;
UPDATE feedback_reply SET sent_on = (sent_at AT TIME ZONE 'Asia/Shanghai')::date WHERE stage = 'sent';
UPDATE feedback_reply SET sent_on = replied."on"
    FROM (SELECT message_id, "on", row_number() OVER (PARTITION BY message_id ORDER BY id) AS place
          FROM feedback_messagefact WHERE kind = 'replied') replied
    WHERE replied.message_id = feedback_reply.message_id AND replied.place = feedback_reply.sequence AND stage = 'sent';
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE feedback_reply ENABLE TRIGGER reply_unchanged;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('feedback', '0008_rating_words'),
        ('foundation', '0011_audit_seals'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='reply',
            name='reply_sent_by_somebody',
        ),
        migrations.AddField(
            model_name='reply',
            name='sent_on',
            field=models.DateField(editable=False, null=True),
        ),
        migrations.RunSQL(_FILL, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='reply',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('department__isnull', False), ('sent_at__isnull', False), ('sent_by__isnull', False), ('sent_on__isnull', False), ('stage', 'sent')), models.Q(models.Q(('stage', 'sent'), _negated=True), ('department', None), ('sent_at', None), ('sent_by', None), ('sent_on', None)), _connector='OR'), name='reply_sent_by_somebody'),
        ),
    ]
