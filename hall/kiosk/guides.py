"""Guides on the kiosk: shelves to choose from, and one guide in parts that fit a screen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Case, When
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from approvals.models import Theme
from approvals.models.themes import ThemeKind
from approvals.shelves import read_facets
from foundation.listings import Label, local_label
from foundation.organization import Department, Window
from foundation.publishing.reading import document_of
from guides.documents import GuideDocument
from guides.filters import GUIDE_INDEX
from guides.models import PublishedGuide

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PAGE_SIZE: Final = 8
SHELVES: Final[Mapping[str, tuple[StrOrPromise, str]]] = {
    ThemeKind.PERSONAL.value: (_("For persons"), "theme"),
    ThemeKind.LEGAL.value: (_("For companies and organizations"), "theme"),
    ThemeKind.LIFE_EVENT.value: (_("Life events"), "event"),
}
"""Kinds of themes: what the kiosk calls the shelf, and the facet by which its guides are found."""
PARTS: Final[Mapping[str, StrOrPromise]] = {
    "overview": _("At a glance"),
    "materials": _("What to bring"),
    "steps": _("How it goes"),
    "places": _("Where and when"),
    "more": _("Basis and questions"),
}
_NUMBER: Final = re.compile(r"[A-Z]\d{2}")


@dataclass(frozen=True)
class Tile:
    """A large key: its words, where it leads, how many guides stand behind it."""

    label: Label
    url: str
    count: int
    glyph: str = ""
    note: str = ""


def theme_tiles(kind: str) -> Sequence[Tile]:
    """Return the themes of a shelf that have guides."""
    facet = SHELVES[kind][1]
    _all, counts = GUIDE_INDEX.current().counts({})
    found, root = counts.get(facet, {}), reverse("kiosk:guide_list")
    return [
        Tile(
            local_label(theme.name, theme.name_en),
            f"{root}?{facet}={theme.code}",
            found[theme.code],
            theme.glyph or theme.name[:1],
            theme.local_description,
        )
        for theme in Theme.objects.filter(kind=kind)
        if found.get(theme.code)
    ]


def department_tiles() -> Sequence[Tile]:
    """Return the departments that have guides."""
    _all, counts = GUIDE_INDEX.current().counts({})
    found, root = counts.get("department", {}), reverse("kiosk:guide_list")
    return [
        Tile(local_label(one.short_name or one.name, one.name_en), f"{root}?department={one.code}", found[one.code])
        for one in Department.objects.public()
        if found.get(one.code)
    ]


@dataclass(frozen=True)
class GuideList:
    """A page of guides: the words for what was chosen, the guides, and the neighbouring pages."""

    label: Label
    rows: Sequence[PublishedGuide]
    number: int
    last: int
    total: int
    previous_url: str
    next_url: str
    up: str
    """The shelf that this choice stands on."""


def guide_list(chosen: Mapping[str, str], page: str) -> GuideList | None:
    """Return the guides of a theme, life event or department; None where nothing known was chosen."""
    snapshot = GUIDE_INDEX.current()
    facets = read_facets(snapshot)
    facet = next((name for name in ("theme", "event", "department") if chosen.get(name)), "")
    code = chosen.get(facet, "")
    if not facet or code not in facets[facet].labels:
        return None
    matching, _counts = snapshot.counts({facet: [code]})
    total = matching.bit_count()
    last = max(1, -(-total // PAGE_SIZE))
    number = min(max(int(page[:4]), 1), last) if page.isascii() and page.isdigit() else 1
    keys = snapshot.page(matching, "", slice((number - 1) * PAGE_SIZE, number * PAGE_SIZE))

    def url(place: int) -> str:
        return f"?{urlencode({facet: code, 'page': str(place)})}" if 1 <= place <= last else ""

    return GuideList(
        facets[facet].labels[code],
        in_order(keys),
        number,
        last,
        total,
        url(number - 1),
        url(number + 1),
        _shelf_of(facet, code),
    )


def _shelf_of(facet: str, code: str) -> str:
    if facet == "department":
        return reverse("kiosk:departments")
    kind = Theme.objects.filter(code=code).values_list("kind", flat=True).first()
    return reverse("kiosk:themes", args=[kind]) if kind else reverse("kiosk:index")


def in_order(keys: Sequence[int], by: str = "pk") -> Sequence[PublishedGuide]:
    """Return guides in the order of their keys; ``by`` names the column of the keys."""
    order = Case(*(When(**{by: key}, then=place) for place, key in enumerate(keys)))
    rows = PublishedGuide.objects.filter(**{f"{by}__in": keys}).select_related("department")
    shown = ("slug", "title", "title_en", "summary", "department__name", "department__short_name")
    return list(rows.only(*shown).order_by(order)) if keys else []


def guide_windows(document: GuideDocument) -> Sequence[Window]:
    """Return the windows of the hall that the guide names in its places."""
    numbers = {number for place in document.places for number in _NUMBER.findall(place.window_label)}
    if not numbers:
        return []
    rows = Window.objects.filter(number__in=numbers, is_active=True)
    return list(rows.select_related("department", "place__floor").order_by("number"))


def guides_at(window: Window) -> Sequence[tuple[PublishedGuide, bool]]:
    """Return the guides of the window's department, those that name this window first, each with whether it does."""
    rows = PublishedGuide.objects.filter(department=window.department_id).select_related("revision")
    named, others = [], []
    for row in rows.order_by("title"):
        labels = (place.window_label for place in document_of(row.revision).places)
        numbers = {number for label in labels for number in _NUMBER.findall(label)}
        if window.number in numbers:
            named.append((row, True))
        elif not numbers:
            others.append((row, False))
    return [*named, *others]


def part_links(slug: str, part: str, document: GuideDocument) -> Iterable[dict[str, Any]]:
    """Yield the parts of a guide as keys."""
    for name, label in PARTS.items():
        yield {
            "label": label,
            "url": reverse("kiosk:guide_part", args=[slug, name]),
            "is_here": name == part,
            "count": len(document.materials) if name == "materials" else 0,
        }
