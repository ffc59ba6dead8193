"""Take over a register of requests from CSV or XLSX."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from disclosure.actions.imports import import_requests
from disclosure.imports.accounts import USERNAME, import_account
from disclosure.imports.columns import COLUMNS
from foundation.clock import local_today
from foundation.people import User
from foundation.tables.sources import open_source
from foundation.workflow import DomainError


class Command(BaseCommand):
    help = "Take over a register of disclosure requests from CSV or XLSX; importing twice changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", metavar="FILE")
        parser.add_argument("--columns", action="store_true", help="print the columns and end")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
        parser.add_argument(
            "--skip-invalid", action="store_true", help="take in the good rows although others have errors"
        )
        parser.add_argument("--officer", default=USERNAME, help="account of the disclosure officer who takes it over")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["columns"]:
            self._print_columns()
            return
        if options["file"] is None:
            raise CommandError(_("Name the file; --columns prints what it holds."))
        try:
            result = import_requests(
                open_source(options["file"]),
                actor=_account(options["officer"]),
                today=local_today(),
                dry_run=options["dry_run"],
                skip_invalid=options["skip_invalid"],
            )
        except DomainError as error:
            raise CommandError(str(error)) from error
        except PermissionDenied as error:
            raise CommandError(str(error) or _("Your role does not allow this here.")) from error
        for sentence in result.sentences(dry_run=options["dry_run"]):
            self.stdout.write(sentence)
        self.stdout.write(str(result))
        if result.held_back:
            sys.exit(1)

    def _print_columns(self) -> None:
        for column in COLUMNS:
            self.stdout.write(f"{column.name:<20} {column.label}　{column.help}")


def _account(username: str) -> User:
    if username == USERNAME:
        return import_account()
    account = User.objects.filter(username=username).first()
    if account is None:
        raise CommandError(_("There is no account “%(name)s”.") % {"name": username})
    return account
