"""Replies: two people, exact texts, the writer's verdict, and what follows from it."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from feedback.actions import replies
from feedback.models import Message, PublishedAnswer, Reply, Verdict
from feedback.states import Ending, MessageStage
from foundation.access import Role
from foundation.organization import Membership
from foundation.people import User
from foundation.workflow import Conflict, Refused
from tests.cast import Cast
from tests.feedback.message_cases import MONDAY, TUESDAY, bring_to, draft, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("message_rules")]
S = MessageStage


def with_both_roles(cast: Cast) -> User:
    """Return an officer who is a reviewer of the same department, too."""
    Membership.objects.create(user=cast.officer, role=Role.REVIEWER, department=cast.police)
    return User.objects.get(pk=cast.officer.pk)


@pytest.mark.parametrize(
    ("text", "ending", "basis"),
    [
        ("", Ending.SOLVED, ""),
        ("  ", Ending.SOLVED, ""),
        ("已办", "odd", ""),
        ("已办", Ending.WITHDRAWN, ""),
        ("不办", Ending.REFUSED, " "),
        ("不归我们", Ending.OUT_OF_SCOPE, ""),
    ],
)
def test_an_incomplete_reply_is_not_kept(cast: Cast, text: str, ending: str, basis: str) -> None:
    message = bring_to(S.HANDLING, cast)
    with pytest.raises(Refused):
        replies.save_reply(message, text=text, ending=ending, basis=basis, actor=cast.officer)
    assert not Reply.objects.exists()


def test_who_wrote_or_submitted_never_sends(cast: Cast) -> None:
    message = bring_to(S.APPROVING, cast)
    with pytest.raises(Refused):
        replies.send_reply(message, edit_version=1, today=MONDAY, actor=with_both_roles(cast))
    with pytest.raises(IntegrityError), transaction.atomic():
        Reply.objects.update(stage="sent", sent_by=cast.officer, sent_at=message.received_at)


def test_only_the_text_that_was_seen_is_sent(cast: Cast) -> None:
    message = bring_to(S.APPROVING, cast)
    message = replies.recall_reply(message, actor=cast.officer)
    message = replies.save_reply(message, text="改过。", ending=Ending.EXPLAINED, edit_version=1, actor=cast.officer)
    message = replies.submit_reply(message, edit_version=2, actor=cast.officer)
    with pytest.raises(Conflict):
        replies.send_reply(message, edit_version=1, today=MONDAY, actor=cast.reviewer)
    message = replies.send_reply(message, edit_version=2, today=TUESDAY, actor=cast.reviewer)
    assert (message.ending, message.answered_on, message.due_on) == (Ending.EXPLAINED, TUESDAY, None)
    assert message.reply_was_due_on == dt.date(2026, 3, 9)


def test_what_was_sent_never_changes(cast: Cast) -> None:
    message = bring_to(S.ANSWERED, cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        message.replies.update(ending=Ending.REFUSED, basis="改")
    with pytest.raises(IntegrityError), transaction.atomic():
        message.replies.all().delete()
    with pytest.raises(Conflict):
        replies.save_reply(message, text="再写", ending=Ending.SOLVED, actor=cast.officer)


def test_a_returned_reply_says_what_to_change_until_it_is_submitted_again(cast: Cast) -> None:
    message = bring_to(S.APPROVING, cast)
    with pytest.raises(Refused):
        replies.return_reply(message, note=" ", actor=cast.reviewer)
    message = replies.return_reply(message, note="写明日期", actor=cast.reviewer)
    assert (message.stage, draft(message).return_note) == (S.HANDLING, "写明日期")
    replies.submit_reply(message, edit_version=1, actor=cast.officer)
    assert draft(message).return_note == ""


@pytest.mark.parametrize(("solved", "stage"), [("solved", S.ANSWERED), ("partly", S.ANSWERED), ("not", S.OBJECTED)])
def test_the_writer_judges_once(cast: Cast, solved: str, stage: str) -> None:
    message = replies.judge(bring_to(S.ANSWERED, cast), solved=solved, remark="说明")
    assert message.stage == stage
    with pytest.raises(Conflict):
        replies.judge(message, solved="solved")
    assert Verdict.objects.count() == 1


def test_opened_again_the_time_begins_anew_and_what_was_public_is_not_any_more(cast: Cast) -> None:
    message = replies.judge(publish(bring_to(S.ANSWERED, cast), cast), solved="not")
    message = replies.reopen(message, today=dt.date(2026, 3, 16), actor=cast.chief_officer)
    assert (message.stage, message.ending, message.due_on) == (S.HANDLING, "", dt.date(2026, 3, 23))
    assert not PublishedAnswer.objects.exists()
    assert Verdict.objects.get().is_reopened


def test_a_refused_reopening_has_reasons_and_is_final_for_this_reply(cast: Cast) -> None:
    message = bring_to(S.OBJECTED, cast)
    with pytest.raises(Refused):
        replies.refuse_reopening(message, reason="", actor=cast.chief_officer)
    message = replies.refuse_reopening(message, reason="已复核", actor=cast.chief_officer)
    assert message.stage == S.ANSWERED
    assert Verdict.objects.get().answer == "已复核"
    for again in (replies.reopen, replies.refuse_reopening):
        words = {"today": MONDAY} if again is replies.reopen else {"reason": "又一次"}
        with pytest.raises(Conflict):
            again(message, actor=cast.chief_officer, **words)  # type: ignore[operator]


def test_a_second_reply_has_its_own_number_and_verdict(cast: Cast) -> None:
    message = replies.reopen(bring_to(S.OBJECTED, cast), today=TUESDAY, actor=cast.chief_officer)
    message = replies.save_reply(message, text="又办了。", ending=Ending.SOLVED, actor=cast.officer)
    message = replies.submit_reply(message, edit_version=1, actor=cast.officer)
    message = replies.send_reply(message, edit_version=1, today=TUESDAY, actor=cast.reviewer)
    replies.judge(message, solved="solved")
    assert [(r.sequence, r.verdict.solved) for r in message.replies.all()] == [(1, "not"), (2, "solved")]
    assert Message.objects.get().stage == S.ANSWERED


def test_no_reply_leaves_with_a_blank_of_its_template(cast: Cast) -> None:
    message = bring_to("handling", cast)
    message = replies.save_reply(message, text="您好！\n【请填写】", ending="explained", actor=cast.officer)
    with pytest.raises(Refused):
        replies.submit_reply(message, edit_version=1, actor=cast.officer)
