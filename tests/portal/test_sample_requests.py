"""The sample register: every stage and outcome, in time, on whatever day it is loaded."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.conf import settings

from disclosure.actions.clock import deadline_of
from disclosure.models import Request
from disclosure.models.register import ApplicantCategory, Channel
from disclosure.outcomes import ROW_ORDER
from disclosure.reports.annual import count_requests
from disclosure.states import RequestStage
from portal.sample.requests import load_requests
from tests.calendars import enter_calendars
from tests.cast import Cast
from tests.disclosure.register_cases import load_letters

TEXT = (Path(settings.BASE_DIR) / "portal" / "sample" / "requests.toml").read_text(encoding="utf-8")
TODAY = dt.date(2026, 9, 8)


def test_the_phones_are_invented():
    assert re.findall(r"(?<!\d)1(?!390000\d{4}(?!\d))[3-9]\d{9}(?!\d)", TEXT) == []
    assert re.findall(r"\d{17}[0-9Xx]", TEXT) == []


@pytest.mark.slow
@pytest.mark.django_db
def test_the_register_shows_everything_and_its_years_carry_over(cast: Cast):
    enter_calendars()
    load_letters()
    assert load_requests(officer=cast.officer, manager=cast.manager, today=TODAY) >= 60
    requests = Request.objects.all()
    assert {r.stage for r in requests} == set(RequestStage.values)
    assert {r.channel for r in requests} == set(Channel.values)  # “other” is the new handling
    assert {r.applicant_category for r in requests} == set(ApplicantCategory.values)
    assert {r.outcome_row for r in requests if r.outcome_row} == set(ROW_ORDER)
    assert requests.exclude(reopens=None).count() == 1
    assert requests.overdue(TODAY).count() == 2
    assert requests.due_within(TODAY, TODAY + dt.timedelta(7)).count() >= 2
    for request in requests.exclude(concluded_on=None):
        due_on = deadline_of(request).due_on
        assert due_on is None or request.concluded_on <= due_on, request
    for year in (2024, 2025):
        before, now = count_requests(year - 1), count_requests(year)
        for column in [*ApplicantCategory.values, "total"]:
            assert now[f"requests.carried_over.{column}"] == before[f"requests.carried_forward.{column}"]


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("today", [dt.date(2024, 3, 1), dt.date(2027, 3, 1)], ids=["early", "without a calendar"])
def test_it_loads_on_any_day(cast: Cast, today: dt.date):
    enter_calendars()
    load_letters()
    assert load_requests(officer=cast.officer, manager=cast.manager, today=today) >= 30
    assert not Request.objects.filter(arrived_on__gt=today).exists()
