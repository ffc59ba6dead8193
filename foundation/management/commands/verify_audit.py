"""Check the audit trail against its seals and heads."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from foundation.seal_check import verify


class Command(BaseCommand):
    help = "Walk the chain of seals over the audit trail; exit 1 and name the first broken link when it does not hold."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--heads", type=Path, default=settings.AUDIT_HEADS_DIR, help="folder with the files of heads"
        )

    def handle(self, *, heads: Path, **_options: Any) -> None:
        verdict = verify(heads)
        self.stdout.write(
            _("%(sealed)s entries are sealed, %(waiting)s wait for it; %(heads)s heads were compared.")
            % {"sealed": verdict.sealed, "waiting": verdict.waiting, "heads": verdict.heads}
        )
        if verdict.problems:
            raise CommandError("\n".join(verdict.problems))
        self.stdout.write(_("The audit trail is what was sealed."))
