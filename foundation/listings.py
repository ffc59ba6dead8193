"""What a filtered list shows: filter values with links, chosen values, pages.

Knows nothing about items or guides: an app brings its facets, labels and counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode

from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from foundation.facets import Snapshot

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from foundation.filters import FacetFilterSet

PAGE_SIZE: Final = 20
SHOWN_VALUES: Final = 12
"""Values of a long facet that are shown before “more”."""
FOREIGN: Final = SafeString(' lang="zh-Hans"')
"""Attribute text for Chinese words on a page in another language."""


@dataclass(frozen=True)
class Label:
    """The words for a facet value; ``lang`` is attribute text for words in another language than the page."""

    text: str
    lang: str = ""


def local_label(name: str, name_en: str) -> Label:
    """Return the English name on English pages where there is one, else the Chinese one marked as such."""
    if get_language() != "en":
        return Label(name)
    return Label(name_en) if name_en else Label(name, FOREIGN)


@dataclass(frozen=True)
class Facet:
    """A facet of a list: its name in the address, its title, its known values in order."""

    code: str
    title: str
    labels: Mapping[str, Label]
    by_count: bool = False
    """Whether values with more rows come first; otherwise they keep the order of the labels."""


@dataclass(frozen=True)
class ValueLink:
    """A facet value with the link that chooses it or takes it away."""

    label: str
    lang: str
    count: int
    url: str
    selected: bool


@dataclass(frozen=True)
class FacetBlock:
    """A facet as it is shown."""

    code: str
    title: str
    values: Sequence[ValueLink]
    more_url: str = ""
    more_label: str = ""


@dataclass(frozen=True)
class Chip:
    """A chosen value with the link that takes it away."""

    facet: str
    label: str
    lang: str
    url: str


@dataclass(frozen=True)
class PageLink:
    """A page number; None stands for numbers left out."""

    number: int | None
    url: str = ""
    current: bool = False


@dataclass(frozen=True)
class Pages:
    """The pages of a list around the current one."""

    number: int
    last: int
    previous_url: str
    next_url: str
    links: Sequence[PageLink]

    @property
    def slice(self) -> slice:
        """The rows of this page."""
        return slice((self.number - 1) * PAGE_SIZE, self.number * PAGE_SIZE)


@dataclass(frozen=True)
class Listing:
    """All that ``components/_listing.html`` shows."""

    facets: Sequence[FacetBlock]
    chosen: Sequence[Chip]
    clear_url: str
    pages: Pages
    total: int
    rows: Sequence[Any]
    problems: Sequence[str]
    query: str
    sorts: Sequence[Mapping[str, Any]]
    hidden: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class ListKind:
    """What a kind of list reads of each row, how it makes what is shown of it, and its orders."""

    columns: Sequence[str]
    makes: Callable[[Iterable[Mapping[str, Any]], Mapping[str, Facet]], Sequence[Any]]
    sorts: Mapping[str, StrOrPromise]
    """Labels by their name in the address; the usual order has the empty name."""


@dataclass
class Address:
    """The choice that an address holds, and the addresses of neighbouring choices.

    Links are made often, so the part that stays the same for one facet is joined only once.
    """

    path: str
    chosen: Mapping[str, Sequence[str]]
    query: str = ""
    sort: str = ""
    _rest: dict[str, list[str]] = field(default_factory=dict)

    def toggle(self, facet: str, value: str) -> str:
        """Return the address with the value added or, if it is chosen, taken away."""
        own = list(self.chosen.get(facet, ()))
        own.remove(value) if value in own else own.append(value)
        if facet not in self._rest:
            self._rest[facet] = self._parts(without=facet)
        return self._join([*self._rest[facet], *(f"{facet}={quote(code)}" for code in own)])

    def with_page(self, number: int) -> str:
        """Return the address of another page."""
        return self._join([*self._parts(), *([f"page={number}"] if number > 1 else [])])

    def with_sort(self, sort: str) -> str:
        """Return the address in another order."""
        return Address(self.path, self.chosen, self.query, sort).with_page(1)

    def without_query(self) -> str:
        """Return the address without the words searched for."""
        return Address(self.path, self.chosen, "", self.sort).with_page(1)

    def with_more(self, facet: str) -> str:
        """Return the address that shows all values of a facet."""
        return self._join([*self._parts(), f"more={facet}"])

    def hidden(self) -> list[tuple[str, str]]:
        """Return what a search form has to carry along."""
        pairs = [(facet, value) for facet, values in self.chosen.items() for value in values]
        return [*pairs, ("sort", self.sort)] if self.sort else pairs

    def _parts(self, without: str = "") -> list[str]:
        parts = [urlencode({"q": self.query})] if self.query else []
        parts += [f"sort={self.sort}"] if self.sort else []
        return parts + [
            f"{facet}={quote(value)}" for facet, values in self.chosen.items() if facet != without for value in values
        ]

    def _join(self, parts: Sequence[str]) -> str:
        return f"{self.path}?{'&'.join(parts)}" if parts else self.path


def facet_block(facet: Facet, counts: Mapping[str, int], address: Address, *, show_all: bool) -> FacetBlock:
    """Return a facet with its links: values that would leave rows, and the chosen ones."""
    chosen = address.chosen.get(facet.code, ())
    codes = [code for code in facet.labels if counts.get(code) or code in chosen]
    if facet.by_count:
        codes.sort(key=lambda code: (code not in chosen, -counts.get(code, 0)))
    hidden = 0 if show_all else len(codes[max(SHOWN_VALUES, len(chosen)) :])
    shown = codes[: len(codes) - hidden] if facet.by_count else codes
    more = bool(facet.by_count and hidden)
    return FacetBlock(
        code=facet.code,
        title=facet.title,
        values=[
            ValueLink(
                label=facet.labels[code].text,
                lang=facet.labels[code].lang,
                count=counts.get(code, 0),
                url=address.toggle(facet.code, code),
                selected=code in chosen,
            )
            for code in shown
        ],
        more_url=address.with_more(facet.code) if more else "",
        more_label=ngettext("%(n)d more", "%(n)d more", hidden) % {"n": hidden} if more else "",
    )


def chips(facets: Iterable[Facet], address: Address) -> list[Chip]:
    """Return the chosen values, each with the link that takes it away."""
    found = [Chip(_("Search words"), address.query, "", address.without_query())] if address.query else []
    for facet in facets:
        for code in address.chosen.get(facet.code, ()):
            label = facet.labels[code]
            found.append(Chip(facet.title, label.text, label.lang, address.toggle(facet.code, code)))
    return found


def pages(wanted: str, total: int, address: Address) -> Pages:
    """Return the page that was asked for, or the nearest one there is."""
    last = max(1, -(-total // PAGE_SIZE))
    number = min(max(int(wanted[:9]), 1), last) if wanted.isascii() and wanted.isdigit() else 1
    numbers = sorted({1, last, *range(max(1, number - 2), min(last, number + 2) + 1)}) if last > 1 else []
    links: list[PageLink] = []
    for page in numbers:
        if links and page - (links[-1].number or page) > 1:
            links.append(PageLink(None))
        links.append(PageLink(page, address.with_page(page), page == number))
    return Pages(
        number=number,
        last=last,
        previous_url=address.with_page(number - 1) if number > 1 else "",
        next_url=address.with_page(number + 1) if number < last else "",
        links=links,
    )


def make_listing(request: HttpRequest, filters: FacetFilterSet, snapshot: Snapshot, kind: ListKind) -> Listing:
    """Put a list together: the filters say what was chosen, the index which rows fit and how many others would."""
    problems = filters.problems()
    sort = request.GET.get("sort", "")
    if sort not in kind.sorts:
        problems.append(_("This order is not known; the usual one is used."))
        sort = ""
    within = snapshot.bitset(filters.search_keys()) if filters.words else None
    address = Address(request.path, filters.chosen, filters.words, sort)
    matching, counts = snapshot.counts(address.chosen, within)
    total = matching.bit_count()
    page = pages(request.GET.get("page", "1"), total, address)
    more = request.GET.get("more", "")
    keys = snapshot.page(matching, sort, page.slice)
    found = {row["pk"]: row for row in filters.queryset.filter(pk__in=keys).values("pk", *kind.columns)}
    return Listing(
        facets=[
            facet_block(facet, counts.get(code, {}), address, show_all=more == code)
            for code, facet in filters.facets.items()
            if counts.get(code)
        ],
        chosen=chips(filters.facets.values(), address),
        clear_url=request.path,
        pages=page,
        total=total,
        rows=kind.makes([found[key] for key in keys if key in found], filters.facets),
        problems=problems,
        query=address.query,
        sorts=[
            {"label": str(label), "url": address.with_sort(code), "current": code == sort}
            for code, label in kind.sorts.items()
        ],
        hidden=address.hidden(),
    )
