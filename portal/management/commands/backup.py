"""Write a backup of database, files and heads of the audit trail into one file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from foundation.clock import local_now
from portal import backup


class Command(BaseCommand):
    help = "Write database, private files and heads of the audit trail into one file with checksums; never the keys."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", type=Path, nargs="?", help="default: backups/ in the data folder, named by the time"
        )
        parser.add_argument("--passphrase-file", type=Path, help="encrypt with the passphrase in this file")

    def handle(self, *, file: Path | None, passphrase_file: Path | None, **_options: Any) -> None:
        target = (file or settings.DATA_DIR / "backups" / backup.default_name(local_now())).absolute()
        try:
            manifest = backup.make(target, passphrase=backup.passphrase_in(passphrase_file))
        except backup.BackupRefused as refusal:
            raise CommandError(str(refusal)) from None
        rows = sum(manifest["rows"].values())
        self.stdout.write(
            f"{target}: {rows} rows in {len(manifest['rows'])} tables, {len(manifest['members']) - 1} files."
        )
