"""What a solicitation may say: period, ways, result; in sentences, and held by the database."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from feedback.actions.solicitations import AnswerEntry, answer_comments
from feedback.models import Solicitation
from foundation.access import Role
from foundation.organization import Membership
from foundation.people import User
from foundation.publishing.actions import release, submit
from foundation.workflow import Refused
from tests.cast import Cast
from tests.feedback.factories import TODAY, comment, ended, ended_now, make_solicitation, publish_since, running

SHORT = {"ends_on": TODAY + dt.timedelta(days=29)}
REASON = {"short_reason": "汛期临近。"}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "rule", **SHORT, **REASON}, "ends_on"),
        ({"kind": "normative", "touches_business": True, **SHORT, **REASON}, "ends_on"),
        ({"kind": "major_decision", **SHORT}, "short_reason"),
        ({"kind": "normative", **SHORT}, "short_reason"),
        ({"kind": "other", **SHORT}, "short_reason"),
        ({"ends_on": TODAY - dt.timedelta(days=1)}, "ends_on"),
        ({"takes_online": False}, "takes_online"),
    ],
)
def test_what_is_refused_in_a_sentence_and_by_the_database(cast: Cast, values: dict[str, Any], field: str) -> None:
    draft = Solicitation(
        **{
            "department": cast.police, "number": "2026-009", "kind": "normative", "title": "办法",
            "starts_on": TODAY, "ends_on": TODAY + dt.timedelta(days=30), **values,
        }
    )  # fmt: skip
    with pytest.raises(ValidationError) as refusal:
        draft.clean()
    assert list(refusal.value.message_dict) == [field]
    with pytest.raises(IntegrityError), transaction.atomic():
        draft.save()


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "rule"},
        {"kind": "normative", "touches_business": True},
        {"kind": "major_decision", **SHORT, **REASON},
        {"kind": "normative", **SHORT, **REASON},
        {"takes_online": False, "postal_address": "滨江大道168号"},
    ],
)
def test_what_is_allowed(cast: Cast, values: dict[str, Any]) -> None:
    draft = make_solicitation(cast.police, **values)
    draft.full_clean()


def test_exactly_thirty_days_are_enough(cast: Cast) -> None:
    make_solicitation(cast.police, kind="rule", ends_on=TODAY + dt.timedelta(days=30)).full_clean()


def test_it_is_not_released_into_a_period_that_runs_already(cast: Cast) -> None:
    draft = make_solicitation(cast.police, starts_on=TODAY)
    document = draft.make_document()
    noon = dt.datetime(2026, 6, 15, 12, tzinfo=dt.UTC)
    assert draft.find_release_blockers(document, at=noon) == []
    assert len(draft.find_release_blockers(document, at=noon + dt.timedelta(days=1))) == 1


@pytest.mark.parametrize(
    ("start", "end", "allowed"), [(0, 0, True), (0, 10, True), (0, -1, False), (1, 10, False), (-1, 0, False)]
)
def test_an_announced_period_may_only_be_extended(cast: Cast, start: int, end: int, allowed: bool) -> None:
    draft = running(cast).record
    draft.starts_on += dt.timedelta(days=start)
    draft.ends_on += dt.timedelta(days=end)
    assert (draft.find_blockers(draft.make_document()) == []) is allowed


def test_a_result_counts_its_comments_and_gives_the_reasons(cast: Cast) -> None:
    row = ended(cast)
    kept = [comment(row, f"意见{number}", consents=number == 0) for number in range(4)]
    record = row.record
    adopted, refused = AnswerEntry("改期限", "adopted", "已改。"), AnswerEntry("取消", "not_adopted", "上位法有规定。")
    answer_comments(record, [kept[0].pk, kept[1].pk], answer=adopted, actor=cast.editor)
    answer_comments(record, [kept[2].pk], answer=refused, actor=cast.editor)
    record.result_text = "公布结果。"
    document = record.make_document()
    assert document.result is not None
    assert document.result.figures == (4, 2, 0, 1)
    assert [(one.title, one.count, one.quotes) for one in document.result.answers] == [
        ("改期限", 2, ("意见0",)),
        ("取消", 1, ()),
    ]
    assert len(record.find_blockers(document)) == 1, "one comment has no answer yet"
    answer_comments(record, [kept[3].pk], answer=refused, actor=cast.editor)
    assert record.find_blockers(record.make_document()) == []


def with_result(cast: Cast, record: Solicitation) -> Solicitation:
    record.refresh_from_db()
    record.result_text = "公布结果。"
    record.save(update_fields=["result_text"])
    return record


def test_a_result_is_released_by_a_second_person_and_is_the_next_revision(cast: Cast) -> None:
    row = ended_now(cast)
    answer_comments(row.record, [comment(row).pk], answer=AnswerEntry("期限", "partly", "部分。"), actor=cast.editor)
    record = with_result(cast, row.record)
    candidate = submit(record, actor=cast.editor)
    Membership.objects.create(user=cast.editor, role=Role.REVIEWER, department=cast.police)
    with pytest.raises(Refused):
        release(candidate, actor=User.objects.get(pk=cast.editor.pk))
    release(candidate, actor=cast.reviewer)
    fresh = Solicitation.objects.get(pk=record.pk).published
    assert (fresh.revision_number, fresh.result_at is not None) == (2, True)
    assert fresh.first_public_at < fresh.published_at


def test_a_public_result_is_corrected_but_not_taken_away(cast: Cast) -> None:
    record = with_result(cast, ended_now(cast).record)
    release(submit(record, actor=cast.editor), actor=cast.reviewer)
    record = Solicitation.objects.get(pk=record.pk)
    record.result_text = "更正后的结果。"
    assert record.find_blockers(record.make_document()) == []
    record.result_text = " "
    assert len(record.find_blockers(record.make_document())) == 1


def test_a_result_is_not_released_while_the_period_runs(cast: Cast) -> None:
    row = running(cast, today=TODAY)
    record = with_result(cast, row.record)
    at = dt.datetime.combine(row.ends_on, dt.time(12), dt.UTC)
    assert len(record.find_release_blockers(record.make_document(), at=at)) == 1
    assert record.find_release_blockers(record.make_document(), at=at + dt.timedelta(days=1)) == []


def test_a_result_with_old_counts_is_not_released(cast: Cast) -> None:
    row = ended_now(cast)
    record = with_result(cast, row.record)
    candidate = submit(record, actor=cast.editor)
    comment(row)
    with pytest.raises(Refused):
        release(candidate, actor=cast.reviewer)


def test_without_comments_the_result_says_so(cast: Cast) -> None:
    record = with_result(cast, ended(cast).record)
    result = record.make_document().result
    assert result is not None
    assert result.figures == (0, 0, 0, 0)
    assert record.find_blockers(record.make_document()) == []


def test_personal_data_in_answers_and_quotes_is_found(cast: Cast) -> None:
    row = ended(cast)
    entry = AnswerEntry("期限", "adopted", "已电话答复13800138000。")
    answer_comments(row.record, [comment(row).pk], answer=entry, actor=cast.editor)
    record = with_result(cast, row.record)
    assert [finding.code for finding in record.find_leaks(record.make_document())] == ["mobile"]


def test_known_numbers_stay(cast: Cast) -> None:
    record = running(cast).record
    with pytest.raises(IntegrityError), transaction.atomic():
        Solicitation.objects.filter(pk=record.pk).update(number="2026-999")


def test_the_states_in_queries_are_those_of_the_rule(cast: Cast) -> None:
    rows = [running(cast), ended(cast), ended(cast, days=31)]
    soon = make_solicitation(cast.police, starts_on=TODAY + dt.timedelta(days=3))
    rows.append(publish_since(soon, editor=cast.editor, reviewer=cast.reviewer))
    model = type(rows[0])
    for day in (TODAY + dt.timedelta(days=number) for number in range(-80, 80, 7)):
        for state in ("upcoming", "running", "awaiting", "result"):
            found = set(model.objects.in_state(state, day).values_list("pk", flat=True))
            assert found == {row.pk for row in rows if row.state_on(day) == state}, (day, state)
    assert list(model.objects.overdue(TODAY)) == [rows[2]]
    assert rows[2].result_due_on == TODAY - dt.timedelta(days=1)
