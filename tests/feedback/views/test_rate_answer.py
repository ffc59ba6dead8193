"""The rating of a reply, from the status page of its message."""

from typing import Any

import pytest
from django.test import Client

from feedback.actions import handling, replies
from feedback.models import Message, Rating
from feedback.reports.ratings import ratings_of
from tests.cast import Cast
from tests.feedback.message_cases import MONDAY
from tests.feedback.raters import RECEIPT, filled, make_window
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
    sent = filled()
    assert [client.post(RATE, sent)["Location"] for _click in range(2)] == [RECEIPT, RECEIPT]
    rating = Rating.objects.get()
    assert rating.number in client.get(RECEIPT).content.decode(), "a double click loses neither number nor code"
    assert (rating.reply, rating.department) == (replies.last_sent(message), cast.police)
    assert client.get(RATE)["Location"] == "/feedback/ratings/status/"
    assert rating.number in client.get("/feedback/ratings/status/").content.decode(), "who reads the message gave it"
    assert client.post(RATE, filled()).status_code == 409
    assert Rating.objects.count() == 1
    page = client.get(STATUS).content.decode()
    assert rating.number in page


def test_the_rating_counts_for_whoever_replied(client: Client, cast: Cast) -> None:
    message = answered(client, cast)
    replies.judge(message, solved="not")
    replies.reopen(message, today=MONDAY, actor=cast.chief_officer)
    handling.hand_over(message, department=cast.market, reason="属市场监管", actor=cast.officer)
    client.post(RATE, filled())
    assert Rating.objects.get().department == cast.police
    figures = ratings_of(2026, cast.police).total
    assert (figures.ratable, figures.counts["replies"]) == (1, 1)
    assert ratings_of(2026, cast.market).total.ratable == 0
