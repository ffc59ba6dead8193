"""From a live revision of a guide to the row that the public reads."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from approvals.models import PublishedItem
from approvals.publication import facet_columns
from foundation.publishing.rendering import published_columns
from foundation.workflow import Refused
from guides.completeness import GUIDE_CONTENTS
from guides.documents import GuideDocument
from guides.models import Guide, PublishedGuide


def published_guide(guide: Guide, revision: Any, document: GuideDocument) -> PublishedGuide:
    """Return the unsaved public row of a guide.

    Raises Refused when the quoted item is not public (any more).
    """
    item = document.item
    public_item = PublishedItem.objects.select_for_update().only("pk").filter(record=document.item_id).first()
    if item is None or public_item is None:
        raise Refused(_("The item of this guide is not public; publish the item first."))
    names = (item.name, item.colloquial_name, item.short_name)
    return PublishedGuide(
        record=guide,
        item=public_item,
        item_revision_number=document.item_revision_number,
        item_code=item.code,
        slug=document.slug,
        title=document.title,
        title_en=document.title_en,
        situation=document.situation,
        summary=document.summary,
        search_names=" ".join(filter(None, names))[:800],
        **facet_columns(item),
        **published_columns(revision, document, "guides/guide", document.title, GUIDE_CONTENTS),
    )
