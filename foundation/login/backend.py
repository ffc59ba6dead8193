"""The first factor: user name and password of an active account."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from foundation.people import User


class MembershipBackend(BaseBackend):
    """Checks passwords; what an account may do is answered by ``foundation.access``."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **_kw: Any,
    ) -> User | None:
        """Return the active account whose password fits, in equal time for unknown names."""
        if username is None or password is None:
            return None
        user = User.objects.filter(username=username).first()
        if user is None:
            User().set_password(password)
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id: int) -> User | None:
        """Return the active account of a session."""
        return User.objects.filter(pk=user_id, is_active=True).first()
