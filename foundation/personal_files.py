"""Files about a person: encrypted at rest, every reading recorded, removable.

They are kept apart from `StoredFile`, which published revisions quote and which therefore stays for ever: no page
that serves published files can serve one of these, and a foreign key says which of the two it means.  What a
removed file leaves is a tombstone: that there was one, how large, since when, why it went.
"""

from __future__ import annotations

import hmac
import os
import struct
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import chain
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.core.files.base import File
from django.db import models, transaction
from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from foundation import audit
from foundation.attachments import EXTENSIONS, PrivateStorage, bare_name, check_upload, disarm, telling_full_disk
from foundation.clock import local_now
from foundation.encryption import (
    CannotDecrypt,
    EncryptedTextField,
    decrypt_bytes,
    encrypt_bytes,
    key_of_bytes,
    new_fingerprint,
)
from foundation.workflow import Conflict

if TYPE_CHECKING:
    from foundation.people import User

_PIECE: Final = 1024 * 1024
"""A file is encrypted in pieces of this many bytes, one a line, so that large ones need no large memory."""
_HEAD: Final = struct.Struct(">16sI?")
"""What each piece says inside its encryption: whose it is, its place, and whether it is the last one."""


class Removal(models.TextChoices):
    """Why a file was removed; a closed list, because what people type here could name somebody."""

    RETENTION = "retention", _("its retention period ended")
    ASKED_FOR = "asked_for", _("the person asked for it")
    MISTAKE = "mistake", _("it was stored by mistake")


