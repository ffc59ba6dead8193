"""Read revisions: old shapes are upgraded when they are read, never rewritten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from foundation.publishing.documents import RootDocument
    from foundation.publishing.models import Revision


def document_of(revision: Revision) -> Any:
    """Return the typed document of a revision in the current shape."""
    return read_document(type(revision).document_type, revision.document)  # type: ignore[attr-defined]


def read_document(document_type: type[RootDocument], data: dict[str, Any]) -> Any:
    """Upgrade the JSON of any known schema version and validate it.

    Raises pydantic.ValidationError for JSON that is no such document, LookupError for a version from
    the future.
    """
    version = data["schema_version"]
    if version > document_type.current_version:
        raise LookupError(f"schema version {version} is newer than this program")
    while version < document_type.current_version:
        data = document_type.upgrades[version](data)
        version = data["schema_version"]
    return document_type.model_validate(data)
