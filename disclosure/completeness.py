"""What a publication must say before it is public without a recorded reason.

The catalogue holds index, name, summary and date created of each record (政府信息公开条例 art. 12); a text
published proactively has a text or a file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from disclosure.codelists import DisclosureMode
from disclosure.documents import PublicationDocument
from foundation.publishing.contents import Content
from foundation.publishing.findings import Finding, find_leaks

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def _states_text(document: PublicationDocument) -> bool:
    """Tell whether there is something to read; a record disclosed on request needs no more than its summary."""
    on_request = document.disclosure_mode == DisclosureMode.ON_REQUEST
    return bool(document.text.strip() or document.attachments or document.milestones) or on_request


PUBLICATION_CONTENTS: Final[tuple[Content, ...]] = (
    Content("written_on", _("Date written"), "written_on", lambda document: document.written_on is not None),
    Content("summary", _("Summary"), "summary", lambda document: document.summary.strip()),
    Content("text", _("Text or attachment"), "text", _states_text),
)
"""The contents in the order of the form."""


def publication_blockers(document: PublicationDocument) -> list[StrOrPromise]:
    """Return why the publication cannot be public at all: what is disclosed on request only must not be on the page."""
    if document.disclosure_mode == DisclosureMode.ON_REQUEST and (document.text.strip() or document.attachments):
        return [
            _("A record disclosed on request is listed with its summary only; take text and attachments out of it.")
        ]
    return []


def publication_leaks(document: PublicationDocument, *, wait: bool) -> list[Finding]:
    """Return what the publication would give away: personal data in its texts, and what its files hold beside."""
    texts = [
        (str(_("Title")), document.title),
        (str(_("Summary")), document.summary),
        (str(_("Text")), document.text),
        *((str(_("Milestone")), f"{row.title}\n{row.progress}") for row in document.milestones),
        *((str(_("Attachment")), row.title) for row in document.attachments),
    ]
    return find_leaks(texts, [(row.file.name, row.file.id) for row in document.attachments], wait=wait)
