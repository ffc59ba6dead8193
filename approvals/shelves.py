"""The facets by which items and guides are found, with the words for their values.

Guides carry the same columns as items, so both lists stand on the same shelves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from django.db.models import TextChoices
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from approvals import codelists
from approvals.models import PublishedItem, Theme
from approvals.models.themes import ThemeKind
from foundation.facets import FacetIndex, Row, Snapshot, Stamp
from foundation.listings import Facet, Label, local_label
from foundation.organization import Department
from foundation.publishing.models import PublishedRecord

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

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
    "published_at",
)
_facets: dict[str, tuple[Stamp, dict[str, Facet]]] = {}


def load_rows(model: type[PublishedRecord], last: str) -> Iterator[Row]:
    """Yield the published rows by department, and within it by the column ``last``.

    Life events are themes whose codes start with ``e-``.
    """
    rows = model._default_manager.order_by("department__position", "department__code", last)
    for row in rows.values(*COLUMNS).iterator():
        facets = {
            "audience": row["audiences"],
            "theme": [code for code in row["theme_codes"] if not code.startswith("e-")],
            "event": [code for code in row["theme_codes"] if code.startswith("e-")],
            "department": (row["department__code"],),
            "item_type": (row["item_type"],),
            "project_type": (row["project_type"],) if row["project_type"] else (),
            "online": ("yes" if row["online"] else "no",),
            "visits": (str(min(row["onsite_visits"], 2)),),
            "level": (row["exercise_level"],),
            "initial": (row["initial"],),
        }
        yield Row(row["pk"], facets, {"name": row["initial"], "recent": -row["published_at"].timestamp()})


WATCHED: Final = (Department, Theme)
"""Tables that the labels of facets are made from."""
SORTS: Final[dict[str, StrOrPromise]] = {
    "": gettext_lazy("by department"),
    "name": gettext_lazy("by first letter"),
    "recent": gettext_lazy("newest first"),
}
"""Orders of the lists of items and guides."""
ITEM_INDEX: Final = FacetIndex("approvals.item", PublishedItem, lambda: load_rows(PublishedItem, "code"), WATCHED)


def read_facets(snapshot: Snapshot) -> dict[str, Facet]:
    """Return all facets in the order of the page, with labels in the active language.

    They are kept as long as the stamp of the index stays the same.
    """
    language = get_language() or ""
    kept = _facets.get(language)
    if kept is None or kept[0] != snapshot.stamp[2:]:
        kept = _facets[language] = (snapshot.stamp[2:], _make_facets())
    return kept[1]


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


class Badges:
    """The short facts that make an item easy, as markup; a list asks for them many times."""

    def __init__(self) -> None:
        def badge(words: str) -> str:
            return format_html('<span class="badge badge-good">{}</span>', words)

        self._immediate = badge(_("Done on the spot"))
        self._visits = {0: badge(_("No visit needed")), 1: badge(_("One visit at most"))}
        self._online = badge(_("Can be handled online"))

    def of(self, row: Mapping[str, Any]) -> SafeString:
        """Return the badges of a row."""
        immediate = self._immediate if row["project_type"] == codelists.ProjectType.IMMEDIATE else ""
        visits = self._visits.get(row["onsite_visits"], "")
        return SafeString(immediate + visits + (self._online if row["online"] else ""))


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
