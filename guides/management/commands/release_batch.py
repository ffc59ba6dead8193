"""Release an import batch to the public."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from foundation.people import User
from foundation.workflow import DomainError
from guides.exchange.progress import ProgressBar
from guides.exchange.releasing import release_batch
from guides.models import ImportBatch


class Command(BaseCommand):
    help = "Release everything that an import batch wrote: items first, then guides."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("batch", metavar="BATCH", help="number of the batch, as in I2026-0001")
        parser.add_argument("--reviewer", required=True, help="account of the reviewer who releases")
        parser.add_argument("--reason", required=True, help="why it is published although contents are missing")

    def handle(self, *args: Any, **options: Any) -> None:
        batch = ImportBatch.objects.filter(number=options["batch"]).first()
        if batch is None:
            raise CommandError(_("There is no import batch “%(number)s”.") % {"number": options["batch"]})
        reviewer = User.objects.filter(username=options["reviewer"]).first()
        if reviewer is None:
            raise CommandError(_("There is no account “%(name)s”.") % {"name": options["reviewer"]})
        try:
            with ProgressBar(self.stderr, _("Records")) as bar:
                done = release_batch(batch, actor=reviewer, reason=options["reason"], progress=bar.show)
        except DomainError as error:
            raise CommandError(str(error)) from error
        except PermissionDenied as error:
            raise CommandError(str(error) or _("Your role does not allow this here.")) from error
        if done.left:
            self.stdout.write(
                _("%(n)d drafts were edited or submitted since the import, or their item is not public; they stay.")
                % {"n": done.left}
            )
        for sentence in done.blocked:
            self.stdout.write(sentence)
        self.stdout.write(f"released {done.items} items, {done.guides} guides")
