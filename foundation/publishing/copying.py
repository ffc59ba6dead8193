"""Copy the fields of a draft row into its document, by the names they share."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models

from foundation.attachments import StoredFile
from foundation.publishing.documents import Document
from foundation.publishing.quotes import quote_file

DocumentT = TypeVar("DocumentT", bound=Document)


def copy_fields(row: models.Model, document_type: type[DocumentT], **given: Any) -> DocumentT:
    """Build a document from a row: fields of the same name are copied, files quoted, ``given`` added."""
    values: dict[str, Any] = {}
    for name in document_type.model_fields:
        if name in given or not hasattr(row, name):
            continue
        value = getattr(row, name)
        values[name] = quote_file(value) if isinstance(value, StoredFile) else value
    return document_type(**values, **given)


def copy_rows(manager: models.Manager[Any], document_type: type[DocumentT]) -> tuple[DocumentT, ...]:
    """Build the documents of all rows of a related manager, in their order."""
    return tuple(copy_fields(row, document_type) for row in manager.all())
