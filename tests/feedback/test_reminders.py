"""Reminders of messages."""

import datetime as dt

import pytest

from feedback.actions import replies, writer_questions
from feedback.actions.reminders import remind_all
from feedback.models import Message, MessageReminder
from feedback.reminders import Standing, occasions
from feedback.states import MessageStage
from feedback.tasks import recompute_deadlines, remind
from foundation.calendar_days import load_calendar
from foundation.clock import local_today
from foundation.job_runs import last_run
from foundation.workdays import WorkCalendar
from tests.cast import Cast
from tests.feedback.message_cases import MONDAY, bring_to, load_rules, send

PLAIN = WorkCalendar.build(range(2026, 2027), {})
S = MessageStage


def day(offset: int) -> dt.date:
    """Return a day after the Monday."""
    return MONDAY + dt.timedelta(offset)


@pytest.mark.parametrize(
    ("standing", "today", "expected"),
    [
        (Standing(S.HANDLING, day(0), due_on=day(7)), day(2), {}),
        (Standing(S.HANDLING, day(0), due_on=day(7)), day(3), {"due_soon": day(7)}),
        (Standing(S.HANDLING, day(0), due_on=day(7)), day(7), {"due_soon": day(7)}),
        (Standing(S.HANDLING, day(0), due_on=day(7)), day(8), {"overdue": day(7)}),
        (Standing(S.APPROVING, day(0), due_on=day(7)), day(200), {"overdue": day(7)}),
        (Standing(S.ASKING, day(0)), day(100), {}),
        (Standing(S.RECEIVED, day(0), due_on=day(30)), day(1), {}),
        (Standing(S.RECEIVED, day(0), due_on=day(30)), day(2), {"unassigned": day(0)}),
        (Standing(S.RECEIVED, day(4), due_on=day(30)), day(7), {}),  # Friday to Monday
        (Standing(S.ROUTED, day(0), due_on=day(30), assigned_on=day(3)), day(4), {}),
        (Standing(S.ROUTED, day(0), due_on=day(30), assigned_on=day(3)), day(7), {"unaccepted": day(3)}),
        (Standing(S.ROUTED, day(0), notice_due_on=day(15), assigned_on=day(8)), day(9), {}),
        (Standing(S.ROUTED, day(0), notice_due_on=day(15), assigned_on=day(9)), day(10), {"notice_due": day(15)}),
        (Standing(S.ANSWERED, day(0), due_on=day(1)), day(9), {}),
        (Standing(S.WITHDRAWN, day(0), due_on=day(1)), day(9), {}),
        (Standing(S.OBJECTED, day(0), objected_on=day(5)), day(5), {"objection": day(5)}),
        (Standing(S.ANSWERED, day(0), supervision_due_on=day(5)), day(5), {}),
        (Standing(S.ANSWERED, day(0), supervision_due_on=day(5)), day(6), {"supervision_over": day(5)}),
        (Standing(S.WITHDRAWN, day(0), supervision_due_on=day(5)), day(6), {}),
        (Standing(S.RECEIVED, day(6), supervision_due_on=day(5)), day(6), {}),
    ],
)
def test_what_stands(standing: Standing, today: dt.date, expected: dict[str, dt.date]) -> None:
    assert occasions(standing, PLAIN, today=today) == expected


@pytest.fixture
def _rules(db: None) -> None:
    load_rules()


@pytest.mark.usefixtures("_rules")
def test_reminders_are_raised_once_and_settled(cast: Cast) -> None:
    message, calendar = bring_to(S.HANDLING, cast), load_calendar()
    for _night in range(2):
        assert remind_all(calendar, today=day(8)) == (1, 0)
    assert list(MessageReminder.objects.values_list("kind", "day", "ended_at")) == [("overdue", day(7), None)]
    message = replies.save_reply(message, text="已办", ending="solved", actor=cast.officer)
    message = replies.submit_reply(message, edit_version=1, actor=cast.officer)
    replies.send_reply(message, edit_version=1, today=day(9), actor=cast.reviewer)
    remind_all(calendar, today=day(9))
    assert not MessageReminder.objects.standing().exists()
    run = last_run("feedback.remind")
    assert run is not None
    assert run.failed == 0


@pytest.mark.usefixtures("_rules")
def test_a_message_that_fails_stops_no_other(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = bring_to(S.HANDLING, cast), bring_to(S.HANDLING, cast, text="另一件")
    whole = Message.notice_due_on.fget

    def broken(message: Message) -> dt.date | None:
        if message.pk == first.pk:
            raise ArithmeticError
        assert whole is not None
        return whole(message)

    monkeypatch.setattr(Message, "notice_due_on", property(broken))
    assert remind_all(load_calendar(), today=day(8)) == (2, 1)
    assert MessageReminder.objects.get().message == second


@pytest.mark.usefixtures("_rules")
def test_waiting_for_a_writer_ends_by_itself(cast: Cast) -> None:
    message = bring_to(S.ASKING, cast)  # asked on Monday, five working days: until the next Monday
    assert writer_questions.end_waiting_where_over(today=day(7)) == 0
    assert writer_questions.end_waiting_where_over(today=day(30)) == 1
    message.refresh_from_db()
    assert (message.stage, message.due_on) == (S.HANDLING, day(14))  # not one day for having been noticed late


@pytest.mark.usefixtures("_rules")
def test_the_jobs_do_it_for_today() -> None:
    today = local_today()
    send(today - dt.timedelta(40))
    Message.objects.update(due_on=today + dt.timedelta(300))
    assert recompute_deadlines() == 1
    assert remind(0) == 1
    assert set(MessageReminder.objects.values_list("kind", flat=True)) == {"overdue", "unassigned", "notice_due"}
