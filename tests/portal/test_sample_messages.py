"""The sample messages: every stage, kind and ending, on whatever day they are loaded."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.timezone import localtime

from feedback.models import Message, PublicText, PublishedAnswer, Supervision, Verdict
from feedback.states import Ending, MessageKind, MessageStage, Solved
from foundation.organization import Department
from portal.sample.feedback import Staff, load_matters
from tests.calendars import enter_calendars
from tests.cast import Cast, make_department

TEXT = (Path(settings.BASE_DIR) / "portal" / "sample" / "feedback.toml").read_text(encoding="utf-8")
TODAY = dt.date(2026, 9, 8)
CODES = (
    *("center", "cgj", "cl", "gaj", "gjj", "hbj", "jtj", "jyj"),
    *("mzj", "rsj", "scj", "sfj", "tyj", "ybj", "zgj", "zjj"),
)


def load(cast: Cast, today: dt.date) -> int:
    """Load the messages for departments with the codes of the sample."""
    known = {department.code: department for department in Department.objects.all()}
    departments = {code: known.get(code) or make_department(code, f"部门{code}") for code in CODES}
    staff = Staff(cast.chief_officer, {"gaj": cast.officer}, cast.chief_reviewer, cast.manager)
    return load_matters(departments, staff, today=today)


def test_the_phones_are_invented() -> None:
    assert re.findall(r"(?<!\d)1(?!390000\d{4}(?!\d))[3-9]\d{9}(?!\d)", TEXT) == []
    assert re.findall(r"\d{17}[0-9Xx]", TEXT) == []


@pytest.mark.slow
@pytest.mark.django_db
def test_the_messages_show_everything(cast: Cast) -> None:
    enter_calendars()
    assert load(cast, TODAY) >= 40
    found = Message.objects.all()
    assert {m.stage for m in found} == set(MessageStage.values)
    assert {m.kind for m in found} == set(MessageKind.values)
    assert {m.ending for m in found if m.ending} == set(Ending.values)
    assert {v.solved for v in Verdict.objects.all()} == set(Solved.values)
    assert {v.is_reopened for v in Verdict.objects.filter(solved="not")} == {None, True, False}
    assert found.overdue(TODAY).count() >= 3
    assert found.supervised().count() == 1
    assert Supervision.objects.count() >= 3
    assert found.extension_proposed().count() == 1
    assert found.public_text_submitted().count() == 1
    assert found.notice_due(TODAY + dt.timedelta(5)).count() >= 1
    assert PublishedAnswer.objects.count() >= 12
    assert {t.stage for t in PublicText.objects.all()} == {"draft", "submitted", "released"}
    assert not Message.objects.visible_to(cast.officer).filter(kind="report").exists()
    assert {localtime(m.received_at).date() for m in found} == {m.received_on for m in found}
    assert settings.PORTAL_TODAY is None or settings.PORTAL_TODAY != TODAY


@pytest.mark.slow
@pytest.mark.django_db
def test_nothing_personal_is_published(cast: Cast) -> None:
    enter_calendars()
    load(cast, TODAY)
    for answer in PublishedAnswer.objects.all():
        assert "1390000" not in answer.subject + answer.question + answer.answer


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("today", [dt.date(2024, 3, 3), dt.date(2026, 1, 2)], ids=["a Sunday", "a holiday"])
def test_they_load_on_any_day(cast: Cast, today: dt.date) -> None:
    enter_calendars()
    assert load(cast, today) >= 40
    assert not Message.objects.filter(received_on__gt=today).exists()
