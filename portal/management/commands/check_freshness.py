"""Say whether the site would pass an inspection; for cron and monitoring."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from foundation.clock import local_today
from portal.columns import read_site
from portal.inspection import ColumnState, indicators


class Command(BaseCommand):
    help = "Check how fresh the public columns are; exits with 1 when an inspection would fail the site."

    def handle(self, *args: Any, **options: Any) -> None:
        today = local_today()
        site = read_site(today)
        for column in site.columns:
            word = _word(column, stale=column.is_stale(today))
            self.stdout.write(f"{word} {column.code}: {column.name}, {column.count}, {column.updated_on or '-'}")
        found = indicators(site, today)
        for indicator in found:
            mark = "FAIL" if indicator.fails else "ok"
            value = "-" if indicator.value is None else indicator.value
            self.stdout.write(f"{mark} {indicator.code}: {indicator.label} {value} ({indicator.allowed})")
        if failing := [indicator.code for indicator in found if indicator.fails]:
            raise CommandError(_("An inspection would fail the site: %s") % ", ".join(failing))


def _word(column: ColumnState, *, stale: bool) -> str:
    if column.is_empty:
        return pgettext("column", "empty")
    return _("not updated in time") if stale else pgettext("column", "fresh")
