"""What of logging in stays in the audit trail; never what was typed."""

from __future__ import annotations

from django.db import transaction

from foundation import audit
from foundation.audit import Act
from foundation.people import User


@transaction.atomic
def record_login(user: User, *, by: str) -> None:
    """Record that somebody logged in, and by what first factor (password or oidc)."""
    audit.record(Act.LOGGED_IN, actor=user, target=user, detail={"step": by})


@transaction.atomic
def record_failed_login(user: User | None, step: str) -> None:
    """Record that a log-in failed at a step (password or code); of names that no account has nothing is kept.

    People type passwords into the field of the name.
    """
    if user is not None:
        audit.record(Act.LOGIN_FAILED, actor=None, target=user, detail={"step": step})
