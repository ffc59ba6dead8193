"""``explain_deadline`` and ``recompute_deadlines`` as somebody types them."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from disclosure.models import ClockFact, Request
from disclosure.tasks import recompute_deadlines
from foundation.calendar_days import load_calendar
from tests.calendars import enter_calendars
from tests.cast import Cast
from tests.disclosure.register_cases import logged

pytestmark = pytest.mark.django_db


def explain(*words: str) -> list[str]:
    output = StringIO()
    call_command("explain_deadline", *words, stdout=output)
    return output.getvalue().splitlines()


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [
        ("2018-12-03", "", "2018-12-24"),
        ("2019-05-15", "", "2019-06-13"),
        ("2025-01-20", "20", "2025-02-21"),
        ("2026-02-13", "1", "2026-02-14"),
        ("2026-02-14", "1", "2026-02-24"),
        ("2025-09-26", "1", "2025-09-28"),
    ],
)
def test_the_last_line_is_the_due_date_and_the_steps_come_before(received: str, days: str, due: str):
    enter_calendars()
    lines = explain("--received", received, *(["--days", days] if days else []))
    assert lines[-1] == due
    assert lines[0].startswith(received)
    assert len(lines) >= 3


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--received", "2026-12-20"], "2027"),
        (["--received", "2008-04-30"], "2008-05-01"),
        (["--received", "2026-02-30"], "--received"),
        (["--received", "morgen"], "--received"),
        (["--received", "2026-03-02", "--days", "0"], "--days"),
        (["--received", "2026-03-02", "--days", "99999"], "--days"),
        ([], "--received"),
    ],
)
def test_what_cannot_be_computed_is_said_in_a_sentence(words: list[str], said: str):
    enter_calendars()
    with pytest.raises(CommandError, match=said):
        explain(*words)


def test_one_contradiction_is_named_and_holds_up_nobody(cast: Cast, capsys):
    odd, request = logged(cast), logged(cast)
    ClockFact.objects.create(request=odd, kind="corrected", on=dt.date(2026, 3, 9), recorded_by=cast.officer)
    Request.objects.update(due_on=dt.date(2026, 4, 1))
    output, errors = StringIO(), StringIO()
    with pytest.raises(CommandError, match="1"):
        call_command("recompute_deadlines", stdout=output, stderr=errors)
    assert output.getvalue().splitlines() == [f"{request.number}  2026-04-01 -> 2026-03-30", "moved 1"]
    assert odd.number in errors.getvalue()
    assert "收到补正" in errors.getvalue()
    assert list(Request.objects.order_by("pk").values_list("due_on", flat=True)) == [
        dt.date(2026, 4, 1),
        dt.date(2026, 3, 30),
    ]
    with pytest.raises(RuntimeError, match=odd.number):
        recompute_deadlines()


def test_recomputing_lists_what_moved_and_again_nothing(cast: Cast):
    request = logged(cast)
    Request.objects.update(due_on=dt.date(2026, 4, 1))
    output = StringIO()
    call_command("recompute_deadlines", stdout=output)
    assert output.getvalue().splitlines() == [f"{request.number}  2026-04-01 -> 2026-03-30", "moved 1"]
    assert recompute_deadlines() == 0
    assert load_calendar().is_workday(dt.date(2026, 3, 30))
