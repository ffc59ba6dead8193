"""Questions: what they may ask, and that they stay once they were public."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from feedback.models import Question, Questionnaire
from feedback.surveys import MOST_QUESTIONS
from foundation.publishing.actions import release, submit
from foundation.workflow import Refused
from tests.cast import Cast
from tests.feedback.factories import TODAY, make_questionnaire, sheet, survey


@pytest.mark.parametrize(
    ("kind", "options", "fits"),
    [
        ("single", "是\n否", True),
        ("several", "甲\n乙\n丙", True),
        ("grade", "", True),
        ("text", "", True),
        ("single", "", False),
        ("single", "只有一个", False),
        ("several", "甲\n甲", False),
        ("single", "\n".join(map(str, range(21))), False),
        ("single", f"甲\n{'长' * 101}", False),
        ("grade", "好\n坏", False),
        ("text", "好\n坏", False),
    ],
)
def test_possible_answers_fit_the_kind_of_question(cast: Cast, kind: str, options: str, fits: bool) -> None:
    draft = make_questionnaire(cast.police, questions=False)
    question = Question(questionnaire=draft, title="问题", kind=kind, options=options)
    if fits:
        question.full_clean()
        question.save()
        return
    with pytest.raises(ValidationError) as refusal:
        question.full_clean()
    assert list(refusal.value.message_dict) == ["options"]


@pytest.mark.parametrize(("kind", "options"), [("single", ""), ("several", ""), ("grade", "好"), ("text", "好")])
def test_the_database_holds_it_too(cast: Cast, kind: str, options: str) -> None:
    draft = make_questionnaire(cast.police, questions=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.create(questionnaire=draft, title="问题", kind=kind, options=options)


def test_the_days_are_in_order(cast: Cast) -> None:
    draft = make_questionnaire(cast.police)
    draft.ends_on = draft.starts_on - dt.timedelta(days=1)
    with pytest.raises(ValidationError):
        draft.clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        draft.save()


def test_without_questions_nothing_is_submitted(cast: Cast) -> None:
    with pytest.raises(Refused):
        submit(make_questionnaire(cast.police, questions=False), actor=cast.editor)


def test_too_many_questions_are_refused(cast: Cast) -> None:
    draft = make_questionnaire(cast.police, questions=False)
    for number in range(MOST_QUESTIONS + 1):
        Question.objects.create(questionnaire=draft, title=f"问题{number}", kind="grade")
    assert len(draft.find_blockers(draft.make_document())) == 1


def test_questions_that_were_public_stay(cast: Cast) -> None:
    record = survey(cast).record
    question = record.questions.get(key="grade")
    for act in (
        lambda: Question.objects.create(questionnaire=record, title="新", kind="grade"),
        lambda: Question.objects.filter(pk=question.pk).update(title="别的"),
        lambda: question.delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def test_questions_of_a_draft_may_change(cast: Cast) -> None:
    draft = make_questionnaire(cast.police)
    candidate = submit(draft, actor=cast.editor)
    draft.questions.filter(key="grade").update(title="别的")
    draft.questions.filter(key="text").delete()
    assert candidate.document["questions"][1]["title"] == "问题grade", "what was submitted stays as it is"


@pytest.mark.parametrize(("start", "end", "allowed"), [(0, 0, True), (0, 9, True), (0, -1, False), (1, 9, False)])
def test_an_announced_period_may_only_be_extended(cast: Cast, start: int, end: int, allowed: bool) -> None:
    record: Questionnaire = survey(cast).record
    record.starts_on += dt.timedelta(days=start)
    record.ends_on += dt.timedelta(days=end)
    assert (record.find_blockers(record.make_document()) == []) is allowed


@pytest.mark.parametrize(
    ("rule", "days", "allowed"),
    [("released", 0, False), ("released", 1, True), ("held", 0, True), ("after_end", 0, True)],
)
def test_results_are_not_released_before_the_end(cast: Cast, rule: str, days: int, allowed: bool) -> None:
    record = make_questionnaire(cast.police, results=rule)
    at = dt.datetime.combine(record.ends_on + dt.timedelta(days=days), dt.time(12), dt.UTC)
    assert (record.find_release_blockers(record.make_document(), at=at) == []) is allowed


def test_results_are_released_by_a_second_person(cast: Cast) -> None:
    row = survey(cast, start=-30, results="held")
    sheet(row)
    record: Any = row.record
    assert not row.shows_results_on(TODAY)
    record.results, record.results_text = "released", "感谢参与。"
    record.save(update_fields=["results", "results_text"])
    release(submit(record, actor=cast.editor), actor=cast.reviewer)
    fresh = Questionnaire.objects.get(pk=record.pk).published
    assert fresh.revision_number == 2
    assert fresh.shows_results_on(TODAY)


def test_personal_data_in_the_texts_is_found(cast: Cast) -> None:
    draft = make_questionnaire(cast.police, introduction="联系13800138000。")
    assert [finding.code for finding in draft.find_leaks(draft.make_document())] == ["mobile"]
