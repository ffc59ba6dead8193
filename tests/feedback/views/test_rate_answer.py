"""The rating of a reply, from the status page of its message."""

from typing import Any

import pytest
from django.test import Client

from feedback.actions import handling, replies
from feedback.models import Message, Rating
from tests.cast import Cast
from tests.feedback.message_cases import MONDAY
from tests.feedback.raters import filled, make_window
from tests.feedback.writers import STATUS, visiting

pytestmark = pytest.mark.django_db
RATE = "/feedback/ratings/reply/"


@pytest.fixture(autouse=True)
def _day(cast: Cast, settings: Any) -> None:
    settings.PORTAL_TODAY = MONDAY
    make_window(cast)


def answered(client: Client, cast: Cast, *, sent: bool = True) -> Message:
    """Return an answered message that this browser has looked up."""
    message = visiting(client)
    message = handling.route(message, department=cast.police, reason="属公安窗口", actor=cast.chief_officer)
    message = handling.accept(message, today=MONDAY, actor=cast.officer)
    message = replies.save_reply(message, text="已增开窗口。", ending="solved", actor=cast.officer)
    message = replies.submit_reply(message, edit_version=1, actor=cast.officer)
    return replies.send_reply(message, edit_version=1, today=MONDAY, actor=cast.reviewer) if sent else message


def test_without_number_and_code_there_is_nothing_to_rate(client: Client) -> None:
    assert client.get(RATE)["Location"] == STATUS
    assert client.post(RATE, filled())["Location"] == STATUS
    assert not Rating.objects.exists()


def test_before_the_reply_there_is_nothing_to_rate(client: Client, cast: Cast) -> None:
    answered(client, cast, sent=False)
    assert client.post(RATE, filled())["Location"] == STATUS
    assert RATE not in client.get(STATUS).content.decode()


def test_the_reply_is_rated_once(client: Client, cast: Cast) -> None:
    message = answered(client, cast)
    assert RATE in client.get(STATUS).content.decode()
    assert message.number in client.get(RATE).content.decode()
    assert client.post(RATE, filled()).status_code == 302
    rating = Rating.objects.get()
    assert (rating.reply, rating.department) == (replies.last_sent(message), cast.police)
    assert client.get(RATE)["Location"] == "/feedback/ratings/status/"
    assert client.post(RATE, filled())["Location"] == "/feedback/ratings/status/"
    assert Rating.objects.count() == 1
    page = client.get(STATUS).content.decode()
    assert rating.number in page
    assert RATE not in page
