"""Comments: sent once and in time, entered from paper, answered, quoted, read on record."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from feedback.actions.solicitations import (
    AnswerEntry,
    CommentEntry,
    answer_comments,
    change_answer,
    change_quote,
    enter_comment,
    read_commenter,
    send_comment,
)
from feedback.models import Comment, CommentGroup, PublishedSolicitation
from foundation.audit import Act, AuditEntry
from foundation.clock import local_now
from foundation.workflow import Conflict, Refused
from tests.cast import Cast
from tests.feedback.factories import TODAY, comment, ended, make_solicitation, paper_comment, running

ENTRY = CommentEntry("建议改为十日。", part="第二条", name="钱小样", contact="13900000001", consents=True)
YES = AnswerEntry("期限", "adopted", "已改。")


def test_a_comment_gets_a_number_and_is_encrypted(cast: Cast) -> None:
    made = send_comment(running(cast), ENTRY, token=uuid.uuid4(), today=TODAY)
    assert made.number == "YJ2026-00001"
    assert (made.channel, made.received_on, made.made_by) == ("online", TODAY, None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT one::text FROM feedback_comment one")
        row = cursor.fetchone()[0]
    for words in ("钱小样", "13900000001", "十日", "第二条"):
        assert words not in row
    entry = AuditEntry.objects.get(act=Act.COMMENT_SENT)
    assert (entry.actor, entry.detail) == (None, {"comment": made.number})


def test_the_same_token_is_the_same_comment(cast: Cast) -> None:
    row, token = running(cast), uuid.uuid4()
    first = send_comment(row, ENTRY, token=token, today=TODAY)
    assert send_comment(row, ENTRY, token=token, today=TODAY + dt.timedelta(days=99)) == first
    with pytest.raises(Conflict, match=first.number):
        send_comment(row, CommentEntry("别的"), token=token, today=TODAY)
    assert Comment.objects.get().text == ENTRY.text


@pytest.mark.parametrize(("days", "taken"), [(-11, False), (-10, True), (30, True), (31, False)])
def test_comments_are_taken_in_the_period_only(cast: Cast, days: int, taken: bool) -> None:
    row, day = running(cast), TODAY + dt.timedelta(days=days)
    if taken:
        assert send_comment(row, ENTRY, token=uuid.uuid4(), today=day).received_on == day
        return
    with pytest.raises(Refused):
        send_comment(row, ENTRY, token=uuid.uuid4(), today=day)
    assert not Comment.objects.exists()


def test_comments_are_taken_on_the_site_only_where_it_says_so(cast: Cast) -> None:
    row = running(cast, takes_online=False, postal_address="滨江大道168号")
    with pytest.raises(Refused):
        send_comment(row, ENTRY, token=uuid.uuid4(), today=TODAY)


@pytest.mark.parametrize(
    ("text", "public"),
    [("请致电13800138000。", "请致电138****8000。"), ("没有号码。", "没有号码。")],
)
def test_the_quotation_is_masked_from_the_start(cast: Cast, text: str, public: str) -> None:
    row = running(cast)
    assert comment(row, text, consents=True).public_text == public
    assert comment(row, text).public_text is None


def test_the_database_quotes_nobody_without_consent(cast: Cast) -> None:
    made = comment(running(cast))
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=made.pk).update(public_text="x")


def test_a_comment_stays_as_it_came(cast: Cast) -> None:
    made = comment(running(cast))
    for change in ({"number": "YJ1"}, {"received_on": TODAY}, {"channel": "post", "made_by": cast.editor}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Comment.objects.filter(pk=made.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        made.delete()


def test_comments_from_paper_name_who_entered_them(cast: Cast) -> None:
    row = running(cast)
    made = paper_comment(row, cast.editor)
    assert (made.channel, made.made_by, made.received_on) == ("post", cast.editor, row.starts_on)
    assert AuditEntry.objects.get(act=Act.COMMENT_ENTERED).actor == cast.editor
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=made.pk).update(made_by=None)


@pytest.mark.parametrize(
    ("channel", "days", "today", "allowed"),
    [
        ("post", 0, 0, True),
        ("email", 30, 40, True),
        ("meeting", -10, 0, True),
        ("post", -11, 0, False),
        ("post", 31, 40, False),
        ("post", 1, 0, False),
        ("online", 0, 0, False),
    ],
)
def test_when_a_comment_from_paper_counts(cast: Cast, channel: str, days: int, today: int, allowed: bool) -> None:
    record = running(cast).record
    given = {"channel": channel, "received_on": TODAY + dt.timedelta(days=days), "actor": cast.editor}
    if allowed:
        assert enter_comment(record, ENTRY, today=TODAY + dt.timedelta(days=today), **given).pk
        return
    with pytest.raises(Refused):
        enter_comment(record, ENTRY, today=TODAY + dt.timedelta(days=today), **given)


def test_nothing_is_entered_for_a_draft_that_was_never_public(cast: Cast) -> None:
    record = make_solicitation(cast.police)
    with pytest.raises(Refused):
        enter_comment(record, ENTRY, channel="post", received_on=TODAY, actor=cast.editor, today=TODAY)


def test_several_comments_share_an_answer(cast: Cast) -> None:
    row = ended(cast)
    one, two, three = (comment(row, f"意见{number}") for number in range(3))
    group = answer_comments(row.record, [one.pk, two.pk], answer=YES, actor=cast.editor)
    answer_comments(row.record, [three.pk], answer=group, actor=cast.editor)
    assert list(group.comments.all()) == [one, two, three]
    assert not Comment.objects.unanswered().exists()
    entry = AuditEntry.objects.filter(act=Act.COMMENT_ANSWERED).latest("pk")
    assert entry.detail == {"comments": [three.number], "outcome": "adopted"}


def test_who_answered_had_a_hand_in_the_result(cast: Cast) -> None:
    row = ended(cast)
    answer_comments(row.record, [comment(row).pk], answer=YES, actor=cast.second_editor)
    row.record.refresh_from_db()
    assert row.record.updated_by == cast.second_editor


def test_an_answer_without_comments_goes(cast: Cast) -> None:
    row = ended(cast)
    one = comment(row)
    answer_comments(row.record, [one.pk], answer=YES, actor=cast.editor)
    answer_comments(row.record, [one.pk], answer=AnswerEntry("别的", "partly", "部分。"), actor=cast.editor)
    assert [group.title for group in CommentGroup.objects.all()] == ["别的"]


@pytest.mark.parametrize("reason", ["", "  "])
def test_every_answer_gives_its_reason(cast: Cast, reason: str) -> None:
    row = ended(cast)
    with pytest.raises(ValidationError):
        answer_comments(row.record, [comment(row).pk], answer=AnswerEntry("期限", "adopted", reason), actor=cast.editor)
    assert not CommentGroup.objects.exists()


def test_answers_and_comments_of_two_drafts_do_not_mix(cast: Cast) -> None:
    here, there = ended(cast), ended(cast)
    mine, foreign = comment(here), comment(there)
    group = answer_comments(there.record, [foreign.pk], answer=YES, actor=cast.editor)
    for keys, answer in (([foreign.pk], YES), ([mine.pk, foreign.pk], YES), ([mine.pk], group), ([], YES)):
        with pytest.raises(Refused):
            answer_comments(here.record, keys, answer=answer, actor=cast.editor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=mine.pk).update(group=group)


def test_an_answer_is_worded_anew_for_all(cast: Cast) -> None:
    row = ended(cast)
    group = answer_comments(row.record, [comment(row).pk], answer=YES, actor=cast.editor)
    change_answer(group, AnswerEntry("期限", "not_adopted", "不改。"), edit_version=1, actor=cast.editor)
    group.refresh_from_db()
    assert (group.outcome, group.reason) == ("not_adopted", "不改。")
    assert AuditEntry.objects.filter(act=Act.COMMENT_ANSWER_CHANGED).count() == 1


def test_a_quotation_is_changed_or_held_back(cast: Cast) -> None:
    made = comment(running(cast), "王大样说：改。", consents=True)
    change_quote(made, " 有人说：改，电话13800138000。", edit_version=1, actor=cast.editor)
    made.refresh_from_db()
    assert made.public_text == "有人说：改，电话138****8000。"
    change_quote(made, "  ", edit_version=2, actor=cast.editor)
    made.refresh_from_db()
    assert made.public_text is None
    quoted = [
        entry.detail["quoted"] for entry in AuditEntry.objects.filter(act=Act.COMMENT_QUOTE_CHANGED).order_by("pk")
    ]
    assert quoted == [True, False]


def test_who_opened_an_older_answer_or_quotation_overwrites_nothing(cast: Cast) -> None:
    row = ended(cast)
    made = comment(row, consents=True)
    group = answer_comments(row.record, [made.pk], answer=YES, actor=cast.editor)
    change_answer(group, AnswerEntry("期限", "partly", "改一半。"), edit_version=1, actor=cast.editor)
    change_quote(made, "改一半。", edit_version=1, actor=cast.editor)
    with pytest.raises(Conflict):
        change_answer(group, YES, edit_version=1, actor=cast.second_editor)
    with pytest.raises(Conflict):
        change_quote(made, "改。", edit_version=1, actor=cast.second_editor)
    group.refresh_from_db()
    made.refresh_from_db()
    assert (group.reason, made.public_text) == ("改一半。", "改一半。")


def test_after_the_result_nothing_is_entered(cast: Cast) -> None:
    row = ended(cast)
    PublishedSolicitation.objects.filter(pk=row.pk).update(result_at=local_now())
    with pytest.raises(Refused):
        paper_comment(row, cast.editor)


def test_nobody_is_quoted_against_his_will(cast: Cast) -> None:
    made = comment(running(cast))
    with pytest.raises(Refused):
        change_quote(made, "改。", edit_version=1, actor=cast.editor)


def test_reading_who_wrote_is_recorded(cast: Cast) -> None:
    made = comment(running(cast), name="钱小样")
    with pytest.raises(Refused, match="事由"):
        read_commenter(made, occasion="", actor=cast.editor)
    assert not AuditEntry.objects.filter(act=Act.PERSONAL_READ).exists()
    assert read_commenter(made, occasion="contact", actor=cast.editor).name == "钱小样"
    entry = AuditEntry.objects.get(act=Act.PERSONAL_READ)
    assert entry.detail["occasion"] == "contact"
    assert (entry.target_id, entry.department_id) == (str(made.pk), cast.police.pk)


@pytest.mark.parametrize("who", ["reviewer", "other_editor", "officer", "manager", "auditor", "nobody"])
def test_only_editors_of_the_department_act(cast: Cast, who: str) -> None:
    row = ended(cast)
    made, actor = comment(row, consents=True), getattr(cast, who)
    group = answer_comments(row.record, [made.pk], answer=YES, actor=cast.editor)
    for act in (
        lambda: paper_comment(row, actor),
        lambda: answer_comments(row.record, [made.pk], answer=YES, actor=actor),
        lambda: change_answer(group, YES, edit_version=1, actor=actor),
        lambda: change_quote(made, "改", edit_version=1, actor=actor),
        lambda: read_commenter(made, occasion="contact", actor=actor),
    ):
        with pytest.raises(PermissionDenied):
            act()
