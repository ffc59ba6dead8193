"""Bring a backup back into an empty database and folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from foundation.seal_check import verify
from portal import backup


class Command(BaseCommand):
    help = "Bring a backup back into an empty database and folder; compare checksums, rows and the audit trail."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--passphrase-file", type=Path, help="decrypt with the passphrase in this file")

    def handle(self, *, file: Path, passphrase_file: Path | None, **_options: Any) -> None:
        try:
            manifest = backup.restore(file.absolute(), passphrase=backup.passphrase_in(passphrase_file))
        except backup.BackupRefused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(
            f"The backup of {manifest['made_at']} is back: {sum(manifest['rows'].values())} rows, all counted."
        )
        verdict = verify(settings.AUDIT_HEADS_DIR)
        if verdict.problems:
            raise CommandError("\n".join(["The audit trail does not hold:", *verdict.problems]))
        self.stdout.write(f"The audit trail holds: {verdict.sealed} entries sealed, {verdict.waiting} wait.")
