"""The key elements of a guide that inspections of websites count (国办秘函〔2019〕19号), and which guides lack some."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.publishing.contents import Content
from foundation.publishing.reading import document_of
from guides.completeness import GUIDE_CONTENTS
from guides.documents import GuideDocument
from guides.models import PublishedGuide
from guides.models.published import GuideRevision

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_CONTENTS: Final = {content.code: content for content in GUIDE_CONTENTS}
KEY_ELEMENTS: Final[tuple[Content, ...]] = (
    _CONTENTS["title"],
    _CONTENTS["legal_bases"],
    Content("conditions", _("Conditions"), "conditions", lambda guide: guide.valid_conditions.strip()),
    _CONTENTS["materials"],
    _CONTENTS["address"],
    Content(
        "hours",
        pgettext_lazy("inspection", "Hours"),
        "places",
        lambda guide: any(place.office_hours.strip() for place in guide.places),
    ),
    _CONTENTS["phone"],
    _CONTENTS["steps"],
)
"""In the order of the inspection table; most are contents that a guide must have anyway."""


@dataclass(frozen=True)
class IncompleteGuide:
    """A public guide and the words for what it lacks."""

    slug: str
    title: str
    department: str
    missing: tuple[StrOrPromise, ...]


def missing_elements(document: GuideDocument) -> list[Content]:
    """Return the key elements that a guide does not state."""
    return [element for element in KEY_ELEMENTS if not element.is_said(document)]


_known: dict[int, IncompleteGuide | None] = {}
"""What was found in each live revision. A revision never changes, so its document is read only once per process."""


def incomplete_guides() -> list[IncompleteGuide]:
    """Return the public guides that lack key elements, by department."""
    live = list(PublishedGuide.objects.order_by("department__position", "slug").values_list("revision_id", flat=True))
    for revision in GuideRevision.objects.filter(pk__in=set(live) - _known.keys()).iterator(chunk_size=200):
        _known[revision.pk] = _judge(document_of(revision))
    return [found for pk in live if (found := _known[pk])]


def _judge(document: GuideDocument) -> IncompleteGuide | None:
    missing = tuple(element.label for element in missing_elements(document))
    return IncompleteGuide(document.slug, document.title, document.department.name, missing) if missing else None
