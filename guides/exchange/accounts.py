"""The account under which the command line imports: nobody can log in with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from foundation.access import Role
from foundation.machine_accounts import machine_account

if TYPE_CHECKING:
    from foundation.people import User

USERNAME: Final = "import"
_DISPLAY_NAME: Final = "数据导入"

_ROLES: Final = (Role.EDITOR, Role.SYSTEM_ADMIN)
"""Drafts in every department, and the departments that a profile adds."""


def import_account() -> User:
    """Return the account, and create it with its roles when it is not there yet."""
    return machine_account(USERNAME, _DISPLAY_NAME, *_ROLES)
