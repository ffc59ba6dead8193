"""Enter the working-day calendar of a year from a text file, one line per day or span."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from foundation.calendar_days import enter_year
from foundation.calendar_notices import SOURCE_LENGTH, parse_notice
from foundation.workflow import DomainError


class Command(BaseCommand):
    help = (
        "Enter the calendar of a year, in place of the one that is there. Lines of the file:"
        " “2027-02-06~2027-02-12 休 春节” (days off), “2027-02-14 班 春节” (worked)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--year", type=int, help="default: the year of the first day in the file")
        parser.add_argument("--source", default="", help="number of the notice (default: the name of the file)")

    def handle(self, *, file: Path, year: int | None, source: str, **options: Any) -> None:
        try:
            notice = parse_notice(_read(file), year)
            calendar = enter_year(notice.year, notice.days, source=(source or file.name)[:SOURCE_LENGTH], actor=None)
        except DomainError as error:
            raise CommandError(str(error)) from error
        for doubt in notice.doubts:
            self.stderr.write(doubt)
        self.stdout.write(f"{calendar.year}: {len(notice.days)} days named, {calendar.workday_count()} working days")


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        reason = error.strerror
    except UnicodeDecodeError:
        reason = _("it is not UTF-8 text")
    raise CommandError(_("The file “%(path)s” cannot be read: %(reason)s.") % {"path": file, "reason": reason})
