"""The booklet (《行政审批服务指南》): the public guides of the center, a department or a theme, as volumes in PDF.

One run of the typesetter holds all its pages in memory, so a volume has at most `MOST_IN_A_VOLUME` guides and is set
in a process of its own. Pages are numbered through; the last volume has the index of all.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import override
from pypdf import PdfReader
from pypinyin import lazy_pinyin

from approvals.models import Theme
from foundation.organization import Department
from foundation.pages import CHINESE, absolute
from foundation.printable import fit_for_print
from foundation.publishing.rendering import first_letter
from foundation.typesetting import typeset_apart
from guides.models.published import GuideRevision, PublishedGuide
from guides.papers.words import chinese_day, words_of

TITLE: Final = "行政审批服务指南"
MOST_IN_A_VOLUME: Final = 250


@dataclass(frozen=True)
class Scope:
    """Which guides a booklet holds: all, those of a department, or those of a theme."""

    department: Department | None = None
    theme: Theme | None = None

    @property
    def words(self) -> str:
        """The scope as the cover says it; empty for the whole center."""
        return self.department.name if self.department else self.theme.name if self.theme else ""

    def guides(self) -> QuerySet[PublishedGuide]:
        """Return the public guides in the order of the booklet."""
        found = PublishedGuide.objects.order_by("department__position", "department__code", "initial", "slug")
        if self.department is not None:
            found = found.filter(department=self.department)
        return found.filter(theme_codes__contains=[self.theme.code]) if self.theme is not None else found

    def fingerprint(self) -> str:
        """Return a digest over the live revisions of its guides: it changes when one of them does."""
        keys = self.guides().values_list("revision_id", flat=True)
        return hashlib.sha256(",".join(map(str, keys)).encode()).hexdigest()


@dataclass(frozen=True)
class Entry:
    """A guide on its way into a volume."""

    revision_id: int
    title: str
    department: str


@dataclass(frozen=True)
class Volume:
    """A finished volume."""

    number: int
    first_page: int
    pages: int
    content: bytes


Progress = Callable[[int], None]
"""Is told how many guides are done."""


def build(scope: Scope, *, on: dt.date, progress: Progress = lambda _done: None) -> Iterator[Volume]:
    """Yield the volumes of a booklet one after the other. ``on`` is the day of making.

    Raises TypesettingFailed when a volume cannot be set.
    """
    entries = [
        Entry(key, title, department)
        for key, title, department in scope.guides().values_list("revision_id", "title", "department__name")
    ]
    parts = divide(entries)
    pages: dict[int, int] = {}
    first_page, done = 1, 0
    for number, part in enumerate(parts, start=1):
        index = _index(parts, pages, number) if number == len(parts) else []
        data = _data(scope, part, on=on, volume=number, volumes=len(parts), first_page=first_page, index=index)
        content = typeset_apart("guides/booklet.typ", data)
        reader = PdfReader(io.BytesIO(content))
        pages |= _pages(reader, part, first_page)
        count = len(reader.pages)
        yield Volume(number, first_page, count, content)
        first_page, done = first_page + count, done + len(part)
        progress(done)


def divide(entries: Sequence[Entry], most: int = MOST_IN_A_VOLUME) -> list[list[Entry]]:
    """Cut the guides into volumes: departments stay together as long as they fit into one."""
    volumes: list[list[Entry]] = [[]]
    for _department, group in itertools.groupby(entries, key=lambda entry: entry.department):
        guides = list(group)
        if len(volumes[-1]) + len(guides) > most and volumes[-1]:
            volumes.append([])
        for start in range(0, len(guides), most):
            if start:
                volumes.append([])
            volumes[-1] += guides[start : start + most]
    return volumes


def _data(
    scope: Scope,
    part: Sequence[Entry],
    *,
    on: dt.date,
    volume: int,
    volumes: int,
    first_page: int,
    index: list[dict[str, Any]],
) -> dict[str, Any]:
    """Return what ``guides/booklet.typ`` sets."""
    revisions = GuideRevision.objects.in_bulk([entry.revision_id for entry in part])
    with override(CHINESE):
        check = absolute(reverse("guides:code_lookup")).removeprefix("https://").removesuffix("/")
    groups = [
        {
            "department": department,
            "guides": [{"key": str(entry.revision_id), **words_of(revisions[entry.revision_id])} for entry in group],
        }
        for department, group in itertools.groupby(part, key=lambda entry: entry.department)
    ]
    data: dict[str, Any] = fit_for_print(
        {
            "title": TITLE,
            "scope": scope.words,
            "center": settings.SITE.name,
            "check": check,
            "on": chinese_day(on),
            "volume": volume,
            "volumes": volumes,
            "first_page": first_page,
            "count": len(part),
            "groups": groups,
            "index": index,
        }
    )
    return data


def _index(parts: Sequence[Sequence[Entry]], pages: dict[int, int], last: int) -> list[dict[str, Any]]:
    """Return all titles by the first letter of their pinyin, with volume and page.

    The pages of the last volume, which is not set yet, are 0: the template looks them up.
    """
    entries = [
        (first_letter(entry.title), lazy_pinyin(entry.title), entry, number)
        for number, part in enumerate(parts, start=1)
        for entry in part
    ]
    # What begins with no letter comes last.
    entries.sort(key=lambda each: (each[0] == "#", each[0], each[1], each[2].revision_id))
    return [
        {
            "letter": letter,
            "entries": [
                [
                    {"words": entry.title, "key": str(entry.revision_id)},
                    number,
                    0 if number == last else pages[entry.revision_id],
                ]
                for _letter, _sound, entry, number in group
            ],
        }
        for letter, group in itertools.groupby(entries, key=lambda each: each[0])
    ]


def _pages(reader: PdfReader, part: Sequence[Entry], first_page: int) -> dict[int, int]:
    """Return the page of each guide of a volume, from its bookmarks: departments, and below them the guides."""
    guides = [
        mark for group in reader.outline if isinstance(group, list) for mark in group if not isinstance(mark, list)
    ]
    return {
        entry.revision_id: first_page + (reader.get_destination_page_number(mark) or 0)
        for entry, mark in zip(part, guides, strict=True)
    }
