"""Export drafts of items and guides to a file that can be imported again."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from foundation.organization import Department
from foundation.tables.suggestions import did_you_mean
from foundation.workflow import DomainError
from guides.exchange.exporting import FORMATS, export_items, format_of


class Command(BaseCommand):
    help = "Export the drafts of items and guides as JSON, XLSX or CSV (a zip of tables)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--department", default="", help="short code: only the items of this department")
        parser.add_argument("--format", choices=sorted(FORMATS), help="default: what the ending of FILE says")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            file_format = options["format"] or format_of(path)
            count = _write(path, file_format, _department(options["department"]))
        except DomainError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(
                _("The file “%(path)s” cannot be written: %(reason)s.") % {"path": path, "reason": error.strerror}
            ) from error
        self.stdout.write(f"exported {count} items")


def _department(code: str) -> Department | None:
    if not code:
        return None
    found = Department.objects.filter(code=code).first()
    if found is None:
        hint = did_you_mean(code, Department.objects.values_list("code", flat=True))
        raise CommandError(_("There is no department “%(code)s”%(hint)s.") % {"code": code, "hint": hint})
    return found


def _write(path: Path, file_format: str, department: Department | None) -> int:
    """Write beside the file and put it in place when it is whole."""
    partial = path.with_name(f".{path.name}.partial")
    try:
        with partial.open("wb") as stream:
            count = export_items(stream, file_format, actor=None, department=department)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return count
