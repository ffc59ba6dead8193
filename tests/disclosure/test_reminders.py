"""Reminders follow how things stand: raised once, settled when the occasion has passed, never lost."""

import datetime as dt

import pytest

from disclosure.actions import clock, consultations
from disclosure.actions import reminders as actions
from disclosure.deadlines import Deadline, Waiting
from disclosure.models import Reminder, Request
from disclosure.regulations import REGULATION_2019
from disclosure.reminders import occasions
from disclosure.staff import desk
from foundation.calendar_days import load_calendar
from foundation.job_runs import JobRun, last_run
from foundation.workdays import WorkCalendar
from tests.cast import Cast
from tests.disclosure.register_cases import TODAY, awaiting_fee, concluded, correcting, logged, waiting

CALENDAR = WorkCalendar.build([2025, 2026], {})
FRIDAY = dt.date(2026, 3, 20)
THURSDAY = dt.date(2026, 3, 19)


def deadline(due_on=None, waiting_for=None, until=None) -> Deadline:
    return Deadline(REGULATION_2019, due_on, (), waiting_for, until)


@pytest.mark.parametrize(
    ("stage", "state", "wanted"),
    [
        ("handling", deadline(dt.date(2026, 3, 19)), {"overdue": dt.date(2026, 3, 19)}),
        ("releasing", deadline(dt.date(2026, 3, 20)), {"due_soon": dt.date(2026, 3, 20)}),
        ("handling", deadline(dt.date(2026, 3, 27)), {"due_soon": dt.date(2026, 3, 27)}),
        ("handling", deadline(dt.date(2026, 3, 30)), {}),
        ("handling", deadline(), {}),
        ("correcting", deadline(None, Waiting.CORRECTION, THURSDAY), {"correction_over": THURSDAY}),
        ("correcting", deadline(None, Waiting.CORRECTION, FRIDAY), {}),
        ("correcting", deadline(None, Waiting.CORRECTION), {}),
        ("fee", deadline(None, Waiting.FEE, dt.date(2026, 3, 18)), {"fee_over": dt.date(2026, 3, 18)}),
        ("concluded", deadline(dt.date(2026, 3, 1)), {}),
        ("dismissed", None, {}),
    ],
)  # fmt: skip
def test_the_clock_raises(stage, state, wanted):
    assert occasions(stage, dt.date(2026, 2, 2), state, [], CALENDAR, today=FRIDAY) == wanted


@pytest.mark.parametrize(
    ("arrived_on", "raised"),
    [(dt.date(2026, 3, 20), False), (dt.date(2026, 3, 19), False), (dt.date(2026, 3, 18), True)],
)
def test_receipt_is_confirmed_within_a_working_day(arrived_on, raised):
    assert bool(occasions("submitted", arrived_on, None, [], CALENDAR, today=FRIDAY)) is raised


def test_a_weekend_is_no_working_day():
    assert occasions("submitted", FRIDAY, None, [], CALENDAR, today=dt.date(2026, 3, 23)) == {}


def test_without_the_calendar_every_day_counts():
    today = dt.date(2027, 3, 5)
    assert occasions("submitted", dt.date(2027, 3, 3), None, [], CALENDAR, today=today)


def test_the_oldest_question_is_told():
    asked = [dt.date(2026, 3, 20), dt.date(2026, 3, 18), dt.date(2026, 3, 25)]
    found = occasions("handling", FRIDAY, deadline(dt.date(2026, 5, 4)), asked, CALENDAR, today=FRIDAY)
    assert found == {"consultation_over": dt.date(2026, 3, 18)}


def standing() -> set[tuple[str, dt.date]]:
    return set(Reminder.objects.standing().values_list("kind", "day"))


