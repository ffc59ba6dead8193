"""What became of a printed guide: still current, replaced by a newer version, or withdrawn."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from foundation.publishing.documents import as_json
from foundation.publishing.labels import Difference, Shape, differences
from foundation.publishing.reading import document_of
from guides.documents import GuideDocument
from guides.models import Guide, GuideRevision
from guides.papers.codes import revision_of

_OF_THE_OFFICE = frozenset({"item_id", "item_revision_number", "code_verified"})
"""Fields by which the office links and checks records; no page shows them."""


@dataclass(frozen=True)
class Standing:
    """A printed version and what followed it."""

    printed: GuideRevision
    document: GuideDocument
    """What the paper says."""
    live: GuideRevision | None
    """What is public now, if anything of this guide is."""
    last: GuideRevision | None
    """What was public last, where nothing is any more."""

    @property
    def is_current(self) -> bool:
        """Whether the paper says what the public page says."""
        return self.live is not None and self.live.pk == self.printed.pk

    @property
    def slug(self) -> str:
        """The address of the public guide."""
        return self.live.document["slug"] if self.live is not None else ""

    @property
    def withdrawn_at(self) -> dt.datetime | None:
        """When the guide was taken from the site."""
        return self.last.live_until if self.last is not None else None

    @property
    def changes(self) -> list[Difference]:
        """What the public page says differently, in the order of the guide."""
        if self.live is None or self.is_current:
            return []
        before, after = _public(as_json(self.document)), _public(as_json(document_of(self.live)))
        return differences(Shape(GuideDocument, Guide), before, after)


def standing_of(code: str) -> Standing | None:
    """Return what became of the revision with this tidy code; None for a wrong code or one that was never public."""
    key = revision_of(code)
    printed = GuideRevision.objects.ever_live().filter(pk=key).first() if key is not None else None
    if printed is None:
        return None
    if printed.is_live:
        return Standing(printed, document_of(printed), printed, None)
    known = GuideRevision.objects.ever_live().filter(record=printed.record_id)
    live = known.live().first()
    last = None if live is not None else known.order_by("-live_until").first()
    return Standing(printed, document_of(printed), live, last)


def _public(value: Any) -> Any:
    """Return the JSON of a document without what only the office needs."""
    if isinstance(value, dict):
        return {name: _public(part) for name, part in value.items() if name not in _OF_THE_OFFICE}
    return [_public(part) for part in value] if isinstance(value, list) else value
