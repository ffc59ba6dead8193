"""Recompute the due dates of all open requests, after a change of the calendar, and list what moved."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from disclosure.actions.recompute import recompute_open
from foundation.calendar_days import load_calendar


class Command(BaseCommand):
    help = (
        "Recompute the due dates of all open disclosure requests and list those that moved. "
        "Exit code 1 when the facts of a request contradict each other; the others are recomputed all the same."
    )

    def handle(self, **options: Any) -> None:
        done = recompute_open(load_calendar())
        for request, before in done.moved:
            self.stdout.write(f"{request.number}  {before or '-'} -> {request.due_on or '-'}")
        self.stdout.write(f"moved {len(done.moved)}")
        for request, why in done.failed:
            self.stderr.write(f"{request.number}  {why}")
        if done.failed:
            raise CommandError(_("%(n)d could not be computed and keep their date.") % {"n": len(done.failed)})