@pytest.mark.django_db
def test_raised_once_escalated_and_settled(cast: Cast):
    request = logged(cast)  # due on 2026-03-30
    calendar = load_calendar()
    actions.remind_all(calendar, today=TODAY)
    assert standing() == set()
    for _night in range(2):
        actions.remind_all(calendar, today=dt.date(2026, 3, 23))
    assert standing() == {("due_soon", dt.date(2026, 3, 30))}
    raised_at = Reminder.objects.get().raised_at
    actions.remind_all(calendar, today=dt.date(2026, 4, 20))  # three weeks without the job
    assert standing() == {("overdue", dt.date(2026, 3, 30))}
    proposal = clock.propose_extension(request, days=20, reason="需要核对", actor=cast.officer)
    clock.decide_extension(proposal, approve=True, on=dt.date(2026, 3, 30), actor=cast.manager)
    actions.remind_all(calendar, today=dt.date(2026, 4, 20))
    assert standing() == {("due_soon", dt.date(2026, 4, 27))}
    assert Reminder.objects.get(kind="due_soon").raised_at > raised_at
    assert Reminder.objects.get(kind="overdue").ended_at is not None


@pytest.mark.django_db
def test_each_occasion_from_the_register(cast: Cast):
    waiting(cast), correcting(cast), awaiting_fee(cast), concluded(cast)
    request = logged(cast)
    consultations.consult(
        request, kind="third_party", party="范例公司", question="请提出意见。", on=dt.date(2026, 3, 3),
        actor=cast.officer, today=TODAY,
    )  # fmt: skip
    actions.remind_all(load_calendar(), today=dt.date(2026, 4, 20))
    kinds = {kind for kind, _day in standing()}
    assert kinds >= {"unconfirmed", "correction_over", "fee_over", "consultation_over"}
    assert not Reminder.objects.filter(request__stage="concluded").exists()


@pytest.mark.django_db
def test_one_that_fails_stops_no_other(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    bad, good = logged(cast), logged(cast)
    deadline_of = actions.deadline_of

    def sometimes(request: Request, calendar: WorkCalendar) -> Deadline | None:
        if request.pk == bad.pk:
            raise ValueError("broken")
        return deadline_of(request, calendar)

    monkeypatch.setattr(actions, "deadline_of", sometimes)
    assert actions.remind_all(load_calendar(), today=dt.date(2026, 3, 24)) == (2, 1)
    assert Reminder.objects.get().request == good
    assert (last_run(actions.JOB).handled, last_run(actions.JOB).failed) == (2, 1)
    monkeypatch.undo()
    actions.remind_all(load_calendar(), today=dt.date(2026, 3, 24))
    assert Reminder.objects.count() == 2


@pytest.mark.django_db
def test_the_desk_tells_officer_and_head(cast: Cast):
    logged(cast)

    def figures(user) -> dict[str, tuple[int, bool]]:
        return {e.url: (e.number, e.urgent) for e in desk(user, TODAY) if "/reminders/" in e.url}

    address = "/staff/disclosure/reminders/"
    assert figures(cast.manager)[address] == (0, True)  # never checked
    actions.remind_all(load_calendar(), today=dt.date(2026, 4, 20))
    assert figures(cast.officer) == {f"{address}?mine=1": (1, True), address: (1, False)}
    assert figures(cast.manager) == {f"{address}?kind=overdue": (1, True), address: (0, False)}
    JobRun.objects.update(finished_at=last_run(actions.JOB).finished_at - dt.timedelta(hours=5))
    assert figures(cast.manager)[address] == (5, True)
    assert figures(cast.auditor) == {}


@pytest.mark.django_db
def test_the_list_and_the_case_show_them(cast: Cast, client):
    request = logged(cast)
    client.force_login(cast.officer)
    assert "errornote" in client.get("/staff/disclosure/reminders/").text
    actions.remind_all(load_calendar(), today=dt.date(2026, 4, 20))
    page = client.get("/staff/disclosure/reminders/?kind=overdue&mine=1").text
    assert request.number in page
    assert "errornote" not in page
    assert request.number not in client.get("/staff/disclosure/reminders/?kind=fee_over").text
    assert request.number in client.get("/staff/disclosure/reminders/?kind=nonsense").text
    assert "答复逾期" in client.get(f"/staff/disclosure/requests/{request.number}/").text
