"""Mask the personal data of a text, as the public texts of messages are masked."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from feedback.masking import Masker


class Command(BaseCommand):
    help = "Read text on standard input and print it with everything personal starred out."

    def handle(self, **_options: Any) -> None:
        try:
            text = sys.stdin.buffer.read().decode()
        except UnicodeDecodeError as error:
            raise CommandError(_("The text is not UTF-8; save it as UTF-8 first.")) from error
        self.stdout.write(Masker().mask(text), ending="")
