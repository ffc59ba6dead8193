"""Documents to PDF: a template below ``templates/typst/`` and data, set with the fonts of the house.

The data travels as JSON, and templates set its strings as text, so nothing that anybody typed is ever read as
markup. Fonts are those of the package pylopdf-fonts-zh-cn and those in ``settings.FONTS_DIR``: a city that owns
the faces of official documents (仿宋, 小标宋, 黑体) or needs rarer characters puts the font files there.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final, Literal, NotRequired, TypedDict

import pylopdf_fonts_zh_cn
import segno
import typst
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from foundation.workflow import DomainError


class Heading(TypedDict):
    """A heading inside a letter, with its number as it shall be printed: ``一、答复内容``."""

    heading: str


class NumberedList(TypedDict):
    """Numbered entries; ``numbering`` is a pattern like ``1.`` (the default) or ``（一）``."""

    items: Sequence[str]
    numbering: NotRequired[str]


class Closing(TypedDict):
    """Who signs and when, both as they shall be printed."""

    organ: str
    date: str


class QrCode(TypedDict):
    """A QR code as `qr_code` makes it."""

    svg: str
    alt: str
    caption: str


class Letter(TypedDict):
    """What ``disclosure/letter.typ`` sets. Each line of a paragraph's text is a paragraph, two characters indented.

    ``organ`` heads the letter, ``number`` is the document number, the colon after ``addressee`` is added.
    ``attachments`` are names without numbers, ``notes`` stand in small print below the signature.
    """

    title: str
    number: str
    organ: str
    addressee: str
    paragraphs: Sequence[str | Heading | NumberedList]
    closing: Closing
    attachments: NotRequired[Sequence[str]]
    notes: NotRequired[Sequence[str]]
    qr: NotRequired[QrCode]


class Cell(TypedDict):
    """A cell over several columns or rows, or one that heads others."""

    text: str | int
    colspan: NotRequired[int]
    rowspan: NotRequired[int]
    heading: NotRequired[bool]


Row = Sequence[str | int | Cell]
"""The cells that begin in a row; those that reach down from a row above are not repeated. Figures are centered."""


class ReportHeading(TypedDict):
    """``level`` 1 (the default) for ``一、``, 2 for ``（一）``; no level is skipped."""

    kind: Literal["heading"]
    text: str
    level: NotRequired[int]


class ReportText(TypedDict):
    """A paragraph, or a note in small print below a table."""

    kind: Literal["paragraph", "note"]
    text: str


class ReportTable(TypedDict):
    """A table; its header rows are repeated where it goes on over a page.

    ``widths`` are shares of the page's width, one per column. A ``landscape`` table lies on a page turned
    sideways, together with the heading before it and the notes after it. With ``left`` figures stand at the left, as
    texts do.
    """

    kind: Literal["table"]
    left: NotRequired[bool]
    rows: Sequence[Row]
    header: NotRequired[Sequence[Row]]
    widths: NotRequired[Sequence[float]]
    caption: NotRequired[str]
    landscape: NotRequired[bool]


class Report(TypedDict):
    """What ``disclosure/report.typ`` sets; ``head`` holds pairs of label and value.

    A line break in the title is kept; ``contents`` asks for a table of contents with page numbers below the head.
    """

    title: str
    blocks: Sequence[ReportHeading | ReportText | ReportTable]
    head: NotRequired[Sequence[Sequence[str]]]
    contents: NotRequired[bool]
    closing: NotRequired[Closing]


class TypesettingFailed(DomainError):
    """The document could not be made; the message says why."""


class MissingGlyphs(TypesettingFailed):
    """No installed font has a glyph for these characters: an empty box in a name is worse than no letter."""

    def __init__(self, characters: Sequence[str]) -> None:
        self.characters = characters
        shown = _(", ").join(_name(character) for character in characters)
        super().__init__(
            _("No installed font can print these characters: %s. The system administrator can add a font that does.")
            % shown
        )


def typeset(template: str, data: Mapping[str, object]) -> bytes:
    """Return the PDF that a template makes of the data: tagged (PDF/UA-1), with title, language and subset fonts.

    The same data gives the same bytes, as no date of making is written. Raises `MissingGlyphs` or, for
    anything else that hinders, `TypesettingFailed`.
    """
    try:
        return typst.compile(
            TEMPLATES / template,
            root=TEMPLATES,
            font_paths=_fonts(settings.FONTS_DIR),
            sys_inputs={"data": json.dumps(data, cls=DjangoJSONEncoder)},
            pdf_standards=["ua-1"],
            timestamp=0,
        )
    except typst.TypstError as error:
        missing = _missing(error.diagnostic)
        if missing:
            raise MissingGlyphs(missing) from error
        raise TypesettingFailed(_("The document could not be typeset: %s") % error.message) from error


def typeset_apart(template: str, data: Mapping[str, object]) -> bytes:
    """Return what ``typeset`` does, made in a process of its own: the memory of hundreds of pages is given back.

    Raises `TypesettingFailed` also where the process was killed or took too long.
    """
    order = {
        "template": template,
        "root": str(TEMPLATES),
        "fonts": _font_folders(settings.FONTS_DIR),
        "data": json.dumps(data, cls=DjangoJSONEncoder),
    }
    try:
        done = subprocess.run(
            [sys.executable, "-m", "foundation.typeset_apart"],
            input=json.dumps(order).encode(),
            capture_output=True,
            cwd=settings.BASE_DIR,
            timeout=_MAX_SECONDS,
            check=True,
        )
    except subprocess.CalledProcessError as error:
        lines = error.stderr.decode(errors="replace").strip().splitlines()
        raise TypesettingFailed(_("The document could not be typeset: %s") % (lines[-1] if lines else "")) from error
    except subprocess.TimeoutExpired as error:
        raise TypesettingFailed(_("The document could not be typeset: %s") % error) from error
    return done.stdout


def written_date(day: dt.date) -> str:
    """2026-03-20 → 2026年3月20日."""
    return f"{day.year}年{day.month}月{day.day}日"


def qr_code(address: str, caption: str) -> QrCode:
    """Return a QR code that leads to an address, with a caption below and the address as its spoken text."""
    drawing = io.BytesIO()
    segno.make(address, micro=False, error="m").save(drawing, kind="svg", border=2, xmldecl=False)
    return {"svg": drawing.getvalue().decode(), "alt": f"{caption} {address}", "caption": caption}


TEMPLATES: Final = Path(settings.BASE_DIR) / "templates" / "typst"

_MAX_SECONDS: Final = 600
_MISSING: Final = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED: Final = re.compile(r"\\u\{([0-9a-f]+)\}")


@cache
def _fonts(own: Path) -> typst.Fonts:
    """Return the fonts of the package and of the deployment, never those that a machine happens to have."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=_font_folders(own))


def _font_folders(own: Path) -> list[str]:
    return [str(Path(pylopdf_fonts_zh_cn.__file__).parent), str(own)]


def _missing(diagnostic: str) -> list[str]:
    """Return the characters without a glyph that typst's diagnostic names, each once, in order."""
    found = "".join(_MISSING.findall(diagnostic))
    return list(dict.fromkeys(_ESCAPED.sub(lambda escaped: chr(int(escaped[1], 16)), found)))


def _name(character: str) -> str:
    code = f"U+{ord(character):04X}"
    return f"{character} ({code})" if character.isprintable() else code
