"""Read revisions: old shapes are upgraded when they are read, never rewritten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from foundation.publishing.models import Revision


def document_of(revision: Revision) -> Any:
    """Return the typed document of a revision in the current shape."""
    return type(revision).document_type.model_validate(revision.document)
