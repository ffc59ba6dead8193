"""What signed post needs, and when the outcome of a remedy was served."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('disclosure', '0009_reminders'),
        ('foundation', '0008_search'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='remedy',
            name='outcome_served_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name='remedy',
            constraint=models.CheckConstraint(condition=models.Q(('outcome_served_on', None), models.Q(('closed_on__isnull', False), ('outcome_served_on__gte', models.F('closed_on'))), _connector='OR'), name='remedy_outcome_served_after_it'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('way', 'registered_post'), _negated=True), models.Q(('tracking_number', ''), _negated=True), _connector='OR'), name='service_signed_post_has_number'),
        ),
    ]
