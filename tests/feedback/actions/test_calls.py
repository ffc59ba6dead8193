"""The hotline log and its identity."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from feedback.actions import calls
from feedback.actions.calls import CallEntry
from feedback.models import Call
from feedback.reports.calls import CallFigures, monthly_calls, total
from foundation.workflow import Conflict, Refused
from tests.cast import Cast
from tests.feedback.message_cases import MONDAY, load_rules, send

pytestmark = pytest.mark.django_db


def entry(**changes: Any) -> CallEntry:
    """Return an enquiry on the hotline, answered at once."""
    plain: dict[str, Any] = {"place": "hotline", "subject": "身份证怎么补办", "result": "answered", "taken_on": MONDAY}
    return CallEntry(**{**plain, **changes})


def log(cast: Cast, **changes: Any) -> Call:
    """Log a call."""
    return calls.log_call(entry(**changes), token=uuid.uuid4(), today=MONDAY, actor=cast.officer)


def test_the_same_form_sent_twice_is_one_call(cast: Cast) -> None:
    token = uuid.uuid4()
    first = calls.log_call(entry(), token=token, today=MONDAY, actor=cast.officer)
    assert calls.log_call(entry(), token=token, today=MONDAY, actor=cast.officer) == first


@pytest.mark.parametrize(
    "changes",
    [
        {"taken_on": MONDAY + dt.timedelta(1)},
        {"subject": " "},
        {"kind": "callback"},
        {"result": "to_call_back"},
        {"result": "message"},
        {"result": "unreachable"},
    ],
)
def test_what_cannot_be_is_refused(cast: Cast, changes: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        log(cast, **changes)
    assert not Call.objects.exists()


def test_a_call_back_follows_what_was_asked(cast: Cast) -> None:
    asked = log(cast, result="to_call_back", phone="13800001234", subject="请回电13800001234")
    assert "13800001234" not in asked.subject
    assert list(Call.objects.waiting()) == [asked]
    log(cast, kind="callback", follows=asked, result="unreachable")
    assert list(Call.objects.waiting()) == [asked]
    log(cast, kind="callback", follows=asked)
    assert not Call.objects.waiting().exists()
    with pytest.raises(Refused):
        log(cast, kind="callback", follows=asked, place="hall")
    with pytest.raises(Refused):
        log(cast, follows=asked)
    with pytest.raises(IntegrityError), transaction.atomic():
        Call.objects.filter(pk=asked.pk).update(kind="callback")


def test_a_message_is_called_back_too(cast: Cast) -> None:
    load_rules()
    assert log(cast, kind="callback", message=send()).message is not None


def test_others_log_nothing(cast: Cast) -> None:
    for stranger in (cast.editor, cast.reviewer, cast.auditor, cast.system_admin):
        with pytest.raises(PermissionDenied):
            calls.log_call(entry(), token=uuid.uuid4(), today=MONDAY, actor=stranger)
    with pytest.raises(PermissionDenied):
        calls.enter_switchboard(MONDAY, connected=3, source="话务", today=MONDAY, actor=cast.officer)


def test_connected_is_enquiries_and_call_backs(cast: Cast) -> None:
    asked = log(cast, result="to_call_back", phone="13800001234")
    log(cast, kind="callback", follows=asked)
    log(cast, place="hall")
    wrong = log(cast)
    assert monthly_calls(MONDAY, MONDAY) == [CallFigures(dt.date(2026, 3, 1), 2, 1, 1)]
    calls.enter_switchboard(MONDAY, connected=2, source="话务系统", today=MONDAY, actor=cast.chief_officer)
    [march] = monthly_calls(MONDAY, MONDAY)
    assert (march.logged, march.connected, march.difference, march.holds) == (3, 2, -1, False)
    calls.strike_out(wrong, reason="重复登记", actor=cast.officer)
    [march] = monthly_calls(MONDAY, MONDAY)
    assert (march.logged, march.difference, march.holds) == (2, 0, True)
    with pytest.raises(Conflict):
        calls.strike_out(wrong, reason="重复登记", actor=cast.officer)


def test_a_year_has_connected_calls_only_when_every_month_has() -> None:
    march, april = CallFigures(MONDAY, 1300, 874, 4000, 2174), CallFigures(MONDAY, 1, 1, 0)
    assert total([march], MONDAY).holds
    assert total([march], MONDAY).connected == 2174
    assert total([march, april], MONDAY).connected is None
    assert total([], MONDAY).connected is None
