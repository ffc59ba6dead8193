"""A publication as a sheet for the notice board: its whole text in large letters, A4 or A3, with a code to its page."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import override

from disclosure.addresses import document_url
from disclosure.documents import PublicationDocument
from disclosure.models import PublishedPublication
from foundation.body_text import parse
from foundation.pages import CHINESE, absolute
from foundation.printable import fit_for_print
from foundation.publishing.reading import document_of
from foundation.typesetting import qr_code, typeset, written_date

SIZES: Final = ("a4", "a3")


def board_sheet(publication: PublishedPublication, *, size: str) -> bytes:
    """Return the sheet of a live publication as PDF; a long text goes on over further sheets."""
    document: PublicationDocument = document_of(publication.revision)
    with override(CHINESE):
        address = absolute(document_url(publication.index_text))
    data: dict[str, Any] = {
        "size": size,
        "title": document.title,
        "organ": document.body.name,
        "head": [
            [label, words]
            for label, words in (
                ("索引号", document.index_number),
                ("文号", document.document_number),
                ("公布日期", written_date(document.issued_on)),
            )
            if words
        ],
        "summary": "" if document.text.strip() else document.summary,
        "blocks": [{"kind": block.kind, "text": block.text, "label": block.label} for block in parse(document.text)],
        "attachments": [attachment.title for attachment in document.attachments],
        "qr": qr_code(address, "扫码看网上全文"),
    }
    return typeset("disclosure/board.typ", fit_for_print(data))
