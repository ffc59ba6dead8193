"""Write everything encrypted anew under the newest key."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.utils.translation import gettext as _

from foundation.key_renewal import Account, renew
from foundation.sealing import key_name


class Command(BaseCommand):
    help = "Write encrypted columns, fingerprints, codes and files anew under the first of PORTAL_DATA_KEYS."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; count by key")

    def handle(self, *, check: bool, **_options: Any) -> None:
        accounts: list[Account] = []
        try:
            for account in renew(only_look=check):
                accounts.append(account)
                self._say(account)
        except OperationalError as error:
            raise CommandError(
                _("A table stayed busy; what was done stays done, run it again: %(error)s") % {"error": error}
            ) from None
        self._judge(accounts, check)

    def _say(self, account: Account) -> None:
        names = [key_name(key) for key in settings.PORTAL_DATA_KEYS]
        found = ", ".join(f"{names[place]}: {count}" for place, count in sorted(account.keys.items()))
        renewed = _("%(n)s rows written anew") % {"n": account.renewed} if account.renewed else ""
        self.stdout.write("; ".join(part for part in (f"{account.name}: {found or 0}", renewed) if part))

    def _judge(self, accounts: list[Account], check: bool) -> None:
        if lost := [f"{account.name} {row}" for account in accounts for row in account.unreadable]:
            raise CommandError("\n".join([_("No key reads these; everything else is done:"), *lost]))
        if codes := sum(account.codes_left for account in accounts):
            self.stdout.write(
                _("%(n)s codes were made under another SECRET_KEY: keep the older keys as long as they are to work.")
                % {"n": codes}
            )
        older = sum(count for account in accounts for place, count in account.keys.items() if place)
        if not check:
            self.stdout.write(_("Everything is under the newest key. Take older ones away after a day."))
        elif older:
            raise CommandError(_("%(n)s values need an older key; run renew_keys.") % {"n": older})
