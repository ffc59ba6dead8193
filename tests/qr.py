"""Reads QR codes back from rendered pages, as a phone does: from the pixels, not from what we meant to draw.

Written for pages that the typesetter renders, so the code stands upright and without noise: three finder patterns are
searched, the modules between them sampled, the mask taken off, and the bytes read (versions 1 to 6, without error
correction: a wrong module is to be noticed, not repaired).
"""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from collections.abc import Iterator

Bitmap = list[list[bool]]
"""Rows of pixels or modules; True is black."""

_LEVELS = {1: "L", 0: "M", 3: "Q", 2: "H"}
_DATA = {
    "L": ([19], [34], [55], [80], [108], [68, 68]),
    "M": ([16], [28], [44], [32, 32], [43, 43], [27] * 4),
    "Q": ([13], [22], [17, 17], [24, 24], [15, 15, 16, 16], [19] * 4),
    "H": ([9], [16], [13, 13], [9] * 4, [11, 11, 12, 12], [15] * 4),
}
"""Data codewords of each block, by level and version (ISO/IEC 18004)."""
_MASKS = (
    lambda r, c: (r + c) % 2,
    lambda r, c: r % 2,
    lambda r, c: c % 3,
    lambda r, c: (r + c) % 3,
    lambda r, c: (r // 2 + c // 3) % 2,
    lambda r, c: r * c % 2 + r * c % 3,
    lambda r, c: (r * c % 2 + r * c % 3) % 2,
    lambda r, c: ((r + c) % 2 + r * c % 3) % 2,
)


def read_png(png: bytes, share: float = 1) -> Bitmap:
    """Return the pixels of a PNG, eight bits a channel, not interlaced; ``share`` below 1: of its upper part."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    place, packed, header = 8, b"", b""
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        kind, body = png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        header = body if kind == b"IHDR" else header
        packed += body if kind == b"IDAT" else b""
        place += 12 + length
    width, height, depth, colour, *_rest, interlaced = struct.unpack(">IIBBBBB", header)
    channels = {0: 1, 2: 3, 4: 2, 6: 4}[colour]
    assert (depth, interlaced) == (8, 0)
    raw, stride = zlib.decompress(packed), width * channels
    rows, before = [], bytearray(stride)
    for y in range(round(height * share)):
        start = y * (stride + 1)
        line = _unfilter(raw[start], bytearray(raw[start + 1 : start + 1 + stride]), before, channels)
        rows.append([line[x] < 128 for x in range(0, stride, channels)])
        before = line
    return rows


def _unfilter(kind: int, line: bytearray, above: bytearray, step: int) -> bytearray:
    for x in range(len(line)):
        left = line[x - step] if x >= step else 0
        corner = above[x - step] if x >= step else 0
        if kind == 4:
            guess = left + above[x] - corner
            nearest = min((left, above[x], corner), key=lambda value: abs(guess - value))
        else:
            nearest = (0, left, above[x], (left + above[x]) // 2)[kind]
        line[x] = (line[x] + nearest) & 255
    return line


def read_qr(pixels: Bitmap) -> str:
    """Return the text of the one QR code on a page."""
    return decode(_sample(pixels))


def _sample(pixels: Bitmap) -> Bitmap:
    corners = _finders(pixels)
    left, top, module = min(corners, key=lambda corner: corner[0] + corner[1])
    right = max(corners, key=lambda corner: corner[0] - corner[1])[0]
    size = round((right - left) / module) + 7
    module = (right - left) / (size - 7)
    x, y = left - 3 * module, top - 3 * module  # the middle of the first module
    return [[pixels[round(y + row * module)][round(x + col * module)] for col in range(size)] for row in range(size)]


def _finders(pixels: Bitmap) -> list[tuple[float, float, float]]:
    """Return middle and module width of the three finder patterns: runs of 1:1:3:1:1, met in many rows."""
    seen: Counter[tuple[int, int]] = Counter()
    exact: dict[tuple[int, int], list[tuple[float, float, float]]] = {}
    columns = list(map(list, zip(*pixels, strict=True)))
    for y, row in enumerate(pixels):
        for x, module in _patterns(row):
            for middle, other in _patterns(columns[round(x)]):
                if abs(middle - y) <= module and abs(other - module) < module / 2:
                    cell = (round(x / (module * 4)), round(middle / (module * 4)))
                    seen[cell] += 1
                    exact.setdefault(cell, []).append((x, middle, module))
    found = [exact[cell] for cell, _count in seen.most_common(3)]
    assert len(found) == 3, "no QR code on this page"
    return [tuple(sum(values) / len(values) for values in zip(*cell, strict=True)) for cell in found]  # type: ignore[misc]


def _patterns(row: list[bool]) -> Iterator[tuple[float, float]]:
    """Yield middle and module width of what looks like the middle of a finder pattern in a row of pixels."""
    edges = [0, *(x for x in range(1, len(row)) if row[x] != row[x - 1]), len(row)]
    for first in range(len(edges) - 5):
        if not row[edges[first]]:
            continue
        runs = [edges[first + n + 1] - edges[first + n] for n in range(5)]
        module = sum(runs) / 7
        if module >= 2 and all(
            abs(run / module - ideal) < 0.5 for run, ideal in zip(runs, (1, 1, 3, 1, 1), strict=True)
        ):
            yield (edges[first + 2] + edges[first + 3] - 1) / 2, module


def decode(modules: Bitmap) -> str:
    """Return the text of a matrix of modules."""
    size = len(modules)
    version = (size - 17) // 4
    spots = [*((8, c) for c in (0, 1, 2, 3, 4, 5, 7, 8)), *((r, 8) for r in (7, 5, 4, 3, 2, 1, 0))]
    form = int("".join("1" if modules[r][c] else "0" for r, c in spots), 2) ^ 0x5412
    mask = _MASKS[form >> 10 & 7]
    bits = [modules[r][c] ^ (mask(r, c) == 0) for r, c in _path(size, version)]
    words = [int("".join(map(str, map(int, bits[n : n + 8]))), 2) for n in range(0, len(bits) - 7, 8)]
    return _text(_blocks(words, _DATA[_LEVELS[form >> 13]][version - 1]))


def _path(size: int, version: int) -> Iterator[tuple[int, int]]:
    """Yield the modules that carry data, in their order: two columns at a time, up and down, from the right."""
    columns = [c for c in range(size - 1, 0, -2) if c > 6] + [5, 3, 1]
    for turn, right in enumerate(columns):
        for step in range(size):
            row = step if turn % 2 else size - 1 - step
            for col in (right, right - 1):
                if not _is_fixed(row, col, size, version):
                    yield row, col


def _is_fixed(row: int, col: int, size: int, version: int) -> bool:
    corner = (row < 9 and (col < 9 or col >= size - 8)) or (row >= size - 8 and col < 9)
    aligned = version > 1 and abs(row - (size - 7)) <= 2 and abs(col - (size - 7)) <= 2
    return corner or aligned or row == 6 or col == 6


def _blocks(words: list[int], lengths: list[int]) -> list[int]:
    """Put the interleaved data codewords of all blocks in their order."""
    blocks: list[list[int]] = [[] for _length in lengths]
    source = iter(words)
    for place in range(max(lengths)):
        for block, length in zip(blocks, lengths, strict=True):
            if place < length:
                block.append(next(source))
    return [word for block in blocks for word in block]


def _text(words: list[int]) -> str:
    bits = "".join(f"{word:08b}" for word in words)
    assert bits[:4] == "0100", "not in bytes"
    length = int(bits[4:12], 2)
    return bytes(int(bits[12 + 8 * n : 20 + 8 * n], 2) for n in range(length)).decode()
