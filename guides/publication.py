"""From the document of a guide to the columns of the row that the public reads."""

from __future__ import annotations

from typing import Any

from approvals.documents import ItemDocument
from approvals.publication import facet_columns
from foundation.publishing.models import Revision
from foundation.publishing.rendering import published_columns
from guides.completeness import GUIDE_CONTENTS
from guides.documents import GuideDocument


def guide_columns(revision: Revision, document: GuideDocument, item: ItemDocument) -> dict[str, Any]:
    """Return the values of a guide's public row; ``item`` is the one it quotes."""
    names = (item.name, item.colloquial_name, item.short_name)
    return {
        "item_revision_number": document.item_revision_number,
        "item_code": item.code,
        "slug": document.slug,
        "title": document.title,
        "title_en": document.title_en,
        "situation": document.situation,
        "summary": document.summary,
        "search_names": " ".join(filter(None, names))[:800],
        **facet_columns(item),
        **published_columns(revision, document, "guides/guide", document.title, GUIDE_CONTENTS),
    }
