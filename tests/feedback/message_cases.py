"""Messages for tests, brought to a stage by the real verbs."""

import datetime as dt
import uuid
from typing import Any

from feedback.actions import handling, messages, replies, writer_questions
from feedback.actions.answers import masked_texts, publish_answer, save_public_text, submit_public_text
from feedback.entries import MessageEntry, WriterEntry
from feedback.models import Message, Reply
from feedback.reference import load_limits
from feedback.states import Ending, MessageKind, MessageStage
from tests.calendars import enter_calendars
from tests.cast import Cast

MONDAY = dt.date(2026, 3, 2)
TUESDAY = dt.date(2026, 3, 3)
WRITER = WriterEntry(name="赵小样", phone="13800001234")


def load_rules() -> None:
    """Load the calendars and the times for replies."""
    enter_calendars()
    load_limits()


def entry(**changes: Any) -> MessageEntry:
    """Return a complaint without personal data in it."""
    plain: dict[str, Any] = {
        "kind": MessageKind.COMPLAINT,
        "subject": "三号窗口排队两小时",
        "text": "上午九点取号，十一点才办上，窗口只有一个人。",
        "writer": WRITER,
        "consents_to_publication": True,
    }
    return MessageEntry(**{**plain, **changes})


def send(today: dt.date = MONDAY, **changes: Any) -> Message:
    """Send a message of the public form."""
    made, _code = messages.send_message(entry(**changes), token=uuid.uuid4(), today=today)
    return made


def bring_to(stage: str, cast: Cast, *, today: dt.date = MONDAY, **changes: Any) -> Message:
    """Send a message and bring it to a stage, handled by the police."""
    message = send(today, **changes)
    if stage == MessageStage.RECEIVED:
        return message
    if stage == MessageStage.WITHDRAWN:
        return messages.withdraw(message, today=today)
    message = handling.route(message, department=cast.police, reason="属公安窗口", actor=cast.chief_officer)
    if stage == MessageStage.ROUTED:
        return message
    message = handling.accept(message, today=today, actor=cast.officer)
    if stage == MessageStage.HANDLING:
        return message
    if stage == MessageStage.ASKING:
        return writer_questions.ask_writer(message, question="哪一天？", today=today, actor=cast.officer)
    message = replies.save_reply(message, text="已增开窗口。", ending=Ending.SOLVED, actor=cast.officer)
    message = replies.submit_reply(message, edit_version=1, actor=cast.officer)
    if stage == MessageStage.APPROVING:
        return message
    message = replies.send_reply(message, edit_version=1, today=today, actor=cast.reviewer)
    if stage == MessageStage.ANSWERED:
        return message
    return replies.judge(message, solved="not", remark="还是排队")


def draft(message: Message) -> Reply:
    """Return the reply that is not sent yet."""
    found = replies.draft_of(message)
    assert found is not None
    return found


def publish(message: Message, cast: Cast) -> Message:
    """Publish the masked texts of an answered message."""
    save_public_text(message, **masked_texts(message), actor=cast.officer)
    submit_public_text(message, edit_version=1, actor=cast.officer)
    return publish_answer(message, edit_version=1, actor=cast.reviewer)
