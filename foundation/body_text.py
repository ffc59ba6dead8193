"""The light plain format of official texts, and the HTML made from it. Pure.

One line is one paragraph.  Lines that begin with ``#`` are headings; ``第三章 …``, ``第二节 …`` and ``第二十九条 …``
are known for what they are and can be linked to (``#chapter-3``, ``#chapter-3-section-2``, ``#art-29``).  Lines that
begin with ``-`` make a list, lines between ``|`` a table whose first row names its columns.  Everything else is
text: no markup in it has a meaning, and all of it is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from django.utils.html import escape
from django.utils.safestring import SafeString

_NUMERAL: Final = "[零〇一二两三四五六七八九十百千0-9０-９]{1,9}"
_HEADING: Final = re.compile(r"(#{1,6})\s*(\S.*)")
_DIVISION: Final = re.compile(rf"第({_NUMERAL})([编章节])(?:\s+(.*))?")
_ARTICLE: Final = re.compile(rf"(第({_NUMERAL})条(?:之({_NUMERAL}))?)(?:\s+(.*))?")
_BULLET: Final = re.compile(r"[-*•·]\s+(\S.*)")
_CLAUSE: Final = re.compile(rf"(?:[（(]{_NUMERAL}[)）]|[0-9０-９]+[.．、](?![0-9])|[一二三四五六七八九十]+、)")
_RULE: Final = re.compile(r"[|:\-\s]+")
_SENTENCE: Final = re.compile("[。；：，]")
_DIGITS: Final = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_UNITS: Final = {"十": 10, "百": 100, "千": 1000}
_ANCHORS: Final = {"编": "part", "章": "chapter", "节": "section"}
_LEVELS: Final = {"编": 2, "章": 2, "节": 3}


@dataclass(frozen=True)
class Block:
    """A piece of a text.

    ``kind`` is ``heading``, ``article``, ``paragraph``, ``clause`` (a paragraph with a number of its own),
    ``bullet`` or ``row``.
    """

    kind: str
    text: str
    anchor: str = ""
    label: str = ""
    """The number of an article as it is written: 第二十九条."""
    level: int = 0
    """Of headings: 2 to 4; the page's title is 1."""


def chinese_number(numeral: str) -> int | None:
    """Return the value of a numeral below ten thousand, in Chinese or other digits; None for what is none."""
    if not numeral:
        return None
    if numeral.isdecimal():
        return int(numeral)
    total, digit, last_unit = 0, None, 10_000
    for character in numeral:
        unit = _UNITS.get(character)
        if unit is None:
            if character not in _DIGITS or digit:
                return None
            digit = _DIGITS[character]
            continue
        if unit >= last_unit or digit == 0:
            return None
        # 十五 has no digit before its unit.
        total, digit, last_unit = total + (digit or 1) * unit, None, unit
    return total + (digit or 0)


def parse(text: str) -> tuple[Block, ...]:
    """Return the blocks of a text, in order, with anchors that occur once."""
    return tuple(_with_anchors(_read(text)))


def contents(blocks: Iterable[Block]) -> list[Block]:
    """Return the headings, for a table of contents."""
    return [block for block in blocks if block.kind == "heading"]


def render(blocks: Iterable[Block]) -> SafeString:
    """Return the blocks as HTML."""
    pieces: list[str] = []
    for kind, group in groupby(blocks, key=lambda block: block.kind):
        if kind == "bullet":
            pieces.append(f"<ul>{''.join(f'<li>{escape(block.text)}</li>' for block in group)}</ul>")
        elif kind == "row":
            pieces.append(_table([block.text for block in group]))
        else:
            pieces += map(_element, group)
    return SafeString("\n".join(pieces))


def plain(blocks: Iterable[Block]) -> str:
    """Return the words of a text, a block on each line; the cells of a table are separated by commas."""
    return "\n".join(_words(block) for block in blocks if block.kind != "row" or not _RULE.fullmatch(block.text))


def _words(block: Block) -> str:
    if block.kind == "row":
        return "，".join(cell.strip() for cell in block.text.strip("| ").split("|") if cell.strip())
    return " ".join(filter(None, (block.label, block.text)))


def _read(text: str) -> Iterator[Block]:
    for raw in text.replace("\0", "").splitlines():
        line = raw.strip()
        if line:
            yield _block(line)


def _block(line: str) -> Block:
    heading = _HEADING.fullmatch(line)
    if heading is not None:
        words = " ".join(heading.group(2).split())
        return _division(words) or Block("heading", words, "heading", level=min(max(len(heading.group(1)), 2), 4))
    division = _division(line) if len(line) <= 40 and not _SENTENCE.search(line) else None
    return division or _article(line) or _plain(line)


def _division(line: str) -> Block | None:
    """Return the heading of a part, chapter or section; its level follows from what it is."""
    found = _DIVISION.fullmatch(line)
    number = chinese_number(found.group(1)) if found else None
    if found is None or number is None:
        return None
    what = found.group(2)
    return Block("heading", " ".join(line.split()), f"{_ANCHORS[what]}-{number}", level=_LEVELS[what])


def _article(line: str) -> Block | None:
    found = _ARTICLE.fullmatch(line)
    if found is None:
        return None
    label, numeral, inserted, words = found.groups()
    number, after = chinese_number(numeral), chinese_number(inserted) if inserted else None
    if number is None or (inserted and after is None):
        return None
    anchor = f"art-{number}-{after}" if inserted else f"art-{number}"
    return Block("article", (words or "").strip(), anchor, label)


def _plain(line: str) -> Block:
    bullet = _BULLET.fullmatch(line)
    if bullet is not None:
        return Block("bullet", bullet.group(1))
    if line.startswith("|") and line.endswith("|") and len(line) > 1:
        return Block("row", line)
    return Block("clause" if _CLAUSE.match(line) else "paragraph", line)


def _with_anchors(blocks: Iterable[Block]) -> Iterator[Block]:
    """Put sections below their chapters, and tell anchors apart that would occur twice."""
    taken: set[str] = set()
    chapter = ""
    for block in blocks:
        anchor = block.anchor
        if anchor.startswith("chapter-"):
            chapter = f"{anchor}-"
        if anchor.startswith("section-"):
            anchor = chapter + anchor
        if anchor:
            stem, again = anchor, 1
            while anchor in taken:
                again += 1
                anchor = f"{stem}.{again}"
            taken.add(anchor)
        yield Block(block.kind, block.text, anchor, block.label, block.level)


def _element(block: Block) -> str:
    words = escape(block.text)
    if block.kind == "heading":
        return f'<h{block.level} id="{block.anchor}">{words}</h{block.level}>'
    if block.kind == "article":
        number = f'<a class="article-number" href="#{block.anchor}">{escape(block.label)}</a>'
        return f'<p class="article" id="{block.anchor}">{number}\u3000{words}</p>'
    return f'<p class="clause">{words}</p>' if block.kind == "clause" else f"<p>{words}</p>"


def _table(rows: list[str]) -> str:
    cells = [[cell.strip() for cell in row[1:-1].split("|")] for row in rows if not _RULE.fullmatch(row)]
    if not cells:
        return ""
    head, *body = cells
    names = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    lines = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in body)
    return (
        '<div class="table-box" tabindex="0"><table class="table">'
        f"<thead><tr>{names}</tr></thead><tbody>{lines}</tbody></table></div>"
    )
