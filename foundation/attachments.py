"""Files in private storage: immutable, typed by content, served only through the view of their owner."""

from __future__ import annotations

import errno
import hashlib
import logging
import re
import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import IO, TYPE_CHECKING, Final, TypeVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.db import models, transaction
from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from foundation import audit
from foundation.clock import local_now

if TYPE_CHECKING:
    from foundation.people import User

logger = logging.getLogger(__name__)

ResponseT = TypeVar("ResponseT", bound=HttpResponseBase)

_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OLE: Final = "application/x-ole-storage"

EXTENSIONS: Final[dict[str, tuple[str, ...]]] = {
    "application/pdf": (".pdf",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    _WORD: (".docx",),
    _SHEET: (".xlsx",),
    _OLE: (".doc", ".xls"),
}
"""Accepted content types and the file name endings that fit them."""

_SIGNATURES: Final = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _OLE),
)

_UNFIT: Final = re.compile(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069/]")
"""Characters that no file name keeps: control characters, marks that turn the direction, slashes."""

_MACROS: Final = "_VBA_PROJECT".encode("utf-16-le")
"""The directory entry that an old Word or Excel file with macros has."""

MAX_PARTS: Final = 2_000
MAX_UNPACKED: Final = 200 * 1024 * 1024
"""Bounds for office files, which are zip archives: parts and unpacked bytes."""


NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""How the system says that the disk, a quota or a limit of file size is used up."""


@contextmanager
def telling_full_disk() -> Iterator[None]:
    """Tell the uploader, as a ValidationError, that nothing can be stored; the operator reads it in the log."""
    try:
        yield
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        logger.critical("no room for files: %s", error.strerror)
        raise ValidationError(
            _("The file cannot be stored: the storage is full. Send without it, or try again later."), code="no_room"
        ) from error


class PrivateStorage(FileSystemStorage):
    """Files below ``PRIVATE_FILES_ROOT``, outside every URL; the setting is read at each use."""

    base_url = None  # type: ignore[assignment]

    @property
    def base_location(self) -> str:
        """The folder as it is set."""
        return str(settings.PRIVATE_FILES_ROOT)

    @property
    def location(self) -> str:
        """The folder as an absolute path."""
        return str(Path(self.base_location).resolve())

    def put(self, path: str, upload: File[bytes]) -> None:
        """Write the bytes under exactly this path, all of them or none.

        A file of the right size is left alone: the path is the checksum of its content.
        """
        if self.exists(path) and self.size(path) == upload.size:
            return
        part = Path(self.path(self.get_available_name(f"{path}.part")))
        try:
            self.save(part.relative_to(self.location).as_posix(), upload)
            part.replace(self.path(path))
        except OSError:
            part.unlink(missing_ok=True)  # half a file is no use, and takes the room that is missing
            raise


def content_type_of(stream: IO[bytes]) -> str | None:
    """Return the accepted content type that the bytes themselves show, or None."""
    stream.seek(0)
    head = stream.read(16)
    stream.seek(0)
    for signature, content_type in _SIGNATURES:
        if head.startswith(signature):
            return None if content_type == _OLE and _has_macros(stream) else content_type
    return _office_type(stream) if head.startswith(b"PK\x03\x04") else None


def _has_macros(stream: IO[bytes]) -> bool:
    found = _MACROS in stream.read()
    stream.seek(0)
    return found


def _office_type(stream: IO[bytes]) -> str | None:
    """Tell Word from Excel by the parts of the archive; None for other, broken or oversized archives."""
    try:
        with zipfile.ZipFile(stream) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error):
        return None
    finally:
        stream.seek(0)
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        return None
    if "[Content_Types].xml" not in names or any(name.endswith("vbaProject.bin") for name in names):
        return None
    if "word/document.xml" in names:
        return _WORD
    return _SHEET if "xl/workbook.xml" in names else None


def _upload_to(stored: StoredFile, _name: str) -> str:
    return f"{stored.sha256[:2]}/{stored.sha256}"


class StoredFile(models.Model):
    """An uploaded file. Its bytes, name and type never change; a new version is a new row."""

    content = models.FileField(_("file"), storage=PrivateStorage, upload_to=_upload_to, editable=False)
    name = models.CharField(_("file name"), max_length=200, editable=False)
    content_type = models.CharField(_("content type"), max_length=100, editable=False)
    size = models.PositiveIntegerField(_("size in bytes"), editable=False)
    sha256 = models.CharField(_("checksum"), max_length=64, editable=False, db_index=True)
    stored_at = models.DateTimeField(_("stored"), default=local_now, editable=False)
    stored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("by"),
    )

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["-stored_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(content_type__in=list(EXTENSIONS)), name="storedfile_type_accepted"
            ),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="storedfile_not_empty"),
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="storedfile_checksum_shape"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def response(self) -> FileResponse:
        """Return the file as a download; only views that checked their right call this."""
        response = FileResponse(
            self.content.open("rb"), as_attachment=True, filename=self.name, content_type=self.content_type
        )
        return disarm(response)


def disarm(response: ResponseT) -> ResponseT:
    """Mark a download so that no browser takes it for a page or runs anything in it."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def bare_name(name: str) -> str:
    """Return what we keep of an uploader's file name: no path, nothing invisible, at most 200 characters."""
    return _UNFIT.sub("", PurePath(name.replace("\\", "/")).name)[-200:]


def check_upload(upload: File[bytes], name: str) -> str:
    """Return the content type of an acceptable upload.

    Raises ValidationError with a sentence for the uploader: too large, empty, a type that is not
    accepted, or a name whose ending does not fit the content.
    """
    limit = settings.PORTAL_MAX_UPLOAD_MB
    if upload.size > limit * 1024 * 1024:
        raise ValidationError(_("The file is larger than %(limit)d MB.") % {"limit": limit}, code="too_large")
    if upload.size == 0:
        raise ValidationError(_("The file is empty."), code="empty")
    content_type = content_type_of(upload)
    if content_type is None:
        raise ValidationError(
            _("Only PDF, Word, Excel, JPEG and PNG files without macros are accepted."),
            code="type",
        )
    if PurePath(name).suffix.lower() not in EXTENSIONS[content_type]:
        raise ValidationError(_("The name of this file does not fit what is inside."), code="name")
    return content_type


def store(upload: File[bytes], name: str, *, actor: User | None) -> StoredFile:
    """Check an upload and keep it in private storage; equal bytes are kept once.

    Raises ValidationError as ``check_upload`` does.
    """
    content_type = check_upload(upload, name)
    digest = hashlib.sha256()
    upload.seek(0)
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    stored = StoredFile(
        name=bare_name(name),
        content_type=content_type,
        size=upload.size,
        sha256=digest.hexdigest(),
        stored_by=actor,
    )
    path = _upload_to(stored, name)
    with telling_full_disk(), transaction.atomic():
        PrivateStorage().put(path, upload)
        stored.content.name = path
        stored.save()
        audit.record(
            audit.Act.FILE_STORED,
            actor=actor,
            target=stored,
            detail={"sha256": stored.sha256, "size": stored.size},
        )
    return stored
