"""Print the second factor's code of a sample login, for those who try the site without an app."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from foundation.login.second_factor import code_at
from portal.sample.accounts import SAMPLE_MEMBERSHIPS, sample_secret_of


class Command(BaseCommand):
    help = "Print the code that an app would show now for a sample login; refused in production."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("login", choices=sorted(SAMPLE_MEMBERSHIPS))

    def handle(self, *, login: str, **_options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("There are no sample logins in production.")
        self.stdout.write(code_at(sample_secret_of(login), time.time()))
