"""The front page: doors, kinds, times, newest answers."""

from html import unescape

import pytest
from django.test import Client

from feedback.models import LimitRule
from tests.cast import Cast
from tests.feedback.message_cases import bring_to, load_rules, publish

pytestmark = pytest.mark.django_db


def test_doors_kinds_times_and_newest(client: Client, cast: Cast) -> None:
    load_rules()
    message = publish(bring_to("answered", cast), cast)
    text = unescape(client.get("/feedback/").content.decode())
    for words in ("5个工作日内答复", "24小时内退回", "15日内", "12345", message.subject):
        assert words in text
    for kind in ("enquiry", "suggestion", "complaint", "report", "help"):
        assert f"/feedback/new/?kind={kind}" in text
    for address in ("/feedback/status/", "/feedback/answers/", "/feedback/scoreboard/", "/disclosure/requests/new/"):
        assert f'href="{address}"' in text


def test_times_come_from_the_rules_in_force(client: Client) -> None:
    load_rules()
    LimitRule.objects.create(kind="enquiry", in_force_from="2020-01-01", days=3, extension_days=2, source="新规定")
    assert "3个工作日内答复" in client.get("/feedback/").content.decode()


def test_without_rules_no_time_is_invented(client: Client) -> None:
    text = client.get("/feedback/").content.decode()
    assert "日内答复" not in text