class PersonalFile(models.Model):
    """An uploaded file about a person. Its bytes never change; it can be removed, once and for good."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = EncryptedTextField(_("file name"), null=True, editable=False)
    content_type = models.CharField(_("content type"), max_length=100, editable=False)
    size = models.PositiveIntegerField(_("size in bytes"), editable=False)
    fingerprint = models.CharField(_("fingerprint"), max_length=64, blank=True, editable=False, db_index=True)
    stored_at = models.DateTimeField(_("stored"), default=local_now, editable=False)
    stored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    removed_at = models.DateTimeField(_("removed"), null=True, editable=False)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("removed by"),
    )
    removal = models.CharField(_("why removed"), max_length=20, choices=Removal, blank=True, editable=False)

    class Meta:
        verbose_name = _("file about a person")
        verbose_name_plural = _("files about persons")
        ordering = ["-stored_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(content_type__in=list(EXTENSIONS)), name="personalfile_type_accepted"
            ),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="personalfile_not_empty"),
            models.CheckConstraint(
                condition=models.Q(
                    removed_at__isnull=True,
                    removed_by__isnull=True,
                    removal="",
                    name__isnull=False,
                    fingerprint__regex=r"^[0-9a-f]{64}$",
                )
                | models.Q(removed_at__isnull=False, removal__in=Removal.values, name__isnull=True, fingerprint=""),
                name="personalfile_there_or_tombstone",
            ),
        ]

    def __str__(self) -> str:
        # The name may be that of a person, and this text goes into the audit trail, which nobody can clean.
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def path(self) -> str:
        """Where the encrypted bytes lie in private storage; it says nothing about them."""
        return f"personal/{self.key.hex[:2]}/{self.key.hex}"

    def pieces(self) -> Iterator[bytes]:
        """Yield the decrypted content.

        Raises Conflict when the file was removed, CannotDecrypt when the key is missing or the bytes were altered,
        cut short or come from another file.
        """
        if self.removed_at is not None:
            raise Conflict(_("This file was removed."))
        is_last = False
        for place, line in enumerate(self._sealed_lines()):
            piece = decrypt_bytes(line.rstrip(b"\n"))
            if piece[: _HEAD.size - 1] != _HEAD.pack(self.key.bytes, place, False)[:-1]:
                raise CannotDecrypt
            is_last = bool(piece[_HEAD.size - 1])
            yield piece[_HEAD.size :]
        if not is_last:
            raise CannotDecrypt

    def keys(self) -> set[int]:
        """Return the places of the keys that read the pieces: 0 is the newest. Raises CannotDecrypt."""
        return {key_of_bytes(line.rstrip(b"\n")) for line in self._sealed_lines()} or {0}

    def _sealed_lines(self) -> Iterator[bytes]:
        try:
            with Path(PrivateStorage().path(self.path)).open("rb") as file:
                yield from file
        except FileNotFoundError:
            raise CannotDecrypt from None

    def response(self, *, actor: User | None) -> StreamingHttpResponse:
        """Record the reading and return the file as a download; only views that checked their right call this.

        An actor of None is the person who sent it.  Raises as ``pieces`` does; bytes that turn out to be altered
        behind the first piece break the download off.
        """
        content = self.pieces()
        first = next(content)
        with transaction.atomic():
            audit.record(audit.Act.PERSONAL_READ, actor=actor, target=self)
        response = StreamingHttpResponse(chain([first], content), content_type=self.content_type)
        response["Content-Length"] = str(self.size)
        response["Content-Disposition"] = content_disposition_header(True, self.name or "") or "attachment"
        response["Cache-Control"] = "no-store"
        return disarm(response)


_written: ContextVar[list[str] | None] = ContextVar("written_personal_files", default=None)
"""Paths written within ``taking_back_files``."""


@contextmanager
def taking_back_files() -> Iterator[None]:
    """Delete the files stored inside when the block fails: a rolled-back transaction takes back rows, not bytes."""
    paths: list[str] = []
    token = _written.set(paths)
    try:
        yield
    except BaseException:
        for path in paths:
            PrivateStorage().delete(path)
        raise
    finally:
        _written.reset(token)


def store_personal(upload: File[bytes], name: str, *, actor: User | None) -> PersonalFile:
    """Check an upload and keep it encrypted; an actor of None is a person without an account.

    Raises ValidationError as ``check_upload`` does.
    """
    stored = PersonalFile(
        name=bare_name(name), content_type=check_upload(upload, name), size=upload.size, stored_by=actor
    )
    fingerprint = new_fingerprint()
    with telling_full_disk(), TemporaryFile() as sealed, transaction.atomic():
        for line in _seal(stored.key, upload, fingerprint):
            sealed.write(line)
        PrivateStorage().put(stored.path, File(sealed))
        if (written := _written.get()) is not None:
            written.append(stored.path)
        stored.fingerprint = fingerprint.hexdigest()
        stored.save()
        audit.record(audit.Act.FILE_STORED, actor=actor, target=stored, detail={"size": stored.size})
    return stored


def _seal(key: uuid.UUID, upload: File[bytes], fingerprint: hmac.HMAC) -> Iterator[bytes]:
    """Yield the lines of the encrypted file, and feed the fingerprint."""
    upload.seek(0)
    left = upload.size
    for place, piece in enumerate(upload.chunks(_PIECE)):
        fingerprint.update(piece)
        left -= len(piece)
        yield encrypt_bytes(_HEAD.pack(key.bytes, place, left == 0) + piece) + b"\n"


def remove_personal(stored: PersonalFile, *, actor: User | None, reason: Removal) -> PersonalFile:
    """Remove the file and leave a tombstone; an actor of None is the system itself.

    The name and the fingerprint go with the row's transaction, the bytes directly after it.
    Raises Conflict when it was removed already.
    """
    with transaction.atomic():
        locked = PersonalFile.objects.select_for_update().get(pk=stored.pk)
        if locked.removed_at is not None:
            raise Conflict(_("This file was removed."))
        locked.removed_at, locked.removed_by, locked.removal = local_now(), actor, reason
        locked.name, locked.fingerprint = None, ""
        locked.save(update_fields=["removed_at", "removed_by", "removal", "name", "fingerprint"])
        audit.record(audit.Act.FILE_REMOVED, actor=actor, target=locked, detail={"reason": reason.value})
        transaction.on_commit(lambda: PrivateStorage().delete(locked.path))
    return locked


def write_anew(stored: PersonalFile) -> bool:
    """Write the bytes under the newest key where an older one reads them; return whether that was so.

    The row is locked until the new bytes are in their place, so that no removal comes in between. Raises CannotDecrypt.
    """
    with transaction.atomic():
        locked = PersonalFile.objects.select_for_update().defer("name").filter(pk=stored.pk, removed_at=None).first()
        if locked is None or locked.keys() == {0}:
            return False
        path, fingerprint = Path(PrivateStorage().path(locked.path)), new_fingerprint()
        fresh = path.with_name(f"{path.name}.part")
        with fresh.open("wb") as out:
            for line in locked._sealed_lines():
                piece = decrypt_bytes(line.rstrip(b"\n"))
                fingerprint.update(piece[_HEAD.size :])
                out.write(encrypt_bytes(piece) + b"\n")
            out.flush()
            os.fsync(out.fileno())
        PersonalFile.objects.filter(pk=locked.pk).update(fingerprint=fingerprint.hexdigest())
        fresh.replace(path)
    return True


def finish_removals() -> None:
    """Delete the bytes behind tombstones that a crash between commit and deletion left; to be repeated at will.

    Bytes without any row stay: beside a database that is the wrong one, everything would be without a row.
    """
    storage = PrivateStorage()
    for tombstone in PersonalFile.objects.filter(removed_at__isnull=False).only("key").iterator():
        storage.delete(tombstone.path)
