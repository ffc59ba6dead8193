"""The receipt: number, code and deadlines, for a short while, to the one browser."""

import datetime as dt
from html import unescape
from typing import Any

import pytest
from django.test import Client

from tests.feedback.message_cases import load_rules
from tests.feedback.writers import RECEIPT, STATUS, code_on, look_up, send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(settings: Any) -> None:
    load_rules()
    settings.PORTAL_TODAY = dt.date(2026, 3, 2)


def test_it_shows_number_code_and_deadlines(client: Client) -> None:
    message = send(client)
    text = unescape(client.get(RECEIPT).content.decode())
    assert message.number in text
    assert "2026-03-09" in text, "five working days"
    assert "2026-03-17" in text, "fifteen days of a petition"
    assert "data:image/svg+xml" in text
    assert "style=" not in text
    look_up(client, message, code_on(text))


def test_an_enquiry_is_no_petition(client: Client) -> None:
    send(client, kind="enquiry")
    assert "15日" not in client.get(RECEIPT).content.decode()


def test_it_is_for_one_browser_only(client: Client) -> None:
    send(client)
    assert Client().get(RECEIPT)["Location"] == STATUS
    assert client.get(RECEIPT)["Cache-Control"] == "private, no-store"


def test_the_code_never_stands_in_the_qr_address(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    import segno

    made: list[str] = []
    original = segno.make
    monkeypatch.setattr("segno.make", lambda text, **how: made.append(text) or original(text, **how))
    message = send(client)
    code = code_on(client.get(RECEIPT).content.decode())
    assert made == [f"https://www.jiangcheng.example{STATUS}?number={message.number}"]
    assert code not in made[0]
