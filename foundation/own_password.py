"""The form with which people change their own password."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.forms import PasswordChangeForm
from django.db import transaction

from foundation import audit


class OwnPasswordForm(PasswordChangeForm):
    """Sets the new password in one transaction with its audit entry."""

    def save(self, commit: bool = True) -> Any:
        """Save the password and record that it was changed by its owner."""
        with transaction.atomic():
            user = super().save(commit)
            audit.record(
                audit.Act.ACCOUNT_CHANGED,
                actor=self.user,
                target=self.user,
                detail={"what": "changed", "changed": ["password"]},
            )
        return user
