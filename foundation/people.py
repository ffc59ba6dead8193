"""Accounts of the people who work in the back office."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from foundation.clock import local_today


class UserManager(BaseUserManager["User"]):
    """Creates accounts; rights come from memberships alone."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """Create an account; without a password nobody can log in with it."""
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person or a system account.

    There is no superuser: what somebody may do follows from ``Membership`` rows only, so no single
    flag opens everything (GB/T 22239-2019 asks for separate administrators).
    """

    username = models.CharField(_("user name"), max_length=60, unique=True, validators=[UnicodeUsernameValidator()])
    display_name = models.CharField(_("display name"), max_length=60)
    is_active = models.BooleanField(_("may log in"), default=True)
    password_set_on = models.DateField(_("password set"), null=True, editable=False)
    session_epoch = models.PositiveIntegerField(default=0, editable=False)
    """Part of what sessions are bound to: a higher one ends all that began before."""
    date_joined = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["username"]

    def __str__(self) -> str:
        return self.display_name or self.username

    def set_password(self, raw_password: str | None) -> None:
        """Set the password and note the day, from which its age is counted."""
        super().set_password(raw_password)
        self.password_set_on = local_today()

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Bind sessions to the password, as Django does, and to the epoch."""
        held = f"{self.password}:{self.session_epoch}"
        return salted_hmac("portal.session", held, secret=secret, algorithm="sha256").hexdigest()

    def get_short_name(self) -> str:
        """Return the name the back office greets with."""
        return self.display_name

    @property
    def is_staff(self) -> bool:
        """Whether the back office opens: an active account with at least one role."""
        from foundation.access import memberships_of

        return self.is_active and bool(memberships_of(self))

    def has_perm(self, perm: str, obj: models.Model | None = None) -> bool:
        """Answer through the roles of the memberships (``foundation.access``)."""
        from foundation.access import has_permission

        return has_permission(self, perm, obj)

    def has_perms(self, perms: list[str], obj: models.Model | None = None) -> bool:
        """Answer whether every permission is held."""
        return all(self.has_perm(perm, obj) for perm in perms)

    def has_module_perms(self, app_label: str) -> bool:
        """Answer whether the back office shows the app at all; model rights decide the rest."""
        return self.is_staff
