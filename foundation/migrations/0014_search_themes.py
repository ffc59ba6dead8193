"""An entry of the search stands under all its themes; until it is written anew, under the first one."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('foundation', '0013_links'),
    ]

    operations = [
        migrations.AddField(
            model_name='searchentry',
            name='themes',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None),
        ),
        migrations.RunSQL(
            "UPDATE foundation_searchentry SET themes = ARRAY[theme] WHERE theme <> ''",
            "UPDATE foundation_searchentry SET theme = coalesce(themes[1], '')",
        ),
        migrations.RemoveField(
            model_name='searchentry',
            name='theme',
        ),
    ]
