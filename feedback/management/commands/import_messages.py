"""Take over messages and their replies from CSV, XLSX or JSON, and release the masked ones to the public."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from feedback.actions.answers import publish_set
from feedback.actions.imports import import_messages
from feedback.imports.columns import LAYOUT
from foundation.access import Role
from foundation.clock import local_today
from foundation.machine_accounts import machine_account
from foundation.people import User
from foundation.tables.sources import open_source
from foundation.workflow import DomainError

IMPORTER, APPROVER = "message-import", "message-import-approval"
"""Accounts nobody can log in with: the one that takes over, and the second person for replies sent elsewhere."""


class Command(BaseCommand):
    help = "Take over messages with their replies; importing twice changes nothing. Nothing becomes public by itself."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", metavar="FILE")
        parser.add_argument("--columns", action="store_true", help="print the columns and end")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
        parser.add_argument(
            "--skip-invalid", action="store_true", help="take in the good rows although others have errors"
        )
        parser.add_argument(
            "--release-as",
            metavar="REVIEWER",
            help="release the masked texts of imported messages as this account; those with leaks are held back",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["columns"]:
            for column in LAYOUT.columns:
                self.stdout.write(f"{column.name:<20} {column.label}　{column.help}")
            return
        if options["file"] is None:
            raise CommandError(_("Name the file; --columns prints what it holds."))
        try:
            result = import_messages(
                open_source(options["file"]),
                actor=machine_account(IMPORTER, "留言导入", Role.OFFICER),
                approver=machine_account(APPROVER, "留言导入（原系统签发）", Role.REVIEWER),
                today=local_today(),
                dry_run=options["dry_run"],
                skip_invalid=options["skip_invalid"],
            )
        except DomainError as error:
            raise CommandError(str(error)) from error
        for sentence in result.sentences(dry_run=options["dry_run"]):
            self.stdout.write(sentence)
        if options["release_as"] and not (options["dry_run"] or result.held_back):
            self._release(options["release_as"])
        self.stdout.write(str(result))
        if result.held_back:
            sys.exit(1)

    def _release(self, username: str) -> None:
        reviewer = User.objects.filter(username=username).first()
        if reviewer is None:
            raise CommandError(_("There is no account “%(name)s”.") % {"name": username})
        try:
            released, held = publish_set(actor=reviewer)
        except PermissionDenied as error:
            raise CommandError(str(error) or _("Your role does not allow this here.")) from error
        for number in held:
            self.stdout.write(_("%(number)s: held back, personal data are left in its text.") % {"number": number})
        self.stdout.write(f"released {released}, held back {len(held)}")
