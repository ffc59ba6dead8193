"""The facets by which items and guides are found, with the words for their values.

Guides carry the same columns as items, so both lists stand on the same shelves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.db import connection
from django.db.models import QuerySet, TextChoices
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from approvals import codelists
from approvals.filters import SORTS, CatalogFilterSet
from approvals.models import PublishedItem, Theme
from approvals.models.themes import ThemeKind
from foundation.facets import FacetIndex, Row, Snapshot
from foundation.listings import Address, Facet, Label, Listing, chips, facet_block, pages
from foundation.organization import Department

COLUMNS: Final = (
    "pk",
    "department__code",
    "item_type",
    "exercise_level",
    "project_type",
    "online",
    "onsite_visits",
    "initial",
    "theme_codes",
    "audiences",
)
FOREIGN: Final = SafeString(' lang="zh-Hans"')
"""Attribute text for Chinese words on a page in another language."""
_facets: dict[str, tuple[tuple[str, str], dict[str, Facet]]] = {}


def load_rows(queryset: QuerySet[Any]) -> Iterator[Row]:
    """Yield the facet values of published rows; life events are themes whose codes start with ``e-``."""
    for pk, department, kind, level, project, online, visits, initial, themes, audiences in queryset.values_list(
        *COLUMNS
    ):
        yield (
            pk,
            {
                "audience": audiences,
                "theme": [code for code in themes if not code.startswith("e-")],
                "event": [code for code in themes if code.startswith("e-")],
                "department": (department,),
                "item_type": (kind,),
                "project_type": (project,) if project else (),
                "online": ("yes" if online else "no",),
                "visits": (str(min(visits, 2)),),
                "level": (level,),
                "initial": (initial,),
            },
        )


ITEM_INDEX: Final = FacetIndex("approvals.item", PublishedItem, lambda: load_rows(PublishedItem.objects.order_by("pk")))


def read_facets() -> dict[str, Facet]:
    """Return all facets in the order of the page, with labels in the active language.

    They are kept as long as departments and themes stay the same, which one small query tells.
    """
    language = get_language() or ""
    digest = reference_digest()
    kept = _facets.get(language)
    if kept is None or kept[0] != digest:
        kept = _facets[language] = (digest, _make_facets())
    return kept[1]


def reference_digest() -> tuple[str, str]:
    """Return digests over all rows of departments and of themes."""
    tables = [connection.ops.quote_name(model._meta.db_table) for model in (Department, Theme)]
    digest = "SELECT md5(string_agg(one::text, '/' ORDER BY code)) FROM"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ({digest} {tables[0]} one), ({digest} {tables[1]} one)")
        found: tuple[str, str] = cursor.fetchone()
    return found


def _make_facets() -> dict[str, Facet]:
    themes, events = _theme_labels()
    yes_no = {"yes": Label(_("Can be handled online")), "no": Label(_("At a window only"))}
    visits = {"0": Label(_("No visit")), "1": Label(_("One visit at most")), "2": Label(_("Two visits or more"))}
    letters = {letter: Label(letter) for letter in (*map(chr, range(65, 91)), "#")}
    found = (
        Facet("audience", _("Who applies"), _words(codelists.Audience)),
        Facet("theme", _("Theme"), themes, by_count=True),
        Facet("event", _("Life event"), events, by_count=True),
        Facet("department", _("Department"), _department_labels(), by_count=True),
        Facet("item_type", _("Item type"), _words(codelists.ItemType)),
        Facet("project_type", _("Case type"), _words(codelists.ProjectType)),
        Facet("online", pgettext("facet", "Online"), yes_no),
        Facet("visits", _("Visits to the hall"), visits),
        Facet("level", _("Level of exercise"), _words(codelists.ExerciseLevel)),
        Facet("initial", _("First letter"), letters),
    )
    return {facet.code: facet for facet in found}


def make_listing(
    request: HttpRequest, filters: CatalogFilterSet, snapshot: Snapshot, rows: Mapping[str, Any]
) -> Listing:
    """Put a list together: counts from the index, rows of the page from the filtered query.

    ``rows`` holds the ``columns`` to read, the column to order by ``then`` and the function that ``makes``
    what is shown of them.
    """
    problems = filters.problems()
    sort = request.GET.get("sort", "")
    if sort not in SORTS:
        problems.append(_("This order is not known; the usual one is used."))
        sort = ""
    within = snapshot.bitset(filters.search_keys()) if filters.words else None
    address = Address(request.path, filters.chosen, filters.words, sort)
    total, counts = snapshot.counts(address.chosen, within)
    page = pages(request.GET.get("page", "1"), total, address)
    more = request.GET.get("more", "")
    ordered = filters.qs.order_by(*SORTS[sort], rows["then"]).values(*rows["columns"])
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
        rows=rows["makes"](ordered[page.slice], filters.facets),
        problems=problems,
        query=address.query,
        sorts=[
            {"label": str(label), "url": address.with_sort(code), "current": code == sort}
            for code, label in _SORT_LABELS.items()
        ],
        hidden=address.hidden(),
    )


def badges(online: bool, visits: int, project_type: str) -> list[str]:
    """Return the short facts that make an item easy."""
    found = []
    if project_type == codelists.ProjectType.IMMEDIATE:
        found.append(_("Done on the spot"))
    if visits == 0:
        found.append(_("No visit needed"))
    elif visits == 1:
        found.append(_("One visit at most"))
    if online:
        found.append(_("Can be handled online"))
    return found


def local_label(name: str, name_en: str) -> Label:
    """Return the English name on English pages where there is one, else the Chinese one marked as such."""
    if get_language() != "en":
        return Label(name)
    return Label(name_en) if name_en else Label(name, FOREIGN)


_SORT_LABELS: Final[dict[str, Promise]] = {
    "": gettext_lazy("by department"),
    "name": gettext_lazy("by first letter"),
    "recent": gettext_lazy("newest first"),
}


def _words(codelist: type[TextChoices]) -> dict[str, Label]:
    return {str(code): Label(str(label)) for code, label in codelist.choices}


def _theme_labels() -> tuple[dict[str, Label], dict[str, Label]]:
    """Return the labels of themes and of life events; a name on both shelves is told apart."""
    themes: dict[str, Label] = {}
    events: dict[str, Label] = {}
    taken: set[str] = set()
    columns = ("code", "kind", "name", "name_en")
    for code, kind, name, name_en in Theme.objects.order_by("-kind", "position").values_list(*columns):
        label = local_label(name, name_en)
        if kind == ThemeKind.LIFE_EVENT:
            events[code] = label
            continue
        if label.text in taken:
            label = Label(_("%s (business)") % label.text, label.lang)
        taken.add(label.text)
        themes[code] = label
    return themes, events


def _department_labels() -> dict[str, Label]:
    rows = Department.objects.order_by("position", "code").values_list("code", "name", "name_en")
    return {code: local_label(name, name_en) for code, name, name_en in rows}
