"""Counters of tries, in an unlogged table: they are written often, and a crash may empty them."""

from typing import Any, ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the counters."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("foundation", "0002_guards")]
    operations: ClassVar[list[Any]] = [
        migrations.CreateModel(
            name="RateCounter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=64)),
                ("window", models.BigIntegerField()),
                ("tries", models.PositiveIntegerField(default=1)),
                ("ends_at", models.DateTimeField(db_index=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("key", "window"), name="ratecounter_once")],
            },
        ),
        migrations.RunSQL(
            "ALTER TABLE foundation_ratecounter SET UNLOGGED", "ALTER TABLE foundation_ratecounter SET LOGGED"
        ),
    ]
