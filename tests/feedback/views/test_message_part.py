"""The page of an assisting department."""

import pytest

from feedback.actions import handling
from feedback.models import Message
from feedback.states import MessageStage
from tests.cast import Cast
from tests.feedback.message_cases import bring_to, load_rules
from tests.feedback.views.staff import address, browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def message(cast: Cast) -> Message:
    load_rules()
    made = bring_to(MessageStage.HANDLING, cast, text="打13800001234没人接，摊位也没人管。", shares_contact=True)
    return handling.add_assistant(made, department=cast.market, reason="请说明摊位管理", actor=cast.officer)


def test_the_assistant_reads_what_is_asked_and_the_masked_text_and_writes_its_part(
    cast: Cast, message: Message
) -> None:
    client, page = browser(cast.other_officer), address("message_part", message)
    assert client.get(address("message_detail", message)).headers["Location"] == page
    shown = client.get(page).content.decode()
    assert "请说明摊位管理" in shown
    assert "摊位也没人管" in shown
    assert "13800001234" not in shown
    assert "赵" not in shown
    assert client.post(page, {"text": "摊位由街道管理。"}).status_code == 302
    assert "摊位由街道管理。" in client.get(page).content.decode()
    assert "摊位由街道管理。" in browser(cast.officer).get(address("message_detail", message)).content.decode()


def test_the_assistant_cannot_read_more_or_reply(cast: Cast, message: Message) -> None:
    client = browser(cast.other_officer)
    for subject in ("text", "writer"):
        answer = client.post(address("message_read", message), {"subject": subject, "occasion": "handling"})
        assert answer.status_code == 403
    assert client.get(address("reply_edit", message)).status_code == 302
    assert client.post(address("reply_edit", message), {"text": "抢答", "ending": "solved"}).status_code == 409
    assert not message.replies.exists()


@pytest.mark.parametrize("text", ["", "字" * 340_000], ids=["nothing", "a megabyte"])
def test_a_wrong_part_comes_back(cast: Cast, message: Message, text: str) -> None:
    response = browser(cast.other_officer).post(address("message_part", message), {"text": text})
    assert response.status_code == 422
    assert text in response.content.decode()


def test_a_second_part_is_too_late_and_kept(cast: Cast, message: Message) -> None:
    client, page = browser(cast.other_officer), address("message_part", message)
    client.post(page, {"text": "第一份"})
    response = client.post(page, {"text": "第二份意见"})
    assert response.status_code == 422
    assert "第二份意见" in response.content.decode()
    assert message.assignments.get(department=cast.market).contribution == "第一份"


def test_hosts_go_to_their_desk_and_strangers_nowhere(cast: Cast, message: Message) -> None:
    page = address("message_part", message)
    assert browser(cast.officer).get(page).status_code == 302
    message.assignments.filter(department=cast.market).delete()
    assert browser(cast.other_officer).get(page).status_code == 404
    assert browser(cast.other_officer).post(page, {"text": "写了意见"}).status_code == 404
