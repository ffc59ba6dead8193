"""What of publications can be found, and how it is shown."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from disclosure.models import PublishedPublication
from disclosure.publication import DOCUMENT_KIND, publication_prose
from foundation.publishing.reading import document_of
from foundation.search.kinds import SearchKind, Shown, live_documents


def show_documents(ids: Collection[int]) -> Mapping[int, Shown]:
    """Return the public texts among these."""
    rows = PublishedPublication.objects.filter(record__in=ids).select_related("revision", "department")
    return {
        row.record_id: Shown(
            row.local_title,
            row.get_absolute_url(),
            publication_prose(document_of(row.revision)),
            row.index_text,
            row.issued_on.isoformat(),
        )
        for row in rows
    }


KINDS: Final = (
    SearchKind(
        DOCUMENT_KIND,
        _("Published information"),
        lambda ids: live_documents(PublishedPublication.objects.all(), ids),
        show_documents,
        "disclosure:document",
    ),
)
