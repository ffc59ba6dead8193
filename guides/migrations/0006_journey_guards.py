"""Revisions of journeys are append-only, and known addresses stay, whoever is connected."""

from typing import ClassVar

from django.db import migrations

from foundation.publishing.guards import guard_publishing


class Migration(migrations.Migration):
    """Adds the guards."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("guides", "0005_journeys")]
    operations: ClassVar[list[migrations.RunSQL]] = [
        guard_publishing("guides_journey", "slug", "guides_journeyrevision"),
    ]
