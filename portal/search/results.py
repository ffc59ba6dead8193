"""What the search page shows: ranked public records of every kind, or ways that lead on where there are none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q
from django.http import HttpRequest
from django.utils.http import urlencode

from approvals.models import Theme
from foundation.filters import clean_code, normalize
from foundation.organization import Department
from foundation.search.engine import Filters, Found, Hit, search
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


def find(asked: Asked) -> tuple[Found, Sequence[Hit], Sequence[Hit]]:
    """Return what was found, the hits inside department and theme, and of these the hits of the kind."""
    department = Department.objects.filter(code=asked.department).values_list("pk", flat=True).first()
    filters = Filters(
        kinds=(asked.kind,) if asked.kind else (),
        department_id=department if asked.department else None,
        theme=asked.theme,
    )
    found = search(asked.words, filters, exactly=asked.exactly)
    if not asked.kind:
        return found, found.hits, found.hits
    wider = search(asked.words, Filters(department_id=filters.department_id, theme=asked.theme), exactly=asked.exactly)
    return found, wider.hits, found.hits


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
    found, wider, hits = find(asked)
    last = max(1, -(-len(hits) // PAGE_SIZE))
    number = min(asked.page, last)
    page = results(found, hits[(number - 1) * PAGE_SIZE : number * PAGE_SIZE])
    context |= {
        "total": len(hits),
        "capped": found.capped,
        "corrected": found.corrected,
        "instead_url": asked.url(exactly="1"),
        "partial": found.is_partial,
        "results": page,
        "kinds": _kind_choices(asked, wider),
        "narrow": _narrowing(asked, hits),
        "pages": [(n, asked.url(page=n), n == number) for n in range(1, last + 1)] if last > 1 else [],
        "departments": departments(asked.words) if number == 1 else [],
    }
    if not page and not context["departments"]:
        context |= entrances(GUIDE_INDEX.current())
    return context


def departments(words: str) -> Sequence[Department]:
    """Return departments whose name holds the words."""
    named = Q(name__icontains=words) | Q(short_name__icontains=words) | Q(name_en__icontains=words)
    return list(Department.objects.public().filter(named)[:DEPARTMENTS])


def _kind_choices(asked: Asked, hits: Sequence[Hit]) -> list[Choice]:
    counts = Counter(hit.kind for hit in hits)
    return [
        Choice(str(kind.label), counts[code], asked.url(kind="" if code == asked.kind else code), code == asked.kind)
        for code, kind in all_kinds().items()
        if counts[code] or code == asked.kind
    ]


def _narrowing(asked: Asked, hits: Sequence[Hit]) -> list[tuple[str, list[Choice]]]:
    """Return departments and themes of the hits with their numbers; a chosen one comes with the link back."""
    entries = SearchEntry.objects.filter(_among(hits)).values_list("department_id", "theme") if hits else []
    by_department: Counter[int | None] = Counter()
    by_theme: Counter[str] = Counter()
    for department, theme in entries:
        by_department[department] += 1
        by_theme[theme] += 1
    names = {d.pk: d for d in Department.objects.filter(pk__in=[key for key in by_department if key])}
    themes = {theme.code: theme for theme in Theme.objects.filter(code__in=[code for code in by_theme if code])}
    return [
        (
            "department",
            [
                Choice(names[key].local_name, count, asked.url(department="" if chosen else names[key].code), chosen)
                for key, count in by_department.most_common()
                if key in names and ((chosen := names[key].code == asked.department) or len(by_department) > 1)
            ],
        ),
        (
            "theme",
            [
                Choice(themes[code].local_name, count, asked.url(theme="" if chosen else code), chosen)
                for code, count in by_theme.most_common()
                if code in themes and ((chosen := code == asked.theme) or len(by_theme) > 1)
            ],
        ),
    ]


def _among(hits: Sequence[Hit]) -> Q:
    condition = Q()
    for kind in {hit.kind for hit in hits}:
        condition |= Q(kind=kind, object_id__in=[hit.object_id for hit in hits if hit.kind == kind])
    return condition


def as_json(request: HttpRequest) -> dict[str, Any]:
    """Return the answer for machines: ``total``, ``capped``, ``corrected``, ``results`` of the page asked for."""
    asked = Asked.of(request)
    if not asked.words:
        return {"total": 0, "capped": False, "corrected": None, "results": []}
    found, _wider, hits = find(asked)
    page = results(found, hits[(asked.page - 1) * PAGE_SIZE : asked.page * PAGE_SIZE])
    return {
        "total": len(hits),
        "capped": found.capped,
        "corrected": found.corrected,
        "results": [
            {
                "kind": one.kind,
                "title": "".join(piece.text for piece in one.title),
                "url": one.url,
                "code": one.code,
                "snippet": "".join(piece.text for piece in one.snippet),
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
