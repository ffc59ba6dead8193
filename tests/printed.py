"""Reads printed papers: their text, where it stands on the page, their tags."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import typst
from django.conf import settings
from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream

from foundation.typesetting import TEMPLATES, _fonts

A4 = (595.28, 841.89)
"""Width and height of a page in points."""


@dataclass(frozen=True)
class Run:
    """A piece of a line: where it begins and ends, its baseline and the size of its letters, in points."""

    left: float
    right: float
    baseline: float
    size: float


def read(pdf: bytes) -> PdfReader:
    """Open a printed paper."""
    return PdfReader(io.BytesIO(pdf))


def text(document: PdfReader) -> str:
    """Return what is printed without what the layout adds: blanks, and page numbers."""
    return "".join(page_text(page) for page in document.pages)


def page_text(page: PageObject) -> str:
    """Return what a page says, without blanks and page number."""
    return re.sub(r"第\d+页共\d+页$", "", re.sub(r"\s+", "", page.extract_text()))


def fonts(document: PdfReader) -> list[Any]:
    """Return the font of every page that uses it."""
    return [font.get_object() for page in document.pages for font in page["/Resources"]["/Font"].values()]


def runs(page: PageObject) -> list[Run]:
    """Return where text stands on a page. Reads what typst writes: a matrix, a font, glyphs with their shifts."""
    widths = {name: _widths(font.get_object()) for name, font in page["/Resources"]["/Font"].items()}
    found, left, baseline, font, size = [], 0.0, 0.0, "", 0.0
    for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
        if operator == b"cm":
            left, baseline = float(operands[4]), float(operands[5])
        elif operator == b"Tf":
            font, size = operands[0], float(operands[1])
        elif operator == b"TJ":
            length = sum(_length(part, widths[font]) for part in operands[0]) * size / 1000
            found.append(Run(left, left + length, baseline, size))
    return found


def pictures(template: str, data: Mapping[str, object], ppi: int = 110) -> list[bytes]:
    """Return the pages that a template makes of the data as pictures (PNG)."""
    made = typst.compile(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=_fonts(settings.FONTS_DIR),
        sys_inputs={"data": json.dumps(data)},
        format="png",
        ppi=ppi,
    )
    return made if isinstance(made, list) else [made]


def tags(document: PdfReader) -> list[str]:
    """Return the types of the structure elements, depth first."""
    return _tags(document.trailer["/Root"]["/StructTreeRoot"])


def _tags(element: Any) -> list[str]:
    children = element.get("/K", [])
    children = children if isinstance(children, list) else [children]
    below = [child.get_object() for child in children]
    own = [str(element["/S"])] if "/S" in element else []
    return own + [tag for child in below if hasattr(child, "get") for tag in _tags(child)]


def _widths(font: Any) -> dict[int, float]:
    """Return the width of each glyph, in thousandths of the size."""
    entries = list(font["/DescendantFonts"][0].get_object()["/W"])
    found: dict[int, float] = {}
    while entries:
        first, then = entries.pop(0), entries.pop(0)
        if isinstance(then, list):
            found.update({first + place: float(width) for place, width in enumerate(then)})
        else:
            width = float(entries.pop(0))
            found.update(dict.fromkeys(range(first, then + 1), width))
    return found


def _length(part: Any, widths: dict[int, float]) -> float:
    """Return how far a string, or a shift between two, moves the pen."""
    if isinstance(part, (int, float)):
        return -float(part)
    codes = part.original_bytes
    return sum(widths.get(codes[at] << 8 | codes[at + 1], 1000.0) for at in range(0, len(codes), 2))
