"""The second factor: a code that an app on the own phone shows anew every 30 seconds (TOTP, RFC 6238), and ten
recovery codes on paper for the day when the phone is lost.

GB/T 22239-2019 (level 3) asks for two factors, one of them cryptographic. The shared secret is stored encrypted; a
code is good once; recovery codes are stored as digests and are good once each.
"""

from __future__ import annotations

import base64
import binascii
import re
import secrets
import time
from typing import Any, Final

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.conf import settings
from django.db import models, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from foundation import audit
from foundation.access import Capability, require
from foundation.audit import Act
from foundation.clock import local_now
from foundation.encryption import EncryptedTextField, is_filled
from foundation.people import User
from foundation.workflow import DomainError

SECONDS: Final = 30
DIGITS: Final = 6
DRIFT: Final = 1
"""Steps that a phone's clock may be wrong."""
RECOVERY_CODES: Final = 10
FEW_CODES: Final = 3
"""So many left or fewer, and one is advised to make new ones."""
_LETTERS: Final = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without signs that are taken for one another."""


class SecondFactor(models.Model):
    """The secret that an account shares with an app on a phone."""

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="second_factor")
    secret = EncryptedTextField(_("secret"))
    """Base32, 160 bits."""
    set_at = models.DateTimeField(_("set up"), default=local_now)
    last_step = models.BigIntegerField(default=0)
    """The newest step of time whose code was accepted: no code is good twice."""

    class Meta:
        verbose_name = _("second factor")
        verbose_name_plural = _("second factors")
        constraints = [models.CheckConstraint(condition=is_filled("secret"), name="secondfactor_has_secret")]

    def __str__(self) -> str:
        return str(self.user)


class RecoveryCode(models.Model):
    """One code on paper, good once."""

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="recoverycode_once")]

    def __str__(self) -> str:
        return str(self.user)


def new_secret() -> str:
    """Return a fresh secret, 160 bits in base32."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def address_for_app(user: User, secret: str) -> str:
    """Return the ``otpauth://`` address that the app reads from a QR code."""
    return _totp(secret).get_provisioning_uri(user.get_username(), settings.SITE.name)


def code_at(secret: str, moment: float) -> str:
    """Return the code that the app shows at a moment (seconds since 1970)."""
    return _totp(secret).generate(int(moment)).decode()


def step_of(secret: str, typed: str, moment: float) -> int | None:
    """Return the step of time that a typed code belongs to, within the drift; None for a wrong code."""
    code = re.sub(r"\s", "", typed)
    if not re.fullmatch(rf"[0-9]{{{DIGITS}}}", code):
        return None
    for drift in range(-DRIFT, DRIFT + 1):
        step = int(moment) // SECONDS + drift
        try:
            _totp(secret).verify(code.encode(), step * SECONDS)
        except InvalidToken:
            continue
        return step
    return None


def _totp(secret: str) -> TOTP:
    try:
        key = base64.b32decode(secret)
    except binascii.Error:
        raise ValueError("a secret is base32") from None
    return TOTP(key, DIGITS, SHA1(), SECONDS)  # noqa: S303  (the one that apps know; HMAC needs no collision resistance)


def has_second_factor(user: User) -> bool:
    """Tell whether an account has set its second factor up."""
    return SecondFactor.objects.filter(user=user).exists()


def state_of(user: User) -> dict[str, Any]:
    """Return since when the second factor is set up (None: it is not), and how many recovery codes are left."""
    factor = SecondFactor.objects.filter(user=user).first()
    left = RecoveryCode.objects.filter(user=user, used_at=None).count()
    return {"set_at": factor and factor.set_at, "codes_left": left, "few_codes": left <= FEW_CODES}


@transaction.atomic
def set_up(user: User, secret: str, typed: str) -> list[str] | None:
    """Set the second factor in place of an older one, once a code from the app proves that it was taken over.

    Returns the recovery codes, which are shown once and known to nobody afterwards; None for a wrong code.
    """
    step = step_of(secret, typed, time.time())
    if step is None:
        return None
    SecondFactor.objects.update_or_create(
        user=user, defaults={"secret": secret, "set_at": local_now(), "last_step": step}
    )
    audit.record(Act.SECOND_FACTOR_SET, actor=user, target=user)
    return _new_recovery_codes(user)


@transaction.atomic
def renew_recovery_codes(user: User) -> list[str]:
    """Return ten new recovery codes; the older ones are void."""
    audit.record(Act.RECOVERY_CODES_RENEWED, actor=user, target=user)
    return _new_recovery_codes(user)


def _new_recovery_codes(user: User) -> list[str]:
    codes = ["".join(secrets.choice(_LETTERS) for _place in range(10)) for _number in range(RECOVERY_CODES)]
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, digest=_digest(code)) for code in codes)
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def _digest(code: str) -> str:
    return salted_hmac("portal.recovery-code", code, algorithm="sha256").hexdigest()


@transaction.atomic
def accept(user: User, typed: str) -> bool:
    """Tell whether a typed code, from the app or from paper, is the account's, and use it up.

    Of two at once with the same code one gets in.
    """
    factor = SecondFactor.objects.select_for_update().filter(user=user).first()
    if factor is None:
        return False
    step = step_of(factor.secret, typed, time.time())
    if step is not None:
        if step <= factor.last_step:
            return False
        factor.last_step = step
        factor.save(update_fields=["last_step"])
        return True
    code = re.sub(r"[\s-]", "", typed.lower())
    used = RecoveryCode.objects.filter(user=user, digest=_digest(code), used_at=None).update(used_at=local_now())
    if used:
        audit.record(Act.RECOVERY_CODE_USED, actor=user, target=user)
    return bool(used)


@transaction.atomic
def reset(user: User, *, actor: User) -> None:
    """Take an account's second factor away, so that it is set up anew at the next log-in, and end its sessions.

    For a lost phone without recovery codes; who asks is checked in person.

    Raises:
        PermissionDenied: the actor does not maintain accounts.
        DomainError: it is the actor's own, which two persons are needed for.

    """
    require(actor, Capability.MANAGE_ACCOUNTS)
    if user.pk == actor.pk:
        raise DomainError(_("Your own second factor is reset by another security administrator."))
    SecondFactor.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()
    end_sessions(user, actor=actor)
    audit.record(Act.SECOND_FACTOR_RESET, actor=actor, target=user)


@transaction.atomic
def end_sessions(user: User, *, actor: User) -> None:
    """Log an account out everywhere."""
    User.objects.filter(pk=user.pk).update(session_epoch=models.F("session_epoch") + 1)
    audit.record(Act.SESSIONS_ENDED, actor=actor, target=user)
