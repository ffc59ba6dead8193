"""What of logging in stays in the audit trail; never what was typed."""

from __future__ import annotations

from django.db import transaction

from foundation import audit
from foundation.audit import Act
from foundation.people import User


@transaction.atomic
def record_login(user: User) -> None:
    """Record that somebody logged in."""
    audit.record(Act.LOGGED_IN, actor=user, target=user)


@transaction.atomic
def record_failed_login(user: User | None, step: str) -> None:
    """Record that a log-in failed at a step (password or code); of names that no account has nothing is kept.

    People type passwords into the field of the name.
    """
    if user is not None:
        audit.record(Act.LOGIN_FAILED, actor=None, target=user, detail={"step": step})
