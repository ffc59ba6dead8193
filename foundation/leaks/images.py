"""Pictures: the data that cameras and programs write beside what is to be seen.

Only the frame of a file is read, never the picture itself: what stands in the picture, a face or a scanned
identity card, is found by nobody here.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import Final

from foundation.leaks.leak import LeakKind, Place, Search

_GPS: Final = 0x8825
_TELLING: Final = {
    0x010E: "ImageDescription",
    0x010F: "Make",
    0x0110: "Model",
    0x0131: "Software",
    0x0132: "DateTime",
    0x013B: "Artist",
    0x8298: "Copyright",
    0x8769: "Exif",
    0x9C9D: "XPAuthor",
    0x9C9C: "XPComment",
}
"""Entries of the first directory that say who, when or with what."""
_GPS_WORDS: Final = re.compile(rb"exif:GPSL|GPSLatitude")


def look_into_picture(content: bytes, search: Search, name: str = "") -> None:
    """Look at the data beside a JPEG or PNG picture; other kinds are left alone."""
    if content.startswith(b"\xff\xd8"):
        blocks = _jpeg_blocks(content)
    elif content.startswith(b"\x89PNG\r\n\x1a\n"):
        blocks = _png_blocks(content)
    else:
        return
    for label, block in blocks:
        _note(label, block, search, name)


def _note(label: str, block: bytes, search: Search, name: str) -> None:
    if label == "Exif":
        tags = _first_directory(block)
        words = sorted(_TELLING[tag] for tag in tags if tag in _TELLING)
        if _GPS in tags:
            search.add(LeakKind.PICTURE_PLACE, Place.PICTURE, name)
        if words:
            search.add(LeakKind.PICTURE_DATA, Place.PICTURE, name, f"Exif: {', '.join(words)}")
        return
    if _GPS_WORDS.search(block):
        search.add(LeakKind.PICTURE_PLACE, Place.PICTURE, name)
    text = block.decode("utf-8", "replace")
    search.add(LeakKind.PICTURE_DATA, Place.PICTURE, name, f"{label}: {re.sub(r'<[^>]*>|[^ -~一-鿿]+', ' ', text)}")
    search.read(text, Place.PICTURE, name)


def _jpeg_blocks(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the blocks of data before the picture begins."""
    place = 2
    while place + 4 <= len(content) and content[place] == 0xFF:
        marker = content[place + 1]
        if marker in {0xD9, 0xDA}:  # the picture itself
            return
        length = int.from_bytes(content[place + 2 : place + 4], "big")
        block = content[place + 4 : place + 2 + length]
        if marker == 0xE1 and block.startswith(b"Exif\0\0"):
            yield "Exif", block[6:]
        elif marker == 0xE1 and block.startswith(b"http://ns.adobe.com/"):
            yield "XMP", block.partition(b"\0")[2]
        elif marker == 0xED and block.startswith(b"Photoshop"):
            yield "IPTC", block.partition(b"\0")[2]
        elif marker == 0xFE:
            yield "Comment", block
        place += 2 + max(length, 2)


def _png_blocks(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the text and Exif chunks."""
    place = 8
    while place + 8 <= len(content):
        length, kind = struct.unpack_from(">I4s", content, place)
        block = content[place + 8 : place + 8 + length]
        if kind == b"eXIf":
            yield "Exif", block
        elif kind in {b"tEXt", b"iTXt", b"zTXt"}:
            key, _nul, text = block.partition(b"\0")
            yield key.decode("latin-1"), text if kind != b"zTXt" else b""
        place += 12 + length


def _first_directory(block: bytes) -> set[int]:
    """Return the tags of the first directory of Exif data; none when it is broken."""
    order = {b"II": "<", b"MM": ">"}.get(block[:2])
    if order is None or len(block) < 8:
        return set()
    start = struct.unpack_from(f"{order}I", block, 4)[0]
    if start + 2 > len(block):
        return set()
    count = min(struct.unpack_from(f"{order}H", block, start)[0], (len(block) - start - 2) // 12)
    return {struct.unpack_from(f"{order}H", block, start + 2 + 12 * entry)[0] for entry in range(count)}
