"""Explain when the reply to a request is due; the last line is the date alone."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from disclosure.deadlines import Fact, FactKind, compute
from foundation.calendar_days import load_calendar
from foundation.workflow import DomainError


class Command(BaseCommand):
    help = "Print, step by step, when the reply to a request received on a day is due."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--received", required=True, type=_day, metavar="YYYY-MM-DD", help="legal day of receipt")
        parser.add_argument("--days", type=_days, help="working days instead of those of the regulation")

    def handle(self, **options: Any) -> None:
        received: dt.date = options["received"]
        try:
            deadline = compute([Fact(FactKind.RECEIVED, received)], load_calendar(), reply_days=options["days"])
        except DomainError as error:
            raise CommandError(str(error)) from error
        for step in deadline.steps:
            self.stdout.write(str(step))
        if deadline.due_on is None:
            raise CommandError(f"The working-day calendar of {deadline.missing_year} has not been entered.")
        self.stdout.write(deadline.due_on.isoformat())


def _day(text: str) -> dt.date:
    """Read a date. Raises ValueError, which argparse turns into a sentence."""
    return dt.date.fromisoformat(text)


def _days(text: str) -> int:
    days = int(text)
    if not 1 <= days <= 1000:
        raise ValueError(days)
    return days
