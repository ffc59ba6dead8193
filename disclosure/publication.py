"""From the document of a publication to the columns of the row that the public reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from disclosure.completeness import PUBLICATION_CONTENTS
from disclosure.documents import PublicationDocument
from foundation import body_text
from foundation.publishing.documents import Document
from foundation.publishing.models import Revision
from foundation.publishing.rendering import published_columns
from foundation.search.documents import SearchDocument, texts

DOCUMENT_KIND = "document"
"""How the search calls it."""


def publication_columns(
    revision: Revision, document: PublicationDocument, first_public_at: dt.datetime
) -> dict[str, Any]:
    """Return the values of a publication's public row."""
    return {
        "index_text": document.index_number,
        "column_id": document.column.id,
        "body_id": document.body.id,
        "kind": document.kind,
        "title": document.title,
        "title_en": document.title_en,
        "document_number": document.document_number,
        "summary": document.summary,
        "keywords": document.keywords,
        "written_on": document.written_on,
        "issued_on": document.issued_on,
        "effective_on": document.effective_on,
        "expires_on": document.expires_on,
        "abolished_on": document.abolished_on,
        "disclosure_mode": document.disclosure_mode,
        "first_public_at": first_public_at,
        "affects": [row.id for row in document.effects],
        "effects": _json_rows(document.effects),
        "milestones": _json_rows(document.milestones),
        **published_columns(revision, document, "disclosure/document", document.title, PUBLICATION_CONTENTS),
    }


def publication_prose(document: PublicationDocument) -> str:
    """Return a text as the search shows it: sentences, without the marks of headings and tables."""
    return texts(document.summary, body_text.plain(body_text.parse(document.text)))


def publication_words(record_id: int, document: PublicationDocument) -> SearchDocument:
    """Return what is indexed of a publication."""
    return SearchDocument(
        kind=DOCUMENT_KIND,
        object_id=record_id,
        title=document.title,
        body=texts(document.summary, document.text, (file.title for file in document.attachments)),
        code=document.index_number,
        keywords=texts(document.keywords, document.document_number, document.index_number, document.title_en),
        department_id=document.department.id,
        published_on=document.issued_on,
    )


def _json_rows(rows: Iterable[Document]) -> list[dict[str, Any]]:
    return [row.model_dump(mode="json") for row in rows]
