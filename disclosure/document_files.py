"""Official texts as files: a title, lines about dates and numbers, a mark, then chapters and articles. Pure.

``# 标题``, lines such as ``2019年4月3日 中华人民共和国国务院令第711号修订`` and ``2019年5月15日 施行``, the mark
``<!-- INFO END -->``, then the text.  Without the mark everything after the title is the text; a date may then
stand in the file's name, as in ``办法(2021-07-27).md``.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from foundation.body_text import parse

MARK: Final = "<!-- INFO END -->"
MOST_BYTES: Final = 2_000_000
"""A text beyond this is no text but a mistake; the longest statutes have some 200,000 bytes."""
TITLE_LENGTH: Final = 300
TEXT_LENGTH: Final = 200_000
NUMBER_LENGTH: Final = 100
SUMMARY_LENGTH: Final = 300

_DATE: Final = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_DATE_IN_NAME: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_NUMBER: Final = re.compile(r"[\w（）()]{2,30}令\s*第\s*\d+\s*号|[\w（）()]{2,20}〔\d{4}〕\d+号")
_IN_FORCE: Final = ("施行", "实施", "生效")


class BadText(ValueError):
    """A file that holds no usable text; the message is a sentence for whoever imports it."""


@dataclass(frozen=True)
class FileText:
    """What a file says."""

    name: str
    title: str
    document_number: str
    issued_on: dt.date
    effective_on: dt.date | None
    summary: str
    text: str


def read_text(name: str, data: bytes) -> FileText:
    """Return what a file says; raise BadText, saying why, where it cannot be taken in."""
    content = _decode(data)
    head, title = _split_title(content)
    info, mark, text = head.partition(MARK)
    if not mark:
        info, text = "", head
    text = text.strip()
    if not parse(text):
        raise BadText(_("The file has a title but no text."))
    if len(text) > TEXT_LENGTH:
        raise BadText(_("The text is longer than %(limit)d characters.") % {"limit": TEXT_LENGTH})
    issued_on, effective_on = _dates(info, name)
    return FileText(
        name=unicodedata.normalize("NFC", name),
        title=title,
        document_number=_number(info),
        issued_on=issued_on,
        effective_on=effective_on,
        summary=_summary(text),
        text=text,
    )


def _decode(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise BadText(_("The file is larger than 2 MB."))
    try:
        content = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadText(_("The file is not UTF-8 text.")) from error
    if "\0" in content:
        raise BadText(_("The file holds binary data."))
    return content.replace("\r\n", "\n").replace("\r", "\n")


def _split_title(content: str) -> tuple[str, str]:
    """Return what follows the title, and the title: the first line that is not empty."""
    first, _newline, rest = content.lstrip("\n \u3000\t").partition("\n")
    title = " ".join(first.removeprefix("#").split())
    if not first.startswith("# ") or not title:
        raise BadText(_("The first line is no title; it must begin with “# ”."))
    if len(title) > TITLE_LENGTH:
        raise BadText(_("The title is longer than %(limit)d characters.") % {"limit": TITLE_LENGTH})
    return rest, title


def _dates(info: str, name: str) -> tuple[dt.date, dt.date | None]:
    """Return the last day of issue or revision, and the day from which the text is in force."""
    issued: list[dt.date] = []
    in_force: list[dt.date] = []
    for line in info.splitlines():
        kind = in_force if any(word in line for word in _IN_FORCE) else issued
        kind.extend(day for found in _DATE.findall(line) if (day := _day(found)) is not None)
    if not issued:
        issued = [day for found in _DATE_IN_NAME.findall(name) if (day := _day(found)) is not None]
    if not issued:
        raise BadText(_("No date of issue was found, neither above the text nor in the name of the file."))
    return max(issued), max(in_force, default=None)


def _day(parts: tuple[str, str, str]) -> dt.date | None:
    try:
        return dt.date(*(int(part) for part in parts))
    except ValueError:
        return None


def _number(info: str) -> str:
    """Return the last document number that is named."""
    found = _NUMBER.findall(info)
    return "".join(found[-1].split())[:NUMBER_LENGTH] if found else ""


def _summary(text: str) -> str:
    """Return the first article or paragraph, which says what the text is for."""
    first = next((block.text for block in parse(text) if block.kind in {"article", "paragraph"} and block.text), "")
    return first if len(first) <= SUMMARY_LENGTH else f"{first[: SUMMARY_LENGTH - 1]}…"
