"""/disclosure/documents/<prefix>/<number>/files/<key>/: attachments of the live revision, counted."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.test import Client

from disclosure.models import Attachment, AttachmentDownload, Publication
from foundation import attachments
from foundation.attachments import StoredFile
from tests.approvals.factories import publish
from tests.cast import Cast
from tests.disclosure.factories import make_publication

PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def text(cast: Cast, tmp_path: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Publication:
    """A public text with an attachment."""
    settings.PRIVATE_FILES_ROOT = tmp_path
    monkeypatch.setattr(StoredFile._meta.get_field("content"), "storage", FileSystemStorage(location=tmp_path))
    made = make_publication(cast.police)
    stored = attachments.store(ContentFile(PDF), "预算表.pdf", actor=None)
    Attachment.objects.create(publication=made, title="部门预算表", file=stored)
    publish(made, editor=cast.editor, reviewer=cast.reviewer)
    return made


def address(text: Publication) -> str:
    return f"/disclosure/documents/{text.index_number.text}/files/{text.attachments.get().key}/"


def test_sends_the_file_and_counts(text: Publication, client: Client) -> None:
    for _time in range(2):
        response: Any = client.get(address(text))
        assert b"".join(response.streaming_content) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert AttachmentDownload.objects.get().count == 2


def test_the_page_shows_name_type_and_checksum(text: Publication, client: Client) -> None:
    page = client.get(f"/disclosure/documents/{text.index_number.text}/").content.decode()
    assert f'href="{address(text)}" download' in page
    assert "部门预算表" in page
    assert text.attachments.get().file.sha256 in page


def test_what_is_not_in_the_live_revision_is_not_served(text: Publication, client: Client) -> None:
    stored = text.attachments.get().file
    fresh = Attachment.objects.create(publication=text, title="草稿附件", file=stored)
    assert client.get(f"/disclosure/documents/{text.index_number.text}/files/{fresh.key}/").status_code == 404
    assert client.get("/disclosure/documents/114299000/2026-99999/files/x/").status_code == 404
