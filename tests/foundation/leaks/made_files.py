"""Files made for tests: PDFs written by hand, office files with single parts changed, pictures that are only frames."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from docx.document import Document
from openpyxl import Workbook

from foundation.leaks import child
from foundation.leaks.leak import Leak, LeakKind

OFFICE = "application/vnd.openxmlformats-officedocument"
WORD, EXCEL, PDF = f"{OFFICE}.wordprocessingml.document", f"{OFFICE}.spreadsheetml.sheet", "application/pdf"
ID = "420202199001011231"
MASKED = "420*************31"


def look(content: bytes, content_type: str) -> list[Leak]:
    return child.look_into(io.BytesIO(content), content_type)


def found(content: bytes, content_type: str, kind: LeakKind) -> list[Leak]:
    """The leaks of one kind, the exact ones that a test is about."""
    return [leak for leak in look(content, content_type) if leak.kind == kind]


def saved(document: Document | Workbook) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def change_parts(content: bytes, **changes: Callable[[bytes], bytes] | bytes) -> bytes:
    """Rewrite an office file with parts changed or added; ``__`` stands for ``/``, ``_xml`` for ``.xml``."""
    wanted = {name.replace("__", "/").replace("_DOT_", "."): change for name, change in changes.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            change = wanted.pop(name, None)
            new.writestr(name, change(old.read(name)) if callable(change) else change or old.read(name))
        for name, change in wanted.items():
            new.writestr(name, change(b"") if callable(change) else change)
    return buffer.getvalue()


FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /FirstChar 32 /Widths [" + b"600 " * 95 + b"] >>"


def make_pdf(
    content: bytes = b"", *, page: bytes = b"", root: bytes = b"", trailer: bytes = b"", objects: tuple[bytes, ...] = ()
) -> bytes:
    """Write a PDF of one page by hand; further objects are numbered from 6."""
    resources = b"/Resources << /Font << /F1 5 0 R >> /ExtGState << /Thin << /ca 0.3 >> /Mix << /BM /Multiply >> >> >>"
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R " + root + b" >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R " + resources + page + b" >>",
        stream(content),
        FONT,
        *objects,
    ]
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, trailer, start)
    return bytes(out)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def text_at(x: int, y: int, text: str = "Secret words") -> bytes:
    return b"BT /F1 12 Tf %d %d Td (%s) Tj ET\n" % (x, y, text.encode())


def exif(*tags: int) -> bytes:
    """Exif data whose first directory holds these entries."""
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, 0) for tag in tags)
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + entries + bytes(4)


def jpeg(*blocks: tuple[int, bytes]) -> bytes:
    """A JPEG file down to where the picture begins."""
    parts = (b"\xff" + bytes([marker]) + struct.pack(">H", len(block) + 2) + block for marker, block in blocks)
    return b"\xff\xd8" + b"".join(parts) + b"\xff\xda\0\x08\0\0\0\0\0\0\xff\xd9"


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG file of one grey pixel, with chunks of data."""
    head = (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    parts = [head, *chunks, (b"IDAT", zlib.compress(b"\0\x80")), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
