"""Load the reference data that every deployment needs; safe to repeat."""

from typing import Any

from django.core.management.base import BaseCommand

from approvals.reference import load_themes


class Command(BaseCommand):
    help = "Load or refresh the reference data (themes)."

    def handle(self, **options: Any) -> None:
        count = load_themes()
        if options["verbosity"] > 0:
            self.stdout.write(f"{count} themes")
