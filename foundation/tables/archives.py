"""Zip archives from strangers: looked through before any other program part may open them."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Final

from django.utils.translation import gettext as _

from foundation.tables.problems import BadFile

MAX_PARTS: Final = 500
MAX_UNPACKED_MB: Final = 100
MAX_RATIO: Final = 200
"""Honest tables shrink to a twentieth, very empty ones to a hundredth; a bomb to a thousandth."""

_LARGE: Final = 1024 * 1024
_CHUNK: Final = 256 * 1024


def open_archive(data: bytes) -> zipfile.ZipFile:
    """Open an archive whose every part was unpacked once, within the limits, and found whole.

    Raises BadFile for what is no archive, damaged, locked, or a bomb.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
        _check_declared(parts)
        _check_actual(archive, parts)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise BadFile(_("The file is damaged or not complete; fetch or save it again.")) from error
    return archive


def _check_declared(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_MB * 1024 * 1024:
        raise BadFile(_bomb())
    for part in parts:
        if part.flag_bits & 0x1:
            raise BadFile(_("The file is locked with a password; save it without one."))
        if part.file_size > _LARGE and part.file_size > MAX_RATIO * max(part.compress_size, 1):
            raise BadFile(_bomb())


def _check_actual(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Unpack everything once: what is declared may be a lie, and a checksum shows damage."""
    left = MAX_UNPACKED_MB * 1024 * 1024
    for part in parts:
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise BadFile(_bomb())


def _bomb() -> str:
    return _(
        "The file would unpack to far more than a catalog holds (limit: %(limit)d MB in %(parts)d parts);"
        " it was not opened."
    ) % {"limit": MAX_UNPACKED_MB, "parts": MAX_PARTS}
