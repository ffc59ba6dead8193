"""Import a folder of official texts into drafts, and release them where a reviewer says so."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from disclosure.actions.importing import Outcome, import_texts, release_imported, text_files
from disclosure.codelists import PublicationKind
from disclosure.models import Column, IssuingBody
from disclosure.reference import load_columns
from foundation.clock import local_today
from foundation.people import User
from foundation.workflow import DomainError
from guides.exchange.accounts import import_account


class Command(BaseCommand):
    help = "Import official texts (.md, .txt: title, dates, <!-- INFO END -->, chapters and articles) into drafts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--column", default="laws", help="code of the column for new texts (default: laws)")
        parser.add_argument("--body", help="prefix of the issuing body's index numbers (default: the first body)")
        parser.add_argument("--kind", default=PublicationKind.DOCUMENT, choices=PublicationKind.values)
        parser.add_argument("--user", help="account that imports (default: one that may edit everywhere)")
        parser.add_argument("--reviewer", help="account of the reviewer who releases everything at once")
        parser.add_argument("--reason", default="", help="why texts are published although contents are missing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                outcome, released, blocked = self._import(options)
        except DomainError as error:
            raise CommandError(str(error)) from error
        except PermissionDenied as error:
            raise CommandError(str(error) or _("Your role does not allow this here.")) from error
        for name, sentence in outcome.refused:
            self.stdout.write(f"{name}: {sentence}")
        for sentence in blocked:
            self.stdout.write(sentence)
        self.stdout.write(
            f"{outcome.total} documents: {len(outcome.created)} new, {len(outcome.changed)} changed,"
            f" {outcome.unchanged} unchanged, {len(outcome.refused)} refused"
        )
        if options["reviewer"]:
            self.stdout.write(f"released {released}")
        if outcome.refused:
            sys.exit(1)

    def _import(self, options: dict[str, Any]) -> tuple[Outcome, int, list[str]]:
        if not Column.objects.exists():
            load_columns()
        actor = _account(options["user"]) if options["user"] else import_account()
        outcome = import_texts(
            _files(options["folder"]),
            body=_body(options["body"]),
            column=_column(options["column"]),
            kind=options["kind"],
            actor=actor,
            today=local_today(),
        )
        if not options["reviewer"]:
            return outcome, 0, []
        reviewer = _account(options["reviewer"])
        return outcome, *release_imported(importer=actor, actor=reviewer, reason=options["reason"])


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise CommandError(_("“%(folder)s” is no folder.") % {"folder": folder})
    files = text_files(folder)
    if not files:
        raise CommandError(_("There is no .md or .txt file in “%(folder)s”.") % {"folder": folder})
    return files


def _body(prefix: str | None) -> IssuingBody:
    bodies = IssuingBody.objects.filter(prefix=prefix) if prefix else IssuingBody.objects.all()
    body = bodies.first()
    if body is None and prefix:
        raise CommandError(_("No issuing body has the prefix “%(prefix)s”.") % {"prefix": prefix})
    if body is None:
        raise CommandError(_("There is no issuing body yet; add one in the back office first."))
    return body


def _column(code: str) -> Column:
    column = Column.objects.active().filter(code=code).first()
    if column is None:
        raise CommandError(_("There is no column “%(code)s” in use.") % {"code": code})
    return column


def _account(username: str) -> User:
    account = User.objects.filter(username=username).first()
    if account is None:
        raise CommandError(_("There is no account “%(name)s”.") % {"name": username})
    return account
