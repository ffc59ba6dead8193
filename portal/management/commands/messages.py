"""Collect the translatable strings into locale/ and compile the catalogs: `make messages`."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from portal import translations


class Command(BaseCommand):
    help = "Bring the Chinese catalogs up to date with code, templates and scripts, and compile them."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        for file, found in translations.catalogs(settings.BASE_DIR).items():
            for problem in found.problems:
                self.stderr.write(problem)
            if not found.messages and not file.exists():
                continue
            catalog = translations.update(file, found)
            file.parent.mkdir(parents=True, exist_ok=True)
            catalog.save(str(file))
            catalog.save_as_mofile(str(file.with_suffix(".mo")))
            self.stdout.write(
                f"{file.name}: {len(catalog)} strings, {len(catalog.untranslated_entries())} untranslated"
            )
