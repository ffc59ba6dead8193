"""The question to the writer: the time stands still until the answer or the last day."""

import datetime as dt

import pytest

from feedback.actions import writer_questions
from feedback.models import Message
from feedback.states import MessageStage
from foundation.workflow import Refused
from tests.cast import Cast
from tests.feedback.message_cases import MONDAY, TUESDAY, bring_to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("message_rules")]
S = MessageStage


def test_waiting_for_the_writer_stops_the_clock_until_its_last_day(cast: Cast) -> None:
    message = bring_to(S.ASKING, cast)  # asked on Monday the 2nd, five working days: the 9th
    assert message.due_on is None
    with pytest.raises(Refused):
        writer_questions.stop_waiting(message, today=dt.date(2026, 3, 9), actor=cast.officer)
    message = writer_questions.stop_waiting(message, today=dt.date(2026, 3, 12), actor=cast.officer)
    assert message.due_on == dt.date(2026, 3, 16)  # from the last day on, not from the day somebody noticed


def test_the_nightly_job_goes_on_where_the_time_is_over(cast: Cast) -> None:
    bring_to(S.ASKING, cast)
    assert writer_questions.end_waiting_where_over(today=dt.date(2026, 3, 9)) == 0
    assert writer_questions.end_waiting_where_over(today=dt.date(2026, 3, 10)) == 1
    assert Message.objects.get().stage == S.HANDLING
    assert writer_questions.end_waiting_where_over(today=dt.date(2026, 3, 10)) == 0


def test_an_answer_given_by_phone_is_noted_with_teller_and_day(cast: Cast) -> None:
    wednesday = dt.date(2026, 3, 4)
    message = bring_to(S.HANDLING, cast)  # due on the 9th
    writer_questions.ask_writer(message, question="是哪一天？", today=MONDAY, actor=cast.officer)
    told = {"answer": "三月一日上午", "told_by": "留言人来电", "told_on": TUESDAY}
    for wrong in ({"answer": " "}, {"told_by": ""}, {"told_on": dt.date(2026, 3, 1)}, {"told_on": dt.date(2026, 3, 5)}):
        with pytest.raises(Refused):
            writer_questions.note_answer(message, **{**told, **wrong}, today=wednesday, actor=cast.officer)  # type: ignore[arg-type]
    message = writer_questions.note_answer(message, **told, today=wednesday, actor=cast.officer)  # type: ignore[arg-type]
    asked = message.questions.get()
    assert (asked.answer, asked.told_by, asked.told_on, asked.noted_by) == (*told.values(), cast.officer)
    assert (message.stage, message.due_on) == (S.HANDLING, dt.date(2026, 3, 10))  # one working day stood still
    assert message.facts.filter(kind="resumed").get().on == TUESDAY
