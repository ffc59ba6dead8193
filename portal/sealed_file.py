"""A file encrypted with a passphrase, written and read as a stream: pieces of a megabyte, each sealed by AES-GCM.

A piece knows its place and whether it is the last one, so nothing can be left out, put in another order or cut off.
"""

from __future__ import annotations

import io
import os
import struct
from typing import IO, Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC: Final = b"PORTAL-SEALED-1\n"
_PIECE: Final = 1024 * 1024
_SALT, _PREFIX, _TAG = 16, 8, 16
_HEAD: Final = struct.Struct(">I?")


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(passphrase.encode()))


class SealedFile(io.RawIOBase):
    """What is written to it arrives encrypted in the file below; closing writes the last piece, not the file below."""

    def __init__(self, out: IO[bytes], passphrase: str) -> None:
        salt, self.prefix = os.urandom(_SALT), os.urandom(_PREFIX)
        self.out, self.cipher = out, _cipher(passphrase, salt)
        self.held, self.place = bytearray(), 0
        out.write(MAGIC + salt + self.prefix)

    @staticmethod
    def is_sealed(raw: IO[bytes]) -> bool:
        """Tell whether a file is one of these; the place in it stays at its beginning."""
        begins = raw.read(len(MAGIC)) == MAGIC
        raw.seek(0)
        return begins

    def writable(self) -> bool:
        """It is written only."""
        return True

    def write(self, piece: Any) -> int:
        """Take bytes."""
        self.held += piece
        while len(self.held) > _PIECE:
            self._seal(bytes(self.held[:_PIECE]), is_last=False)
            del self.held[:_PIECE]
        return len(piece)

    def close(self) -> None:
        """Write the last piece."""
        if not self.closed:
            self._seal(bytes(self.held), is_last=True)
        super().close()

    def _seal(self, piece: bytes, *, is_last: bool) -> None:
        head = _HEAD.pack(len(piece), is_last)
        self.out.write(head + self.cipher.encrypt(self.prefix + struct.pack(">I", self.place), piece, head))
        self.place += 1


class OpenedFile(io.RawIOBase):
    """The content of such a file as a stream.

    Reading raises ValueError where a piece was altered, or the passphrase is another one, and EOFError at a cut end.
    """

    def __init__(self, raw: IO[bytes], passphrase: str) -> None:
        raw.read(len(MAGIC))
        salt, self.prefix = raw.read(_SALT), raw.read(_PREFIX)
        self.raw, self.cipher = raw, _cipher(passphrase, salt)
        self.held, self.place, self.is_over = bytearray(), 0, False

    def readable(self) -> bool:
        """It is read only."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, all that are left for a size below zero."""
        while not self.is_over and (size < 0 or len(self.held) < size):
            self._open()
        wanted = len(self.held) if size < 0 else size
        piece = bytes(self.held[:wanted])
        del self.held[:wanted]
        return piece

    def _open(self) -> None:
        head = self.raw.read(_HEAD.size)
        if len(head) < _HEAD.size:
            raise EOFError("its end is missing")
        length, self.is_over = _HEAD.unpack(head)
        try:
            sealed = self.raw.read(length + _TAG)
            self.held += self.cipher.decrypt(self.prefix + struct.pack(">I", self.place), sealed, head)
        except InvalidTag:
            raise ValueError(f"piece {self.place + 1} cannot be opened") from None
        self.place += 1
