"""Make the first account of a new site: a security administrator, who then makes all others."""

import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from foundation import audit
from foundation.access import Role
from foundation.organization import Membership
from foundation.people import User


class Command(BaseCommand):
    help = "Make the first security administrator; refused where an active one exists."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("display_name")

    def handle(self, *, username: str, display_name: str, **options: Any) -> None:
        if Membership.objects.filter(role=Role.SECURITY_ADMIN, user__is_active=True).exists():
            raise CommandError("There is an active security administrator; accounts are made in the back office.")
        user = User(username=username, display_name=display_name)
        password = getpass.getpass("Password: ")
        try:
            validate_password(password, user)
            user.set_password(password)
            user.full_clean()
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        if getpass.getpass("Password again: ") != password:
            raise CommandError("The two passwords differ.")
        with transaction.atomic():
            user.save()
            Membership.objects.create(user=user, role=Role.SECURITY_ADMIN)
            audit.record(audit.Act.ACCOUNT_CHANGED, actor=None, target=user, detail={"role": Role.SECURITY_ADMIN})
        self.stdout.write(f"{username} can log in at /admin/ now and make the other accounts.")
