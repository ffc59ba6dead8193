"""Blank and sample forms of the sample content, as Word files made from their field lists."""

from __future__ import annotations

import functools
import io
from collections.abc import Sequence
from typing import Any, Final

from django.core.files.base import ContentFile
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from foundation.attachments import StoredFile, store
from foundation.people import User

_FONT: Final = "宋体"
_STYLES: Final = {"Normal", "Default Paragraph Font", "Normal Table", "Table Grid"}
"""The styles that a form uses; python-docx brings 160 more, which every file would carry."""


def make_forms(form: dict[str, Any], *, actor: User) -> tuple[StoredFile, StoredFile]:
    """Make and store the blank form and the filled sample of one form."""
    title, fields = form["title"], form["fields"]
    blank = _word_file(title, form.get("note", ""), fields, [""] * len(fields))
    sample = _word_file(f"{title}（样表）", form.get("note", ""), fields, form["sample"])
    return (
        store(ContentFile(blank), f"{title}.docx", actor=actor),
        store(ContentFile(sample), f"{title}（样表）.docx", actor=actor),
    )


def make_enclosure(*, actor: User) -> StoredFile:
    """Make and store the page that stands for what replies of the sample enclose; equal bytes are kept once."""
    return store(ContentFile(_enclosure()), "样例附件.docx", actor=actor)


@functools.cache
def _enclosure() -> bytes:
    return _word_file("样例附件", "本页代表随函提供的政府信息，仅供演示。", ["名称", "份数"], ["样例", "1"])


@functools.cache
def _blank_paper() -> bytes:
    """Return a Word file without text, with our font and no more styles than forms need."""
    document = Document()
    for style in list(document.styles):
        if style.name not in _STYLES:
            style.delete()
    for key, relation in list(document.part.rels.items()):
        if relation.reltype.endswith("/stylesWithEffects"):  # the same styles again, for Word 2010
            document.part.drop_rel(key)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(12)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    return _bytes_of(document)


def _bytes_of(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _word_file(title: str, note: str, fields: Sequence[str], values: Sequence[str]) -> bytes:
    document = Document(io.BytesIO(_blank_paper()))
    document.core_properties.title = title
    document.core_properties.author = ""
    heading = document.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = heading.add_run(title)
    run.bold, run.font.size = True, Pt(18)
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    for label, value in zip(fields, values, strict=True):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, value
        cells[0].width, cells[1].width = Cm(5), Cm(11)
    if note:
        document.add_paragraph().add_run(f"填表说明：{note}").font.size = Pt(10.5)
    document.add_paragraph().add_run("申请人（签字或盖章）：　　　　　　　　　年　　月　　日")
    return _bytes_of(document)
