"""The account under which the command line takes over a register: nobody can log in with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.contrib.auth import get_user_model
from django.db import transaction

from foundation.access import Role
from foundation.organization import Membership

if TYPE_CHECKING:
    from foundation.people import User

USERNAME: Final = "register-import"
_DISPLAY_NAME: Final = "台账导入"


def import_account() -> User:
    """Return the account, and create it with its role when it is not there yet."""
    users = get_user_model().objects
    with transaction.atomic():
        account: User | None = users.filter(username=USERNAME).first()
        if account is None:
            account = users.create_user(USERNAME, None, display_name=_DISPLAY_NAME)
            Membership.objects.create(user=account, role=Role.OFFICER)
    return account
