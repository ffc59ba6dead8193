"""/guides/<slug>/forms/<key>/<kind>/: forms of the live revision, free and counted."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.signals import request_finished
from django.db import close_old_connections
from django.test import Client

from foundation import attachments
from foundation.attachments import StoredFile
from guides.models import Guide
from guides.models.published import FormDownload
from tests.approvals.factories import make_item, publish
from tests.cast import Cast
from tests.guides.factories import make_guide

PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def guide(cast: Cast, tmp_path: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Guide:
    """A public guide with a blank form."""
    settings.PRIVATE_FILES_ROOT = tmp_path
    monkeypatch.setattr(StoredFile._meta.get_field("content"), "storage", FileSystemStorage(location=tmp_path))
    form = attachments.store(ContentFile(PDF), "申请表.pdf", actor=None)
    item = make_item(cast.police)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    made = make_guide(item)
    made.materials.update(blank_form=form)
    publish(made, editor=cast.editor, reviewer=cast.reviewer)
    return made


def address(guide: Guide, kind: str = "blank") -> str:
    return f"/guides/{guide.slug}/forms/{guide.materials.get().key}/{kind}/"


def test_sends_the_file_and_counts(guide: Guide, client: Client):
    for _time in range(2):
        response = client.get(address(guide))
        assert b"".join(response) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert "attachment" in response["Content-Disposition"]
    assert "%E7%94%B3%E8%AF%B7%E8%A1%A8.pdf" in response["Content-Disposition"]
    assert FormDownload.objects.get().count == 2


def test_the_page_links_to_it_with_type_and_size(guide: Guide, client: Client):
    text = client.get(f"/guides/{guide.slug}/").content.decode()
    assert f'href="{address(guide)}" download' in text
    assert "PDF" in text


def test_a_look_at_the_headers_is_not_counted(guide: Guide, client: Client):
    response = client.head(address(guide))
    request_finished.disconnect(close_old_connections)  # as the test client does when it reads a file
    response.close()
    request_finished.connect(close_old_connections)
    assert response.status_code == 200
    assert not FormDownload.objects.exists()


@pytest.mark.parametrize("kind", ["sample", "name", "key", "__class__"])
def test_what_is_not_published_is_not_sent(guide: Guide, client: Client, kind: str):
    assert client.get(address(guide, kind)).status_code == 404


def test_a_form_of_the_draft_is_not_public(guide: Guide, client: Client):
    secret = attachments.store(ContentFile(PDF + b"2"), "草稿.pdf", actor=None)
    guide.materials.update(sample_form=secret)
    assert client.get(address(guide, "sample")).status_code == 404
