"""Load the sample content of the fictional city once; does nothing where a catalog exists."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from approvals.models import Item
from portal.sample import content


class Command(BaseCommand):
    help = "Load the sample content into an empty catalog."

    def handle(self, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("Sample content and sample logins are not loaded in production.")
        if Item.objects.exists():
            self.stdout.write("The catalog is not empty; nothing was loaded.")
            return
        totals = content.load()
        self.stdout.write(", ".join(f"{name}: {count}" for name, count in totals.items()))
