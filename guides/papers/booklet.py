"""The booklet (《行政审批服务指南》): the public guides of the center, a department or a theme, as volumes in PDF.

One run of the typesetter holds all its pages in memory, so a volume has at most `MOST_IN_A_VOLUME` guides and is set
in a process of its own. Pages are numbered through; the last volume has the index of all.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from foundation.typesetting import typeset_apart, written_date
from guides.models import GuideRevision, PublishedGuide
from guides.papers.words import words_of

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

    def revisions(self) -> list[int]:
        """Return the live revisions of its guides in the order of the booklet."""
        found = in_order(PublishedGuide.objects.all())
        if self.department is not None:
            found = found.filter(department=self.department)
        if self.theme is not None:
            found = found.filter(theme_codes__contains=[self.theme.code])
        return list(found.values_list("revision_id", flat=True))


def in_order(guides: QuerySet[PublishedGuide]) -> QuerySet[PublishedGuide]:
    """Return guides as a booklet has them: by department, and within it by the first letter."""
    return guides.order_by("department__position", "department__code", "initial", "slug")


def fingerprint(revisions: Sequence[int]) -> str:
    """Return a digest over revisions in their order: it changes when one of the guides does."""
    return hashlib.sha256(",".join(map(str, revisions)).encode()).hexdigest()


@dataclass(frozen=True)
class Entry:
    """A guide on its way into a volume."""

    revision_id: int
    title: str
    department: str


@dataclass(frozen=True)
class Volume:
    """A finished volume, and the page on which each of its guides begins."""

    number: int
    first_page: int
    pages: int
    places: Mapping[int, int]
    content: bytes


def build(scope: Scope, *, on: dt.date) -> Iterator[Volume]:
    """Yield the volumes of a booklet one after the other. ``on`` is the day of making.

    Raises TypesettingFailed when a volume cannot be set.
    """
    plan, first_page = plan_volumes(scope.revisions()), 1
    places: dict[int, int] = {}
    for number in range(1, len(plan) + 1):
        volume = set_volume(scope.words, plan, number, first_page=first_page, places=places, on=on)
        places |= volume.places
        first_page += volume.pages
        yield volume


def plan_volumes(revisions: Sequence[int]) -> list[list[Entry]]:
    """Return the guides of each volume, by the titles that the revisions have."""
    rows = GuideRevision.objects.filter(pk__in=revisions)
    named = rows.values_list("pk", "document__title", "document__department__name")
    known = {key: Entry(key, title, department) for key, title, department in named}
    return divide([known[key] for key in revisions], MOST_IN_A_VOLUME)


def divide(entries: Iterable[Entry], most: int) -> list[list[Entry]]:
    """Cut guides into volumes: departments stay together as long as they fit into one."""
    volumes: list[list[Entry]] = []
    for _department, group in itertools.groupby(entries, key=lambda entry: entry.department):
        guides = list(group)
        for start in range(0, len(guides), most):
            part = guides[start : start + most]
            if not volumes or len(volumes[-1]) + len(part) > most:
                volumes.append([])
            volumes[-1] += part
    return volumes


def set_volume(
    words: str,
    plan: Sequence[Sequence[Entry]],
    number: int,
    *,
    first_page: int,
    places: Mapping[int, int],
    on: dt.date,
) -> Volume:
    """Set one volume of a plan. ``places`` are the pages of the guides in the volumes before it."""
    part = plan[number - 1]
    with override(CHINESE):
        check = absolute(reverse("guides:code_lookup")).removeprefix("https://").removesuffix("/")
    data: dict[str, Any] = fit_for_print(
        {
            "title": TITLE,
            "scope": words,
            "center": settings.SITE.name,
            "check": check,
            "on": written_date(on),
            "volume": number,
            "volumes": len(plan),
            "first_page": first_page,
            "count": len(part),
            "groups": _groups(part),
            "index": _index(plan, places) if number == len(plan) else [],
        }
    )
    content = typeset_apart("guides/booklet.typ", data)
    reader = PdfReader(io.BytesIO(content))
    return Volume(number, first_page, len(reader.pages), _places(reader, part, first_page), content)


def _groups(part: Sequence[Entry]) -> list[dict[str, Any]]:
    revisions = GuideRevision.objects.in_bulk([entry.revision_id for entry in part])
    return [
        {
            "department": department,
            "guides": [{"key": str(entry.revision_id), **words_of(revisions[entry.revision_id])} for entry in group],
        }
        for department, group in itertools.groupby(part, key=lambda entry: entry.department)
    ]


def _index(plan: Sequence[Sequence[Entry]], places: Mapping[int, int]) -> list[dict[str, Any]]:
    """Return all titles by the first letter of their pinyin, with volume and page.

    The pages of the last volume, which is not set yet, are 0: the template looks them up.
    """
    entries = [
        (first_letter(entry.title), lazy_pinyin(entry.title), entry, number)
        for number, part in enumerate(plan, start=1)
        for entry in part
    ]
    # What begins with no letter comes last.
    entries.sort(key=lambda each: (each[0] == "#", each[0], each[1], each[2].revision_id))
    return [
        {
            "letter": letter,
            "entries": [
                {
                    "title": entry.title,
                    "key": str(entry.revision_id),
                    "volume": number,
                    "page": places.get(entry.revision_id, 0),
                }
                for _letter, _sound, entry, number in group
            ],
        }
        for letter, group in itertools.groupby(entries, key=lambda each: each[0])
    ]


def _places(reader: PdfReader, part: Sequence[Entry], first_page: int) -> dict[int, int]:
    """Return the page of each guide of a volume, from its bookmarks: departments, and below them the guides."""
    marks = [mark for group in reader.outline if isinstance(group, list) for mark in group]
    return {
        entry.revision_id: first_page + (reader.get_destination_page_number(mark) or 0)
        for entry, mark in zip(part, marks, strict=True)
        if not isinstance(mark, list)
    }
