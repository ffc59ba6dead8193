"""Import a file of items and guides into drafts."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from approvals.models import Theme
from approvals.reference import load_themes
from foundation.people import User
from foundation.tables.sources import open_source
from foundation.workflow import DomainError
from guides.exchange.accounts import USERNAME, import_account
from guides.exchange.importing import Imported, import_file
from guides.exchange.problems import Report
from guides.exchange.profiles import NATIVE, load_profile
from guides.exchange.progress import ProgressBar

_WARNINGS_SHOWN = 20


class Command(BaseCommand):
    help = "Import items and guides from JSON, CSV (a zip of tables) or XLSX into drafts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--profile", default=NATIVE, help="name of a foreign system's profile, or a path to a TOML file"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
        parser.add_argument(
            "--skip-invalid", action="store_true", help="take in the good rows although others have errors"
        )
        parser.add_argument(
            "--user", default=USERNAME, help="account that imports (default: one that may edit everywhere)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                done = self._import(options)
                if done.batch is None:
                    transaction.set_rollback(True)
        except DomainError as error:
            raise CommandError(str(error)) from error
        except PermissionDenied as error:
            raise CommandError(str(error) or _("Your role does not allow this here.")) from error
        self._tell(done.report, dry_run=options["dry_run"])
        if done.batch is not None:
            self.stdout.write(
                _("Batch %(number)s. A reviewer releases it with:\n  %(command)s")
                % {
                    "number": done.batch.number,
                    "command": f"manage.py release_batch {done.batch.number} --reviewer … --reason …",
                }
            )
        self.stdout.write(str(done.report.counts))
        if done.report.held_back:
            sys.exit(1)

    def _import(self, options: dict[str, Any]) -> Imported:
        profile = load_profile(options["profile"])
        source = open_source(options["file"])
        if not Theme.objects.exists():
            load_themes()
        with ProgressBar(self.stderr, _("Rows")) as bar:
            return import_file(
                source,
                actor=_account(options["user"]),
                profile=profile,
                dry_run=options["dry_run"],
                skip_invalid=options["skip_invalid"],
                progress=bar.show,
            )

    def _tell(self, report: Report, *, dry_run: bool) -> None:
        for sentence in (*report.errors, *report.notices):
            self.stdout.write(sentence)
        for row in report.refused:
            self.stdout.write(_("Row %(row)d %(label)s") % {"row": row.number, "label": row.label})
            for problem in row.errors:
                self.stdout.write(f"  {problem}")
        self._warn(report)
        if report.held_back:
            self.stdout.write(
                _("Nothing was written, because the file is taken in as a whole. With --skip-invalid it would be: %s")
                % str(report.tally)
            )
        if dry_run:
            self.stdout.write(_("Dry run: nothing was written."))

    def _warn(self, report: Report) -> None:
        warned = [row for row in report.rows if row.warnings and not row.errors]
        for row in warned[:_WARNINGS_SHOWN]:
            sentences = " ".join(str(problem) for problem in row.warnings)
            self.stdout.write(_("Row %(row)d, allowed: %(text)s") % {"row": row.number, "text": sentences})
        if len(warned) > _WARNINGS_SHOWN:
            self.stdout.write(_("… and %(n)d more rows with warnings.") % {"n": len(warned) - _WARNINGS_SHOWN})


def _account(username: str) -> User:
    if username == USERNAME:
        return import_account()
    account = User.objects.filter(username=username).first()
    if account is None:
        raise CommandError(_("There is no account “%(name)s”.") % {"name": username})
    return account
