"""The file that is imported: its bytes, its name, and which format it really has."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from foundation.tables.problems import BadFile

MAX_FILE_MB: Final = 50
"""A city's whole catalog of guides, or the register of decades, needs less than ten."""

_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = b"PK\x03\x04"
_BYTE_ORDER_MARK: Final = "\ufeff"


@dataclass(frozen=True)
class Source:
    """A file in memory."""

    name: str
    data: bytes

    @cached_property
    def sha256(self) -> str:
        """The checksum of the bytes."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def suffix(self) -> str:
        """The ending of the name in lower case, with its dot."""
        return Path(self.name).suffix.lower()

    @property
    def is_archive(self) -> bool:
        """Whether the bytes are a zip archive, as those of a workbook are."""
        return self.data.startswith(_ZIP)

    @property
    def is_json(self) -> bool:
        """Whether the file says or shows that it is JSON."""
        if self.suffix in (".json", ".csv"):
            return self.suffix == ".json"
        return self.data[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"[", b"{")

    def check(self) -> None:
        """Raise BadFile for a file that no reader needs to look at."""
        if len(self.data) > MAX_FILE_MB * 1024 * 1024:
            raise BadFile(too_large())
        if not self.data.strip():
            raise BadFile(_("The file is empty."))
        if self.data.startswith(_OLD_OFFICE):
            raise BadFile(_("This is an old or a password-protected Excel file; save it as .xlsx without a password."))
        if self.suffix == ".xlsx" and not self.is_archive:
            raise BadFile(_("This is no Excel workbook, whatever its name says; save it again as .xlsx."))

    def text(self) -> str:
        """Return the file as text; only UTF-8 is taken, because everything else would be a guess."""
        return decode(self.data)


def decode(data: bytes) -> str:
    """Return bytes as text. Raises BadFile when they are not UTF-8."""
    try:
        return data.decode("utf-8").removeprefix(_BYTE_ORDER_MARK)
    except UnicodeDecodeError as error:
        raise BadFile(
            _(
                "The file is not UTF-8 text (byte %(position)d); save it as UTF-8."
                " In Excel choose “CSV UTF-8” or, better, a workbook (.xlsx)."
            )
            % {"position": error.start}
        ) from error


def too_large() -> str:
    """Return the sentence for a file beyond the limit."""
    return _("The file is larger than %(limit)d MB; split it.") % {"limit": MAX_FILE_MB}


def open_source(path: Path) -> Source:
    """Read a file from disk.

    Raises BadFile when there is none, when it is a folder, too large, or must not be read.
    """
    try:
        if path.is_dir():
            raise BadFile(_("“%(path)s” is a folder; name a file.") % {"path": path})
        if path.exists() and not path.is_file():
            raise BadFile(_("“%(path)s” is no ordinary file.") % {"path": path})
        if path.stat().st_size > MAX_FILE_MB * 1024 * 1024:
            raise BadFile(too_large())
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise BadFile(_("There is no file “%(path)s”.") % {"path": path}) from error
    except (OSError, ValueError) as error:
        raise BadFile(_("The file “%(path)s” cannot be read.") % {"path": path}) from error
    return Source(path.name, data)
