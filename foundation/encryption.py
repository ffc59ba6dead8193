"""Encryption of personal data at rest, and the fingerprints by which equal values are found without reading them.

Keys come from ``settings.PORTAL_DATA_KEYS`` only: the first one writes, all of them read.  Each is stretched into
separate keys for columns, files and fingerprints, so that none of these can stand in for another.  A new
key goes in front.  The old ones stay: columns, files and fingerprints that were made with them need them, until
``manage.py renew_keys`` has written all of these anew.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.apps import apps
from django.conf import settings
from django.core import checks
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext_lazy as _

from foundation.workflow import DomainError

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

    TextField = models.TextField[Any, Any]
else:
    TextField = models.TextField


class CannotDecrypt(DomainError):
    """A stored value fits none of the keys: its key is missing, or it was altered."""

    def __init__(self) -> None:
        super().__init__(
            _("An encrypted value cannot be read: its key is missing, or it is damaged. Tell the system administrator.")
        )


@dataclass(frozen=True)
class _Keys:
    """What the secrets of the site were stretched into."""

    columns: tuple[Fernet, ...] = field(repr=False)
    files: tuple[Fernet, ...] = field(repr=False)
    fingerprints: tuple[bytes, ...] = field(repr=False)


@cache
def _stretch(secrets: tuple[str, ...]) -> _Keys:
    def keys(purpose: bytes) -> list[bytes]:
        return [HKDF(SHA256(), 32, salt=None, info=purpose).derive(secret.encode()) for secret in secrets]

    def boxes(purpose: bytes) -> tuple[Fernet, ...]:
        return tuple(Fernet(urlsafe_b64encode(key)) for key in keys(purpose))

    return _Keys(boxes(b"portal/columns"), boxes(b"portal/files"), tuple(keys(b"portal/fingerprints")))


def _keys() -> _Keys:
    return _stretch(tuple(settings.PORTAL_DATA_KEYS))


def encrypt(text: str) -> str:
    """Return the text as a token for the database; the same text gives another token each time."""
    return _keys().columns[0].encrypt(text.encode()).decode("ascii")


def decrypt(token: str) -> str:
    """Return the text of a token. Raises CannotDecrypt."""
    return _opened(_keys().columns, token.encode())[1].decode()


def key_of(token: str) -> int:
    """Return the place of the key that reads a token: 0 is the newest. Raises CannotDecrypt."""
    return _opened(_keys().columns, token.encode())[0]


def encrypt_bytes(content: bytes) -> bytes:
    """Return a piece of a file as a token without line breaks."""
    return _keys().files[0].encrypt(content)


def decrypt_bytes(token: bytes) -> bytes:
    """Return the piece of a file behind a token. Raises CannotDecrypt."""
    return _opened(_keys().files, token)[1]


def key_of_bytes(token: bytes) -> int:
    """Return the place of the key that reads a piece of a file: 0 is the newest. Raises CannotDecrypt."""
    return _opened(_keys().files, token)[0]


def _opened(keys: Sequence[Fernet], token: bytes) -> tuple[int, bytes]:
    for place, key in enumerate(keys):
        try:
            return place, key.decrypt(token)
        except InvalidToken:
            continue
    raise CannotDecrypt


# Fingerprints

_INSIGNIFICANT: Final = re.compile(r"[\W_]+")


def blind_index(text: str) -> str:
    """Return the fingerprint of a value, for a column beside the encrypted one: equal values have equal ones.

    Width, case, blanks and punctuation do not count: 420202 1990… and 4202021990… are the same number.
    """
    return blind_indexes(text)[0]


def blind_indexes(text: str) -> list[str]:
    """Return the fingerprints of a value under every key, newest first: what a search must look for."""
    plain = _INSIGNIFICANT.sub("", unicodedata.normalize("NFKC", text).casefold()).encode()
    return [hmac.digest(key, plain, hashlib.sha256).hex() for key in _keys().fingerprints]


SKETCHED: Final = 48
"""So many pieces of a text are kept in its sketch."""
_PIECE: Final = 3


def blind_sketch(text: str) -> list[int]:
    """Return the smallest keyed digests of a text's pieces of three characters: texts much alike share many of them.

    Whoever has the database alone learns nothing of the text.  After the key was renewed, older texts are no longer
    found alike; the sketch serves for weeks, not for years.
    """
    plain = _INSIGNIFICANT.sub("", unicodedata.normalize("NFKC", text).casefold())
    pieces = {plain[place : place + _PIECE] for place in range(max(1, len(plain) - _PIECE + 1))}
    key = _keys().fingerprints[0]
    digests = (hashlib.blake2b(piece.encode(), key=key[:64], digest_size=8).digest() for piece in pieces)
    return sorted(int.from_bytes(digest, signed=True) for digest in digests)[:SKETCHED]


def likeness(one: Sequence[int], other: Sequence[int]) -> float:
    """Return the share of pieces that two sketched texts have in common, estimated: 0 for nothing, 1 for the same."""
    union = sorted({*one, *other})[:SKETCHED]
    return len(set(one) & set(other) & set(union)) / len(union) if union else 0.0


def new_fingerprint() -> hmac.HMAC:
    """Return a keyed SHA-256 to be fed with the bytes of a file."""
    return hmac.new(_keys().fingerprints[0], digestmod=hashlib.sha256)


# The column


class Personal(str):
    """A decrypted value: a string like any other whose repr, as logs and error reports show it, keeps the secret."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "‹personal›"


