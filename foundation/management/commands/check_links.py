"""Visit the links of public records that are due; for the job worker's clock, or by hand."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from foundation.clock import local_today
from foundation.links.checking import MOST_LINKS, check_links, visitor
from foundation.links.models import Link


class Command(BaseCommand):
    help = "Check whether the links of public records still open; exits with 1 when nothing can be reached."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--limit", type=int, default=MOST_LINKS, help="links to visit at most")
        parser.add_argument("--seconds", type=int, default=600, help="how long the run may take")

    def handle(self, *args: Any, limit: int, seconds: int, **options: Any) -> None:
        done = check_links(visitor(), today=local_today(), most=max(0, limit), seconds=seconds)
        self.stdout.write(
            _("%(known)d links, %(visited)d visited, %(failed)d did not open, %(broken)d broken.")
            % {**done._asdict(), "broken": Link.objects.broken().count()}
        )
        if done.is_void:
            raise CommandError(_("Nothing could be reached: is there a way out to the internet?"))
