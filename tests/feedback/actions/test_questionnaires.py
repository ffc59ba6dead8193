"""Sheets of answers: once for each form, in the period, fitting the questions, without a trace of who sent them."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from feedback.actions.questionnaires import GivenAnswer, send_sheet
from feedback.models import ResponseAnswer, ResponseSheet
from foundation.audit import AuditEntry
from foundation.workflow import Conflict, Refused
from tests.cast import Cast
from tests.feedback.factories import TODAY, sheet, survey

GOOD = {"single": GivenAnswer((1,)), "grade": GivenAnswer((4,))}


def test_a_sheet_keeps_places_texts_and_the_day(cast: Cast) -> None:
    given = {**GOOD, "several": GivenAnswer((0, 2)), "text": GivenAnswer(text="电话13900000001")}
    made = send_sheet(survey(cast), given, token=uuid.uuid4(), today=TODAY)
    kept = sorted(made.answers.values_list("question_key", "choice"), key=str)
    assert kept == [("grade", 4), ("several", 0), ("several", 2), ("single", 1), ("text", None)]
    assert made.given_on == TODAY
    columns = {field.name for model in (ResponseSheet, ResponseAnswer) for field in model._meta.get_fields()}
    assert columns == {
        "id", "questionnaire", "token", "given_on", "answers", "sheet", "question_key", "choice", "text"
    }, "nothing tells who it was, or when on that day"  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM feedback_responseanswer WHERE text IS NOT NULL")
        assert "139" not in cursor.fetchone()[0]


def test_nothing_of_a_sheet_is_in_the_audit_trail(cast: Cast) -> None:
    row = survey(cast)
    before = AuditEntry.objects.count()
    sheet(row)
    assert AuditEntry.objects.count() == before


def test_the_same_token_is_the_same_sheet(cast: Cast) -> None:
    row, token = survey(cast), uuid.uuid4()
    first = send_sheet(row, GOOD, token=token, today=TODAY)
    assert send_sheet(row, GOOD, token=token, today=TODAY + dt.timedelta(days=99)) == first
    with pytest.raises(Conflict):
        send_sheet(row, {**GOOD, "single": GivenAnswer((0,))}, token=token, today=TODAY)
    assert first.answers.get(question_key="single").choice == 1


@pytest.mark.parametrize(("days", "taken"), [(-6, False), (-5, True), (15, True), (16, False)])
def test_sheets_are_taken_in_the_period_only(cast: Cast, days: int, taken: bool) -> None:
    row, day = survey(cast), TODAY + dt.timedelta(days=days)
    if taken:
        assert send_sheet(row, GOOD, token=uuid.uuid4(), today=day).given_on == day
        return
    with pytest.raises(Refused):
        send_sheet(row, GOOD, token=uuid.uuid4(), today=day)


@pytest.mark.parametrize(
    "changes",
    [
        {"single": GivenAnswer()},
        {"single": GivenAnswer((2,))},
        {"single": GivenAnswer((-1,))},
        {"single": GivenAnswer((0, 1))},
        {"grade": GivenAnswer((5,))},
        {"grade": GivenAnswer(text="好")},
        {"several": GivenAnswer((0, 0))},
        {"several": GivenAnswer((3,))},
        {"text": GivenAnswer((0,))},
        {"text": GivenAnswer(text="长" * 1001)},
    ],
)
def test_answers_that_do_not_fit_are_refused(cast: Cast, changes: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        send_sheet(survey(cast), {**GOOD, **changes}, token=uuid.uuid4(), today=TODAY)
    assert not ResponseSheet.objects.exists()


def test_answers_to_unknown_questions_are_left_out(cast: Cast) -> None:
    made = send_sheet(survey(cast), {**GOOD, "other": GivenAnswer((0,))}, token=uuid.uuid4(), today=TODAY)
    assert made.answers.count() == 2


def test_a_sheet_stays_as_it_was_filled(cast: Cast) -> None:
    made = sheet(survey(cast))
    answer = made.answers.first()
    assert answer is not None
    for act in (
        lambda: ResponseSheet.objects.update(given_on=TODAY),
        lambda: ResponseAnswer.objects.filter(pk=answer.pk).update(choice=1),
        lambda: answer.delete(),
        lambda: ResponseAnswer.objects.create(sheet=made, question_key="single", choice=0),
        lambda: ResponseAnswer.objects.create(sheet=made, question_key="x", choice=0, text="both"),
        lambda: ResponseAnswer.objects.create(sheet=made, question_key="x"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
