"""Accounts under which commands act: nobody can log in with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction

from foundation.organization import Membership

if TYPE_CHECKING:
    from foundation.access import Role
    from foundation.people import User


def machine_account(username: str, display_name: str, *roles: Role) -> User:
    """Return the account, and create it with its center-wide roles when it is not there yet."""
    users = get_user_model().objects
    with transaction.atomic():
        account: User | None = users.filter(username=username).first()
        if account is None:
            account = users.create_user(username, None, display_name=display_name)
            Membership.objects.bulk_create([Membership(user=account, role=role) for role in roles])
    return account
