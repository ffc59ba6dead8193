"""The page of the public text: the machine's proposal, the difference to the original, two people."""

from typing import Any

import pytest

from feedback.actions import messages
from feedback.models import Message, PublicText, PublishedAnswer
from feedback.states import MessageKind, MessageStage
from foundation.audit import Act, AuditEntry
from tests.cast import Cast
from tests.feedback.message_cases import MONDAY, bring_to, publish
from tests.feedback.views.staff import address, browser, do

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("message_rules")]
PHONE = "13800001234"
GOOD = {"subject": "排队两小时", "question": "只有一个窗口。", "answer": "已增开窗口。"}


@pytest.fixture
def message(cast: Cast) -> Message:
    return bring_to(MessageStage.ANSWERED, cast, text=f"上午九点取号，打{PHONE}没人接。")


def save(user: Any, message: Message, **data: Any) -> Any:
    return browser(user).post(address("public_text_edit", message), data)


def test_the_machine_proposes_and_nothing_personal_is_on_the_page(cast: Cast, message: Message) -> None:
    response = browser(cast.officer).get(address("public_text_edit", message))
    shown = response.content.decode()
    assert "上午九点取号" in shown
    assert PHONE not in shown
    assert not PublicText.objects.exists()


@pytest.mark.parametrize("who", ["officer", "reviewer"])
def test_the_difference_to_the_unmasked_original_is_a_reading(cast: Cast, message: Message, who: str) -> None:
    save(cast.officer, message, **GOOD)
    response = save(getattr(cast, who), message, original="", **(GOOD if who == "officer" else {}))
    assert PHONE in response.content.decode()
    entry = AuditEntry.objects.get(act=Act.PERSONAL_READ)
    assert (entry.actor, entry.detail["occasion"]) == (getattr(cast, who), "publishing")


def test_what_is_typed_is_kept_while_comparing(cast: Cast, message: Message) -> None:
    response = save(cast.officer, message, original="", **{**GOOD, "answer": "还没保存的字"})
    assert "还没保存的字" in response.content.decode()
    assert not PublicText.objects.exists()


def test_saved_submitted_and_published_by_another(cast: Cast, message: Message) -> None:
    assert save(cast.officer, message, submit="", **GOOD).status_code == 302
    assert PublicText.objects.get().stage == "submitted"
    page = browser(cast.reviewer).get(address("public_text_edit", message)).content.decode()
    assert "公开" in page
    assert do(cast.reviewer, message, "publish_answer", edit_version=1).status_code == 302
    assert PublishedAnswer.objects.get().subject == GOOD["subject"]


@pytest.mark.parametrize(
    "change",
    [
        {"question": f"打{PHONE}没人接"},
        {"answer": "身份证号11010519491231002X"},
        {"subject": ""},
        {"question": "字" * 340_000},
        {"subject": "字" * 101},
    ],
    ids=["a phone", "an identity number", "no subject", "a megabyte", "a long subject"],
)
def test_what_must_not_be_public_is_refused_and_kept(cast: Cast, message: Message, change: dict[str, str]) -> None:
    response = save(cast.officer, message, **{**GOOD, **change})
    assert response.status_code == 422
    assert next(iter(change.values())) in response.content.decode()
    assert not PublicText.objects.exists()


def test_two_at_once(cast: Cast, message: Message) -> None:
    save(cast.officer, message, **GOOD)
    response = save(cast.chief_officer, message, **{**GOOD, "answer": "我写的答复"})
    assert response.status_code == 409
    assert "我写的答复" in response.content.decode()
    assert PublicText.objects.get().answer == GOOD["answer"]
    assert save(cast.chief_officer, message, edit_version=1, **{**GOOD, "answer": "我写的答复"}).status_code == 302


def test_consent_taken_back_in_the_meantime_stops_it_and_keeps_the_text(cast: Cast, message: Message) -> None:
    messages.change_consent(message, consents=False, today=MONDAY)
    response = save(cast.officer, message, **{**GOOD, "answer": "写了半天"})
    assert response.status_code == 422
    assert "写了半天" in response.content.decode()


def test_a_report_has_no_public_text(cast: Cast) -> None:
    report = bring_to(MessageStage.ANSWERED, cast, kind=MessageKind.REPORT)
    assert save(cast.officer, report, **GOOD).status_code == 422
    assert not PublicText.objects.exists()


def test_a_published_one_is_taken_off_first(cast: Cast, message: Message) -> None:
    publish(message, cast)
    response = save(cast.officer, message, edit_version=1, **{**GOOD, "answer": "改一个字"})
    assert response.status_code == 409
    assert "改一个字" in response.content.decode()


@pytest.mark.parametrize(("who", "status"), [("other_officer", 404), ("auditor", 403), ("manager", 200)])
def test_for_whom(cast: Cast, message: Message, who: str, status: int) -> None:
    assert browser(getattr(cast, who)).get(address("public_text_edit", message)).status_code == status
