"""The receipt: number and code, shown to the browser that sent the request, for a short while."""

import time
from html import unescape

import pytest
from django.test import Client

from tests.disclosure.applicants import RECEIPT, STATUS, code_of, send

pytestmark = pytest.mark.django_db


def test_number_code_and_what_comes_next(client: Client):
    request = send(client)
    response = client.get(RECEIPT)
    text = unescape(response.content.decode())
    assert request.number in text
    assert code_of(request) in text
    assert "第三十一条" in text
    assert 'src="data:image/svg+xml' in text
    assert response["Cache-Control"] == "private, no-store"
    assert "noindex" in text
    assert "img-src 'self' data:" in response["Content-Security-Policy"]


def test_the_picture_holds_the_address_alone(client: Client, monkeypatch):
    drawn = []
    import segno

    make = segno.make
    monkeypatch.setattr("disclosure.views.requests.segno.make", lambda text, **more: drawn.append(text) or make(text))
    send(client)
    client.get(RECEIPT)
    assert drawn == ["https://www.jiangcheng.example/disclosure/status/"]


def test_it_can_be_read_in_the_other_language_and_again(client: Client):
    request = send(client)
    assert code_of(request) in client.get(f"/en{RECEIPT}").content.decode()
    assert code_of(request) in client.get(RECEIPT).content.decode()


def test_after_a_while_it_is_gone(client: Client, monkeypatch):
    send(client)
    later = time.time() + 16 * 60
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert client.get(RECEIPT)["Location"] == STATUS


def test_nobody_else_sees_it(client: Client):
    send(client)
    assert Client().get(RECEIPT)["Location"] == STATUS
    forged = Client()
    forged.cookies["disclosure_receipt"] = client.cookies["disclosure_receipt"].value[:-1] + "x"
    assert forged.get(RECEIPT)["Location"] == STATUS


def test_its_code_opens_the_status(client: Client):
    request = send(client)
    response = client.post(STATUS, {"number": request.number, "code": code_of(request)})
    assert response["Location"] == STATUS
    assert request.number in client.get(STATUS).content.decode()
