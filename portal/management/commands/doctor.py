"""Look at everything that an operator can get wrong."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from foundation.clock import local_today
from portal.doctor import Verdict, examine


class Command(BaseCommand):
    help = "Look at settings, database, worker, audit trail, folders, backups, accounts; exit 1 when one is wrong."
    requires_system_checks: list[str] = []

    def handle(self, **_options: Any) -> None:
        wrong = 0
        for finding in examine(local_today()):
            self.stdout.write(f"{finding.verdict:<9} {finding.what}")
            wrong += finding.verdict == Verdict.WRONG
        if wrong:
            raise CommandError(f"{wrong} things are wrong.")
