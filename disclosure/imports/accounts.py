"""The account under which the command line takes over a register: nobody can log in with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from foundation.access import Role
from foundation.machine_accounts import machine_account

if TYPE_CHECKING:
    from foundation.people import User

USERNAME: Final = "register-import"
_DISPLAY_NAME: Final = "台账导入"


def import_account() -> User:
    """Return the account, and create it with its role when it is not there yet."""
    return machine_account(USERNAME, _DISPLAY_NAME, Role.OFFICER)
