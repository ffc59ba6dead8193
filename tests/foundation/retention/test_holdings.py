"""What somebody with number and code learns about what is held, takes along, and has deleted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from feedback.models import Message
from foundation import audit, lookup_codes
from foundation.audit import Act
from foundation.retention.actions import load_rules
from foundation.retention.models import Tombstone
from tests.cast import Cast
from tests.disclosure.register_cases import concluded
from tests.feedback.message_cases import bring_to
from tests.feedback.message_cases import load_rules as load_message_rules

pytestmark = pytest.mark.django_db

STATUS = "/feedback/status/"
HELD, COPY, DELETE = f"{STATUS}held/", f"{STATUS}held.json", f"{STATUS}held/delete/"


@pytest.fixture(autouse=True)
def _rules(settings: Settings, tmp_path: Path) -> None:
    settings.PRIVATE_FILES_ROOT = tmp_path
    load_message_rules()
    load_rules("规定")


def look_up(client: Client, message: Message) -> None:
    code = lookup_codes.code_for(message.token)
    assert client.post(STATUS, {"number": message.number, "code": code}).status_code == 302


def test_all_of_it_is_shown_with_who_read_it(cast: Cast, client: Client) -> None:
    message = bring_to("handling", cast)
    audit.record(Act.PERSONAL_READ, actor=cast.officer, target=message)
    look_up(client, message)
    page = client.get(HELD)
    text = page.content.decode()
    for held in (message.text, message.writer.name, message.writer.phone, "36", "规定", cast.police.name):
        assert held in text
    assert cast.officer.display_name not in text
    assert "no-store" in page.headers["Cache-Control"]
    assert DELETE not in text  # the matter is not over
    assert "您本人" in client.get(HELD).content.decode()


def test_the_copy_says_the_same_to_a_machine(cast: Cast, client: Client) -> None:
    message = bring_to("answered", cast)
    look_up(client, message)
    response = client.get(COPY)
    copy = json.loads(response.content)
    assert copy["number"] == message.number
    assert message.writer.phone in copy["held"].values()
    assert copy["kept_until"] is not None
    assert "no-store" in response.headers["Cache-Control"]


def test_deleted_after_a_question_and_once(cast: Cast, client: Client) -> None:
    message = bring_to("answered", cast)
    phone = message.writer.phone
    look_up(client, message)
    assert DELETE in client.get(HELD).content.decode()
    assert "不能恢复" in client.get(DELETE).content.decode()
    assert client.post(DELETE).headers["Location"] == HELD
    assert not hasattr(Message.objects.get(pk=message.pk), "writer")
    assert Tombstone.objects.get().number == message.number
    text = client.get(HELD).content.decode()
    assert phone not in text
    assert "本人要求" in text
    assert client.post(DELETE).status_code == 422


def test_before_its_time_nothing_goes(cast: Cast, client: Client) -> None:
    message = bring_to("handling", cast)
    look_up(client, message)
    assert client.get(DELETE).headers["Location"] == STATUS
    assert client.post(DELETE).status_code == 422
    assert Message.objects.get(pk=message.pk).writer.phone


def test_another_code_opens_nothing(cast: Cast, client: Client) -> None:
    own, other = bring_to("answered", cast), bring_to("answered", cast, text="另一件")
    look_up(client, own)
    assert other.text not in client.get(HELD).content.decode()
    stranger = Client()
    for address in (HELD, COPY, DELETE):
        assert stranger.get(address).headers["Location"] == STATUS
    assert stranger.post(DELETE).headers["Location"] == STATUS
    assert Tombstone.objects.count() == 0


def test_a_forged_deletion_is_refused(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    message = bring_to("answered", cast)
    for name, value in _visit_of(message).items():
        client.cookies[name] = value
    assert client.post(DELETE).status_code == 422
    assert Tombstone.objects.count() == 0


def _visit_of(message: Message) -> dict[str, str]:
    friendly = Client()
    look_up(friendly, message)
    return {name: morsel.value for name, morsel in friendly.cookies.items() if name != "csrftoken"}


def test_a_request_says_how_long_the_law_holds_it(cast: Cast, client: Client, settings: Settings) -> None:
    request = concluded(cast)
    settings.PORTAL_TODAY = request.concluded_on
    code = lookup_codes.code_for(request.submission.token)
    assert client.post("/disclosure/status/", {"number": request.number, "code": code}).status_code == 302
    text = client.get("/disclosure/status/held/").content.decode()
    assert "held/delete" not in text
    assert "起诉期限（6个月）" in text
    assert request.applicant.name in text
