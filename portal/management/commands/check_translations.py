"""Fail unless the Chinese catalogs are complete, beyond doubt and compiled: part of `make check`."""

from typing import Any

from django.conf import settings
from django.core.management import CommandError
from django.core.management.base import BaseCommand

from portal import translations

SHOWN = 60
"""How many complaints are printed; more would only scroll the first ones away."""


class Command(BaseCommand):
    help = "Check that every translatable string has a Chinese translation and that the catalogs are compiled."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        said, strings = [], 0
        for file, found in translations.catalogs(settings.BASE_DIR).items():
            said += translations.complaints(file, found)
            strings += len(found.messages)
        for complaint in said[:SHOWN]:
            self.stderr.write(complaint)
        if len(said) > SHOWN:
            self.stderr.write(f"… and {len(said) - SHOWN} more")
        if said:
            raise CommandError(f"The Chinese catalog needs work: {len(said)} complaints about {strings} strings.")
        self.stdout.write(f"All {strings} strings have a Chinese translation.")
