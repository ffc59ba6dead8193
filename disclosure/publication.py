"""From a live revision of a publication to the row that the public reads."""

from __future__ import annotations

from typing import Any

from disclosure.completeness import PUBLICATION_CONTENTS
from disclosure.documents import PublicationDocument
from disclosure.models import Publication, PublishedPublication
from disclosure.models.published import json_rows
from foundation.publishing.rendering import published_columns


def published_publication(
    publication: Publication, revision: Any, document: PublicationDocument
) -> PublishedPublication:
    """Return the unsaved public row of a publication."""
    first = publication.revisions.ever_live().order_by("live_from").values_list("live_from", flat=True).first()
    return PublishedPublication(
        record=publication,
        index_text=document.index_number,
        column_id=document.column.id,
        body_id=document.body.id,
        kind=document.kind,
        title=document.title,
        title_en=document.title_en,
        document_number=document.document_number,
        summary=document.summary,
        keywords=document.keywords,
        written_on=document.written_on,
        issued_on=document.issued_on,
        effective_on=document.effective_on,
        expires_on=document.expires_on,
        abolished_on=document.abolished_on,
        disclosure_mode=document.disclosure_mode,
        first_public_at=first or revision.live_from,
        affects=[row.id for row in document.effects],
        effects=json_rows(document.effects),
        milestones=json_rows(document.milestones),
        **published_columns(revision, document, "disclosure/document", document.title, PUBLICATION_CONTENTS),
    )
