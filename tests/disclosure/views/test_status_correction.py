"""The corrected text goes to the officer, as it was typed, while it is waited for."""

import json
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from disclosure.actions import clock
from disclosure.models import Addition
from disclosure.views import status as views
from tests.cast import Cast
from tests.disclosure.applicants import STATUS, old_stamp, visited
from tests.disclosure.register_cases import TODAY

pytestmark = pytest.mark.django_db
ADDRESS = f"{STATUS}correction/"
TEXT = "统计口径：  按受理日期。\r\n"
PDF = b"%PDF-1.7\n%%EOF\n"


def text_of(response) -> str:
    return unescape(response.content.decode())


def test_the_status_page_says_what_is_missing(client: Client, cast: Cast):
    visited(client, cast, "correcting")
    text = text_of(client.get(STATUS))
    assert "请写明统计口径" in text
    assert "2026-03-18" in text
    assert "第三十条" in text
    assert 'action="/disclosure/status/correction/"' in text


def test_it_is_kept_as_it_was_typed(client: Client, cast: Cast, settings, tmp_path):
    settings.PRIVATE_FILES_ROOT = tmp_path
    visited(client, cast, "correcting")
    upload = SimpleUploadedFile("口径.pdf", PDF)
    response = client.post(ADDRESS, {"text": TEXT, "uploads": upload, "stamp": old_stamp()})
    assert response["Location"] == STATUS
    addition = Addition.objects.get()
    assert json.loads(addition.submission.payload)["text"] == TEXT
    assert addition.submission.files.get().file.name == "口径.pdf"
    assert "收到您的补正内容" in text_of(client.get(STATUS))


def test_pressed_twice_it_is_one(client: Client, cast: Cast):
    visited(client, cast, "correcting")
    typed = {"text": TEXT, "stamp": old_stamp()}
    assert [client.post(ADDRESS, typed).status_code for _press in range(2)] == [302, 302]
    assert Addition.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"text": " "},
        {"text": "字" * 5001},
        {"text": "\x00"},
        {"website": "x"},
        {"stamp": ""},
        {"uploads": SimpleUploadedFile("网页.pdf", b"<html>")},
    ],
)
def test_a_wrong_one_comes_back_with_what_was_typed(client: Client, cast: Cast, changes):
    visited(client, cast, "correcting")
    typed = {"text": TEXT, "stamp": old_stamp(), **changes}
    response = client.post(ADDRESS, typed)
    assert response.status_code == 422
    text = text_of(response)
    assert 'role="alert"' in text
    assert typed["text"].strip() in text
    assert not Addition.objects.exists()


def test_when_the_officer_was_quicker_it_says_so(client: Client, cast: Cast):
    request = visited(client, cast, "correcting")
    clock.record_correction(request, on=TODAY, evidence="来电补正", actor=cast.officer, today=TODAY)
    response = client.post(ADDRESS, {"text": TEXT, "stamp": old_stamp()})
    assert response.status_code == 422
    assert "办理中" in text_of(response)
    assert not Addition.objects.exists()


def test_very_many_are_put_off_and_the_text_stays(client: Client, cast: Cast, monkeypatch):
    monkeypatch.setattr(views, "MOST_TEXTS", 1)
    visited(client, cast, "correcting")
    assert client.post(ADDRESS, {"text": TEXT, "stamp": old_stamp()}).status_code == 302
    response = client.post(ADDRESS, {"text": "第二次补正", "stamp": old_stamp()})
    assert response.status_code == 429
    assert "第二次补正" in text_of(response)
    assert Addition.objects.count() == 1


def test_without_a_visit_nothing_happens(client: Client):
    assert client.post(ADDRESS, {"text": TEXT, "stamp": old_stamp()})["Location"] == STATUS
    assert not Addition.objects.exists()


def test_forged_sending_is_not_taken(cast: Cast):
    client = Client()
    visited(client, cast, "correcting")
    client.handler.enforce_csrf_checks = True
    assert client.post(ADDRESS, {"text": TEXT, "stamp": old_stamp()}).status_code == 422
    assert not Addition.objects.exists()


def test_the_officer_reads_it_with_the_original(client: Client, cast: Cast, settings, tmp_path):
    settings.PRIVATE_FILES_ROOT = tmp_path
    request = visited(client, cast, "correcting")
    upload = SimpleUploadedFile("口径.pdf", PDF)
    client.post(ADDRESS, {"text": TEXT, "uploads": upload, "stamp": old_stamp()})
    client.force_login(cast.officer)
    desk = f"/staff/disclosure/requests/{request.number}/"
    assert "按受理日期" not in text_of(client.get(desk))
    assert "提交了补正内容" in text_of(client.get(desk))
    shown = text_of(client.post(f"{desk}reveal/", {"occasion": "correction"}))
    assert "按受理日期" in shown
    file = Addition.objects.get().submission.files.get()
    assert f"{desk}files/{file.pk}/" in shown
    assert client.get(f"{desk}files/{file.pk}/").status_code == 200
    listed = text_of(client.get("/staff/disclosure/requests/?clock=corrected"))
    assert request.number in listed
    assert "收到待登记的补正" in text_of(client.get("/admin/"))
