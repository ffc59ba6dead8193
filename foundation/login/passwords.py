"""What a password has to be, beyond length and not being common (GB/T 22239-2019: complexity, changed regularly)."""

from __future__ import annotations

import datetime as dt
import string
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from foundation.people import User

KINDS: Final = 3
"""Of small letters, capitals, digits and other signs, so many kinds."""


class KindsValidator:
    """Wants signs of three kinds."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for a password of fewer kinds."""
        groups = (string.ascii_lowercase, string.ascii_uppercase, string.digits)
        kinds = sum(any(sign in group for sign in password) for group in groups)
        kinds += any(sign not in "".join(groups) for sign in password)
        if kinds < KINDS:
            raise ValidationError(self.get_help_text(), code="password_of_too_few_kinds")

    def get_help_text(self) -> str:
        """Return the sentence under the field."""
        return _("It holds at least three of: small letters, capital letters, digits, other signs.")


def is_too_old(user: User, today: dt.date) -> bool:
    """Tell whether the password has to be changed before anything else; ``PORTAL_PASSWORD_DAYS`` 0: never."""
    days: int = settings.PORTAL_PASSWORD_DAYS
    return bool(days and user.password_set_on and today - user.password_set_on > dt.timedelta(days=days))
