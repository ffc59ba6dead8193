"""Make the booklet of the public guides: one PDF, or a folder of volumes where there are too many for one."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from approvals.models import Theme
from foundation.clock import local_today
from foundation.organization import Department
from foundation.tables.suggestions import did_you_mean
from foundation.workflow import DomainError
from guides.papers.booklet import MOST_IN_A_VOLUME, Scope, build


class Command(BaseCommand):
    help = f"Make the booklet of the public guides; with more than {MOST_IN_A_VOLUME}, FILE is a folder of volumes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, required=True, metavar="FILE")
        parser.add_argument("--department", default="", help="short code: only the guides of this department")
        parser.add_argument("--theme", default="", help="code: only the guides with this theme")

    def handle(self, *args: Any, **options: Any) -> None:
        scope = Scope(_found(Department, options["department"]), _found(Theme, options["theme"]))
        count, out = len(scope.revisions()), options["out"]
        if not count:
            raise CommandError(_("There are no public guides to print."))
        try:
            for volume in build(scope, on=local_today()):
                path = out if count <= MOST_IN_A_VOLUME else out / f"{volume.number:02d}.pdf"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(volume.content)
                last = volume.first_page + volume.pages - 1
                size = len(volume.content) / 1024 / 1024
                self.stdout.write(
                    f"{path}: {len(volume.places)} guides, pages {volume.first_page}–{last}, {size:.1f} MB"
                )
        except DomainError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            sentence = _("The file “%(path)s” cannot be written: %(reason)s.")
            raise CommandError(sentence % {"path": out, "reason": error.strerror}) from error


def _found(model: Any, code: str) -> Any:
    """Return the row with this code, or None without a code; an unknown one is refused with what may be meant."""
    if not code:
        return None
    row = model.objects.filter(code=code).first()
    if row is None:
        hint = did_you_mean(code, model.objects.values_list("code", flat=True))
        raise CommandError(_("Nothing has the code “%(code)s”%(hint)s.") % {"code": code, "hint": hint})
    return row
