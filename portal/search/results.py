"""What the search page shows: ranked public records of every kind, or ways that lead on where there are none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q
from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.translation import get_language

from approvals.models import Theme
from foundation.filters import clean_code, normalize
from foundation.listings import FOREIGN
from foundation.organization import Department
from foundation.pages import ENGLISH
from foundation.search.engine import COUNTED, MOST, Filters, Found, Hit, matches, search
from foundation.search.kinds import Shown, all_kinds
from foundation.search.models import SearchEntry
from foundation.search.snippet import Piece, mark, snippet
from foundation.search.suggest import suggest
from guides.filters import GUIDE_INDEX
from guides.publication import GUIDE_KIND
from portal.home import entrances

PAGE_SIZE: Final = 20
LONGEST: Final = 100
"""Characters of a query that the page repeats."""
DEPARTMENTS: Final = 5


@dataclass(frozen=True)
class Result:
    """One result with the words marked."""

    kind: str
    label: str
    url: str
    code: str
    note: str
    title: Sequence[Piece]
    title_lang: str
    """Attribute text where the title is in another language than the page."""
    snippet: Sequence[Piece]


@dataclass(frozen=True)
class Choice:
    """A value to narrow the results to, with how many there are, and the link that does it or takes it back."""

    label: str
    count: int
    url: str
    selected: bool


@dataclass(frozen=True)
class Asked:
    """What the address of the page asks for; what is not known is left out."""

    words: str
    kind: str = ""
    department: str = ""
    theme: str = ""
    page: int = 1
    exactly: bool = False

    @classmethod
    def of(cls, request: HttpRequest) -> Asked:
        """Read the parameters."""
        get = request.GET.get
        number = get("page", "1")
        return cls(
            normalize(get("q", ""))[:LONGEST].strip(),
            kind if (kind := get("kind", "")) in all_kinds() else "",
            clean_code(get("department", "")),
            clean_code(get("theme", "")),
            max(1, int(number[:4])) if number.isascii() and number.isdigit() else 1,
            get("exactly") == "1",
        )

    @property
    def is_plain(self) -> bool:
        """Whether these are words alone: not narrowed, not another page, not another spelling."""
        return self == Asked(self.words)

    def url(self, **changes: Any) -> str:
        """Return the address with some parameters changed; the page starts anew."""
        own = {"q": self.words, "kind": self.kind, "department": self.department, "theme": self.theme}
        own |= {"exactly": "1" if self.exactly else ""} | changes
        return "?" + urlencode({name: value for name, value in own.items() if value})


@dataclass(frozen=True)
class Findings:
    """What was found, what of it the filters leave, and everything that the numbers beside the filters count."""

    found: Found
    hits: Sequence[Hit]
    """Ranked, as many as are paged."""
    pool: Sequence[Hit]
    filters: Filters

    @property
    def total(self) -> int:
        """How many the filters leave, also those that are not paged."""
        return sum(fits(hit, self.filters) for hit in self.pool)

    @property
    def is_lower_bound(self) -> bool:
        """Whether there are more than are counted."""
        return len(self.pool) >= COUNTED


def fits(hit: Hit, filters: Filters, *, but: str = "") -> bool:
    """Tell whether a hit lies within the filters; ``but`` names one that does not count."""
    return (
        (but == "kind" or not filters.kinds or hit.kind in filters.kinds)
        and (but == "department" or filters.department_id in {None, hit.department_id})
        and (but == "theme" or not filters.theme or filters.theme in hit.themes)
    )


def find(asked: Asked) -> Findings:
    """Search once and narrow what was found; only where there is more than is ranked, the narrowed is ranked anew."""
    department = Department.objects.filter(code=asked.department).values_list("pk", flat=True).first()
    filters = Filters(
        kinds=(asked.kind,) if asked.kind else (),
        department_id=department if asked.department else None,
        theme=asked.theme,
        whole=True,
    )
    found = search(asked.words, Filters(deep=True), exactly=asked.exactly)
    if len(found.hits) < MOST or found.is_partial or found.query.code:
        return Findings(found, [hit for hit in found.hits if fits(hit, filters)][:MOST], found.hits, filters)
    narrowed = asked.kind or filters.department_id is not None or asked.theme
    hits = search(found.query.text, filters, exactly=True).hits if narrowed else found.hits
    return Findings(found, hits[:MOST], matches(found.query), filters)


def results(found: Found, hits: Sequence[Hit]) -> list[Result]:
    """Return hits as results, in their order; what is not public any more is left out."""
    kinds, shown = all_kinds(), show(hits)
    words = found.query.words
    return [
        Result(
            hit.kind,
            str(kinds[hit.kind].label),
            one.url,
            one.code,
            one.note,
            mark(one.title, words),
            FOREIGN if get_language() == ENGLISH and not one.title.isascii() else "",
            snippet(one.text, words),
        )
        for hit in hits
        if (one := shown.get(hit)) is not None
    ]


def show(hits: Collection[Hit]) -> Mapping[Hit, Shown]:
    """Return what the apps show of these hits, one question for each kind."""
    kinds = all_kinds()
    shown: dict[Hit, Shown] = {}
    for code in {hit.kind for hit in hits}:
        found = kinds[code].show([hit.object_id for hit in hits if hit.kind == code])
        shown |= {Hit(code, key): one for key, one in found.items()}
    return shown


def search_context(request: HttpRequest) -> dict[str, Any]:
    """Return everything for the template."""
    asked = Asked.of(request)
    context: dict[str, Any] = {"query": asked.words, "asked": asked}
    if not asked.words:
        return context
    findings = find(asked)
    found, hits = findings.found, findings.hits
    last = max(1, -(-len(hits) // PAGE_SIZE))
    number = min(asked.page, last)
    page = results(found, hits[(number - 1) * PAGE_SIZE : number * PAGE_SIZE])
    context |= {
        "total": findings.total,
        "capped": findings.is_lower_bound,
        "corrected": found.corrected,
        "instead_url": asked.url(exactly="1"),
        "partial": found.is_partial,
        "results": page,
        "kinds": _kind_choices(asked, findings),
        "narrow": [("department", _department_choices(asked, findings)), ("theme", _theme_choices(asked, findings))],
        "pages": [(n, asked.url(page=n), n == number) for n in range(1, last + 1)] if last > 1 else [],
        "pages_end": number == last,
        "departments": departments(asked.words) if number == 1 else [],
    }
    if not page and not context["departments"]:
        context |= entrances(GUIDE_INDEX.current())
    return context


def departments(words: str) -> Sequence[Department]:
    """Return departments whose name holds the words."""
    named = Q(name__icontains=words) | Q(short_name__icontains=words) | Q(name_en__icontains=words)
    return list(Department.objects.public().filter(named)[:DEPARTMENTS])


def _kind_choices(asked: Asked, findings: Findings) -> list[Choice]:
    counts = Counter(hit.kind for hit in findings.pool if fits(hit, findings.filters, but="kind"))
    return [
        Choice(str(kind.label), counts[code], asked.url(kind="" if code == asked.kind else code), code == asked.kind)
        for code, kind in all_kinds().items()
        if counts[code] or code == asked.kind
    ]


def _department_choices(asked: Asked, findings: Findings) -> list[Choice]:
    """Return the departments with their numbers; a chosen one comes with the link back."""
    counts = Counter(hit.department_id for hit in findings.pool if fits(hit, findings.filters, but="department"))
    known = {one.pk: one for one in Department.objects.filter(pk__in=[key for key in counts if key])}
    rows = [(known[key], count) for key, count in counts.most_common() if key in known]
    return [
        Choice(one.local_name, count, asked.url(department="" if chosen else one.code), chosen)
        for one, count in rows
        if (chosen := one.code == asked.department) or len(rows) > 1
    ]


def _theme_choices(asked: Asked, findings: Findings) -> list[Choice]:
    """Return the themes with their numbers; a record counts under each of its themes."""
    within = (hit for hit in findings.pool if fits(hit, findings.filters, but="theme"))
    counts = Counter(code for hit in within for code in hit.themes)
    known = {theme.code: theme for theme in Theme.objects.filter(code__in=list(counts))}
    rows = [(known[code], count) for code, count in counts.most_common() if code in known]
    return [
        Choice(one.local_name, count, asked.url(theme="" if chosen else one.code), chosen)
        for one, count in rows
        if (chosen := one.code == asked.theme) or len(rows) > 1
    ]


def as_json(request: HttpRequest) -> dict[str, Any]:
    """Return the answer for machines: ``total``, ``capped``, ``corrected``, ``results`` of the page asked for."""
    asked = Asked.of(request)
    if not asked.words:
        return {"total": 0, "capped": False, "corrected": None, "results": []}
    findings = find(asked)
    page = results(findings.found, findings.hits[(asked.page - 1) * PAGE_SIZE : asked.page * PAGE_SIZE])
    return {
        "total": findings.total,
        "capped": findings.total > len(findings.hits),
        "corrected": findings.found.corrected,
        "results": [
            {
                "kind": one.kind,
                "title": "".join(piece.text for piece in one.title),
                "url": one.url,
                "code": one.code,
                "snippet": " ".join("".join(piece.text for piece in one.snippet).split()),
            }
            for one in page
        ],
    }


def suggestions(typed: str) -> dict[str, Any]:
    """Return what somebody may be typing; where it is the very title of a guide, with its address."""
    words = suggest(typed)
    titled = SearchEntry.objects.filter(kind=GUIDE_KIND, title_fold__in=words).values_list("title_fold", "object_id")
    keys = dict(titled)
    shown = all_kinds()[GUIDE_KIND].show(list(keys.values())) if keys else {}
    urls = {title: shown[key].url for title, key in keys.items() if key in shown}
    return {"suggestions": [{"text": word, "url": urls.get(word)} for word in words]}