class _PersonalAttribute(DeferredAttribute):
    """Wraps whatever is put into the attribute, whether it was read from the database or typed by somebody."""

    def __set__(self, instance: models.Model, value: Any) -> None:
        attname: str = self.field.attname
        instance.__dict__[attname] = Personal(value) if isinstance(value, str) else value


class EncryptedTextField(TextField):
    """Text that only a process with the keys can read.

    It can be stored, read and compared with nothing (``isnull`` only), searched and sorted by nobody; where doubles
    must be found, a column with ``blind_index()`` stands beside it, and ``index`` names that column.  Reading raises
    CannotDecrypt instead of giving something that a form would save over the real value.
    """

    description = _("Encrypted text")
    descriptor_class = _PersonalAttribute

    def __init__(self, *args: Any, index: str = "", **kwargs: Any) -> None:
        self.index = index  # not part of deconstruct(): the database knows nothing of it
        super().__init__(*args, **kwargs)

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        """Refuse what would look at the ciphertext, and an index column that is not there."""
        said = super().check(**kwargs)
        if self.unique or self.db_index:  # type: ignore[attr-defined]
            said.append(
                checks.Error("An encrypted column cannot be indexed or unique.", obj=self, id="foundation.E001")
            )
        if self.index and self.index not in {column.name for column in self.model._meta.get_fields()}:
            said.append(checks.Error(f"There is no field “{self.index}”.", obj=self, id="foundation.E002"))
        return said

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        """Encrypt on the way into the database; nothing stays nothing."""
        value = super().get_db_prep_value(value, connection, prepared)
        return encrypt(value) if isinstance(value, str) and value else value

    def from_db_value(self, value: str | None, expression: Any, connection: BaseDatabaseWrapper) -> str | None:
        """Decrypt on the way out. Raises CannotDecrypt."""
        return Personal(decrypt(value)) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        """Refuse to compare: the same text is encrypted differently each time, so a search would find nothing."""
        if lookup_name != "isnull":
            raise FieldError(
                f"{self} is encrypted and cannot be searched; look for blind_indexes() in a column beside it."
            )
        return super().get_lookup(lookup_name)

    def value_to_string(self, obj: models.Model) -> str:
        """Refuse to be written in clear into a dump (``dumpdata``)."""
        raise TypeError(f"{self} is encrypted and is not dumped; back the database up instead.")


def is_filled(column: str) -> models.Q:
    """Return the condition that an encrypted column holds something, for constraints: the length of a token tells."""
    return models.Q(GreaterThan(Length(models.F(column)), 0))


def encrypted_fields() -> Iterator[EncryptedTextField]:
    """Yield every encrypted column of the site (``.model`` is its table), for whoever renews the key."""
    for model in apps.get_models():
        for column in model._meta.local_fields:
            if isinstance(column, EncryptedTextField):
                yield column
