"""Uploaded tables between preview and confirmation: encrypted, kept for a day, each for the person who uploaded it."""

from __future__ import annotations

import json
import secrets
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.http import Http404

from foundation.encryption import CannotDecrypt, decrypt_bytes, encrypt_bytes
from foundation.tables.sources import Source

if TYPE_CHECKING:
    from foundation.people import User

_KEPT_SECONDS: Final = 24 * 3600
_TOKEN_LENGTH: Final = 32


@dataclass(frozen=True)
class Pending:
    """A file that waits for its confirmation; ``profile`` says what it is to be read as."""

    token: str
    source: Source
    profile: str

    def discard(self) -> None:
        """Forget the file."""
        for path in _paths(self.token):
            path.unlink(missing_ok=True)


def _folder() -> Path:
    folder = Path(settings.PRIVATE_FILES_ROOT) / "imports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _paths(token: str) -> tuple[Path, Path]:
    return _folder() / f"{token}.data", _folder() / f"{token}.json"


def keep(source: Source, profile: str, *, actor: User) -> Pending:
    """Keep a file and return it with the token by which its owner finds it again."""
    _sweep()
    token = secrets.token_hex(_TOKEN_LENGTH // 2)
    data, facts = _paths(token)
    known = json.dumps({"name": source.name, "profile": profile, "owner": actor.pk}).encode()
    for path, content in ((data, source.data), (facts, known)):
        path.touch(mode=0o600)
        path.write_bytes(encrypt_bytes(content))
    return Pending(token, source, profile)


def find(token: str, *, actor: User) -> Pending:
    """Return a kept file. Raises Http404 when there is none, when it is another person's, or when its key is gone."""
    if len(token) != _TOKEN_LENGTH or not token.isalnum() or not token.isascii():
        raise Http404
    data, facts = _paths(token)
    try:
        known = json.loads(decrypt_bytes(facts.read_bytes()))
        source = Source(known["name"], decrypt_bytes(data.read_bytes()))
    except (FileNotFoundError, CannotDecrypt) as error:
        raise Http404 from error
    if known["owner"] != actor.pk:
        raise Http404
    return Pending(token, source, known["profile"])


def _sweep() -> None:
    """Remove what nobody confirmed within a day."""
    oldest = time.time() - _KEPT_SECONDS
    for path in _folder().iterdir():
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
