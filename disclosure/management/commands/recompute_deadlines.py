"""Recompute the due dates of all open requests, after a change of the calendar, and list what moved."""

from typing import Any

from django.core.management.base import BaseCommand

from disclosure.actions.clock import recompute_open
from foundation.calendar_days import load_calendar


class Command(BaseCommand):
    help = "Recompute the due dates of all open disclosure requests and list those that moved."

    def handle(self, **options: Any) -> None:
        moved = recompute_open(load_calendar())
        for request, before in moved:
            self.stdout.write(f"{request.number}  {before or '-'} -> {request.due_on or '-'}")
        self.stdout.write(f"moved {len(moved)}")
