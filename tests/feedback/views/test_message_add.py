"""The quick entry of what was said on the phone or in the hall."""

import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from feedback.models import Message
from foundation.audit import Act, AuditEntry
from tests.cast import Cast
from tests.feedback.message_cases import MONDAY, load_rules
from tests.feedback.views.staff import address, browser

pytestmark = pytest.mark.django_db
PAGE = "/staff/feedback/new/"


@pytest.fixture(autouse=True)
def _rules(settings: Any, tmp_path: Any) -> None:
    load_rules()
    settings.PORTAL_TODAY = MONDAY
    settings.PRIVATE_FILES_ROOT = tmp_path


def call(**changes: Any) -> dict[str, Any]:
    """Return the fields of a call."""
    return {
        "token": str(uuid.uuid4()), "channel": "hotline", "kind": "enquiry", "subject": "居住证在哪里办",
        "text": "来电询问居住证在哪里办。", **changes,
    }  # fmt: skip


def test_a_call_without_a_name_is_logged_and_leads_to_its_desk(cast: Cast) -> None:
    response = browser(cast.chief_officer).post(PAGE, call(), follow=True)
    message = Message.objects.get()
    assert response.redirect_chain[-1][0] == address("message_detail", message)
    assert (message.channel, message.received_on) == ("hotline", MONDAY)
    assert not hasattr(message, "writer")
    assert "查询码" in response.content.decode()
    assert AuditEntry.objects.get(act=Act.MESSAGE_LOGGED).actor == cast.chief_officer


def test_the_next_one_keeps_the_channel(cast: Cast) -> None:
    response = browser(cast.chief_officer).post(PAGE, call(channel="hall", next=""), follow=True)
    assert response.redirect_chain[-1][0] == f"{PAGE}?channel=hall"
    assert '<option value="hall" selected>' in response.content.decode()


def test_an_officer_of_a_department_logs_for_the_center(cast: Cast) -> None:
    response = browser(cast.officer).post(PAGE, call(), follow=True)
    assert response.redirect_chain[-1][0].startswith(PAGE)
    assert Message.objects.get().number in response.content.decode()


def test_a_letter_comes_with_its_scan_and_everything_about_the_writer(cast: Cast) -> None:
    scan = SimpleUploadedFile("来信.pdf", b"%PDF-1.7\n%%EOF\n")
    data = call(channel="letter", name="赵小样", phone="13800001234", about=cast.police.pk, uploads=scan)
    assert browser(cast.chief_officer).post(PAGE, data).status_code == 302
    message = Message.objects.get()
    assert (message.writer.name, message.about) == ("赵小样", cast.police)
    assert message.files.count() == 1


def test_a_double_click_logs_once_and_another_text_is_not_swallowed(cast: Cast) -> None:
    client, data = browser(cast.chief_officer), call()
    assert client.post(PAGE, data).status_code == 302
    assert client.post(PAGE, data).status_code == 302
    assert Message.objects.count() == 1
    response = client.post(PAGE, {**data, "text": "另一通电话的内容"})
    assert response.status_code == 422
    assert "另一通电话的内容" in response.content.decode()
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"subject": ""},
        {"text": "字" * 340_000},
        {"kind": "odd"},
        {"channel": "online"},
        {"token": "x"},
        {"phone": "没有电话"},
    ],
    ids=["no subject", "a megabyte", "odd kind", "not by staff", "odd token", "no number"],
)
def test_what_is_wrong_is_said_and_kept(cast: Cast, change: dict[str, str]) -> None:
    response = browser(cast.chief_officer).post(PAGE, call(**change))
    assert response.status_code == 422
    for typed in (change.get("text", "来电询问居住证在哪里办。"), change.get("phone", "")):
        assert typed in response.content.decode()
    assert not Message.objects.exists()


def test_marks_and_formulas_in_a_name_stay_harmless(cast: Cast) -> None:
    data = call(name="=cmd|'/c calc'!A1\u202e", subject="<i>急</i>\u202e🙂")
    assert browser(cast.chief_officer).post(PAGE, data).status_code == 302
    message = Message.objects.get()
    assert message.subject == "<i>急</i>🙂"
    assert "\u202e" not in message.writer.name
    assert "<i>急" not in browser(cast.chief_officer).get(address("message_detail", message)).content.decode()
