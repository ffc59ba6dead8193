"""Remove the personal data whose period is over."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from foundation.clock import local_today
from foundation.retention.actions import apply_retention


class Command(BaseCommand):
    help = "Remove the personal data whose period is over, as the worker does every night; --dry-run only counts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *, dry_run: bool, **_options: Any) -> None:
        for kind, count in apply_retention(local_today(), only_look=dry_run):
            self.stdout.write(f"{kind.code}: {count}")
