"""Public texts: masked, with consent, released by a second person."""

import pytest

from feedback.actions import answers, messages
from feedback.actions.answers import masked_texts
from feedback.models import Message, PublicText, PublishedAnswer
from feedback.states import MessageKind, MessageStage
from foundation.workflow import Conflict, Refused
from tests.cast import Cast
from tests.feedback.message_cases import MONDAY, bring_to, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("message_rules")]
GOOD = {"subject": "排队两小时", "question": "只有一个窗口。", "answer": "已增开窗口。"}


@pytest.fixture
def message(cast: Cast) -> Message:
    return bring_to(MessageStage.ANSWERED, cast, text="我手机13800001234，身份证11010519491231002X。")


def test_the_machine_masks_and_leaves_the_phones_of_offices(cast: Cast, message: Message) -> None:
    texts = masked_texts(message)
    assert "13800001234" not in texts["question"]
    assert "11010519491231002X" not in texts["question"]
    assert len(texts["question"]) == len(message.text)
    answers.save_public_text(message, **{**GOOD, "answer": "可打0729-5550000。"}, actor=cast.officer)


@pytest.mark.parametrize(
    "change",
    [{"subject": ""}, {"question": " "}, {"answer": "打13800001234"}, {"question": "１３８ ０００ ０１２３４"}],
)
def test_what_is_empty_or_personal_is_refused_without_repeating_it(
    cast: Cast, message: Message, change: dict[str, str]
) -> None:
    with pytest.raises(Refused) as refusal:
        answers.save_public_text(message, **{**GOOD, **change}, actor=cast.officer)
    assert "1380000" not in str(refusal.value)
    assert not PublicText.objects.exists()


def test_neither_writer_nor_submitter_releases(cast: Cast, message: Message) -> None:
    answers.save_public_text(message, **GOOD, actor=cast.officer)
    answers.submit_public_text(message, edit_version=1, actor=cast.chief_officer)
    text = PublicText.objects.get()
    text.submitted_by = cast.reviewer
    text.save()
    with pytest.raises(Refused):
        answers.publish_answer(message, edit_version=1, actor=cast.reviewer)
    answers.publish_answer(message, edit_version=1, actor=cast.manager)
    assert PublishedAnswer.objects.get().released_by == cast.manager


def test_consent_and_masking_are_asked_again_at_the_release(cast: Cast, message: Message) -> None:
    answers.save_public_text(message, **GOOD, actor=cast.officer)
    answers.submit_public_text(message, edit_version=1, actor=cast.officer)
    PublicText.objects.update(answer="打13800001234")
    with pytest.raises(Refused):
        answers.publish_answer(message, edit_version=1, actor=cast.reviewer)
    PublicText.objects.update(answer="已办")
    Message.objects.update(consents_to_publication=False)
    with pytest.raises(Refused):
        answers.publish_answer(message, edit_version=1, actor=cast.reviewer)
    assert not PublishedAnswer.objects.exists()


def test_consent_taken_back_takes_the_answer_off_and_a_submitted_text_back(cast: Cast, message: Message) -> None:
    publish(message, cast)
    messages.change_consent(message, consents=False, today=MONDAY)
    assert not PublishedAnswer.objects.exists()
    assert PublicText.objects.get().stage == "draft"


def test_the_text_that_was_seen_is_released_or_none(cast: Cast, message: Message) -> None:
    answers.save_public_text(message, **GOOD, actor=cast.officer)
    answers.save_public_text(message, **{**GOOD, "answer": "改过"}, edit_version=1, actor=cast.officer)
    for version in (None, 1):
        with pytest.raises(Conflict):
            answers.save_public_text(message, **GOOD, edit_version=version, actor=cast.chief_officer)
    with pytest.raises(Conflict):
        answers.submit_public_text(message, edit_version=1, actor=cast.officer)
    answers.submit_public_text(message, edit_version=2, actor=cast.officer)
    with pytest.raises(Conflict):
        answers.publish_answer(message, edit_version=1, actor=cast.reviewer)


def test_off_the_site_needs_a_reason_and_gives_the_text_back(cast: Cast, message: Message) -> None:
    publish(message, cast)
    with pytest.raises(Refused):
        answers.unpublish_answer(message, reason="", actor=cast.reviewer)
    answers.unpublish_answer(message, reason="内容有误", actor=cast.reviewer)
    with pytest.raises(Conflict):
        answers.unpublish_answer(message, reason="又一次", actor=cast.reviewer)
    assert PublicText.objects.get().stage == "draft"


def test_a_report_is_never_published(cast: Cast) -> None:
    report = bring_to(MessageStage.ANSWERED, cast, kind=MessageKind.REPORT, text="举报一件事")
    assert not report.consents_to_publication
    with pytest.raises(Refused):
        answers.save_public_text(report, **GOOD, actor=cast.officer)
