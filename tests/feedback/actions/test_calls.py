"""The hotline log and its identity."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from feedback.actions import calls
from feedback.actions.calls import CallEntry
from feedback.models import Call, SwitchboardDay
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


def call_back(cast: Cast, **changes: Any) -> Call:
    """Log a call-back that reached somebody."""
    return log(cast, **{"kind": "callback", "result": "reached", "note": "已告知办理进度", **changes})


def test_the_same_form_sent_twice_is_one_call(cast: Cast) -> None:
    token = uuid.uuid4()
    first = calls.log_call(entry(), token=token, today=MONDAY, actor=cast.officer)
    assert calls.log_call(entry(), token=token, today=MONDAY, actor=cast.officer) == first
    with pytest.raises(Conflict):
        calls.log_call(entry(subject="另一件事"), token=token, today=MONDAY, actor=cast.officer)


@pytest.mark.parametrize(
    "changes",
    [
        {"taken_on": MONDAY + dt.timedelta(1)},
        {"subject": " "},
        {"kind": "callback"},
        {"result": "to_call_back"},
        {"result": "message"},
        {"result": "unreachable"},
        {"result": "reached", "note": "说了"},
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
    call_back(cast, follows=asked)
    assert not Call.objects.waiting().exists()
    with pytest.raises(Refused):
        call_back(cast, follows=asked, place="hall")
    with pytest.raises(Refused):
        log(cast, follows=asked)
    with pytest.raises(IntegrityError), transaction.atomic():
        Call.objects.filter(pk=asked.pk).update(kind="callback")


def test_whom_the_call_names_is_starred_out_in_its_subject(cast: Cast) -> None:
    load_rules()
    asked = log(cast, subject="赵小样问居住证", name="赵小样", result="to_call_back", phone="13800001234")
    assert asked.subject == "赵**问居住证"
    assert call_back(cast, subject="回复赵小样", follows=asked).subject == "回复赵**"
    assert call_back(cast, subject="回复赵小样", message=send()).subject == "回复赵**"
    later = log(cast, subject="赵小样又问")
    assert calls.take_down(later, message=send(text="没有姓名的来电"), actor=cast.officer).subject == "赵**又问"


def test_who_was_reached_was_told_something(cast: Cast) -> None:
    asked = log(cast, result="to_call_back", phone="13800001234")
    for wrong in ({"note": " "}, {"result": "answered"}):
        with pytest.raises(Refused):
            call_back(cast, follows=asked, **wrong)
    call_back(cast, follows=asked, result="unreachable", note="")
    assert Call.objects.with_call_back().get(pk=asked.pk).called_back_on is None
    back = call_back(cast, follows=asked)
    assert Call.objects.with_call_back().get(pk=asked.pk).called_back_on == MONDAY
    with pytest.raises(IntegrityError), transaction.atomic():
        Call.objects.filter(pk=back.pk).update(note="")


def test_a_message_is_called_back_too(cast: Cast) -> None:
    load_rules()
    assert call_back(cast, message=send()).message is not None


def test_others_log_nothing(cast: Cast) -> None:
    for stranger in (cast.editor, cast.reviewer, cast.auditor, cast.system_admin):
        with pytest.raises(PermissionDenied):
            calls.log_call(entry(), token=uuid.uuid4(), today=MONDAY, actor=stranger)
    with pytest.raises(PermissionDenied):
        calls.enter_switchboard(MONDAY, connected=3, source="话务", today=MONDAY, actor=cast.officer)


def test_connected_is_enquiries_and_call_backs(cast: Cast) -> None:
    asked = log(cast, result="to_call_back", phone="13800001234")
    call_back(cast, follows=asked)
    log(cast, place="hall")
    wrong = log(cast)
    assert monthly_calls(MONDAY, MONDAY) == [CallFigures(dt.date(2026, 3, 1), 2, 1, 1, missing_days=1)]
    calls.enter_switchboard(MONDAY, connected=2, source="话务系统", today=MONDAY, actor=cast.chief_officer)
    [march] = monthly_calls(MONDAY, MONDAY)
    assert (march.logged, march.connected, march.difference, march.holds) == (3, 2, -1, False)
    calls.strike_out(wrong, reason="重复登记", actor=cast.officer)
    [march] = monthly_calls(MONDAY, MONDAY)
    assert (march.logged, march.difference, march.holds) == (2, 0, True)
    with pytest.raises(Conflict):
        calls.strike_out(wrong, reason="重复登记", actor=cast.officer)


def test_a_call_back_that_reached_nobody_was_not_connected(cast: Cast) -> None:
    asked = log(cast, result="to_call_back", phone="13800001234")
    log(cast, kind="callback", follows=asked, result="unreachable")
    [march] = monthly_calls(MONDAY, MONDAY)
    assert (march.logged, march.callbacks, march.unreached) == (1, 0, 1)
    assert list(Call.objects.counted()) == [asked]


def test_a_struck_out_call_back_was_not_made(cast: Cast) -> None:
    asked = log(cast, result="to_call_back", phone="13800001234")
    back = call_back(cast, follows=asked)
    calls.strike_out(back, reason="没有打", actor=cast.officer)
    assert list(Call.objects.waiting()) == [asked]
    calls.strike_out(asked, reason="重复", actor=cast.officer)
    assert not Call.objects.waiting().exists()


def test_who_logged_a_call_strikes_it_out_and_the_center(cast: Cast) -> None:
    wrong = log(cast)
    with pytest.raises(PermissionDenied):
        calls.strike_out(wrong, reason="重复登记", actor=cast.other_officer)
    assert calls.strike_out(wrong, reason="重复登记", actor=cast.chief_officer).void_reason == "重复登记"


def test_an_enquiry_is_taken_down_as_a_message_once(cast: Cast) -> None:
    load_rules()
    asked, message = log(cast, result="to_call_back", phone="13800001234"), send()
    assert calls.take_down(asked, message=message, actor=cast.officer).result == "message"
    assert not Call.objects.waiting().exists()
    with pytest.raises(Conflict):
        calls.take_down(asked, message=message, actor=cast.officer)
    with pytest.raises(Refused):
        calls.take_down(call_back(cast, follows=asked), message=message, actor=cast.officer)


def test_calls_are_seen_by_who_logged_them_their_department_and_the_center(cast: Cast) -> None:
    log(cast, department=cast.market)
    for who, seen in (
        (cast.officer, 1),
        (cast.other_officer, 1),
        (cast.other_reviewer, 1),
        (cast.reviewer, 0),
        (cast.manager, 1),
        (cast.editor, 0),
    ):
        assert Call.objects.visible_to(who).count() == seen


def test_two_wrong_days_never_make_a_right_month(cast: Cast) -> None:
    tuesday = MONDAY + dt.timedelta(1)
    for day, connected in ((MONDAY, 2), (tuesday, 0)):
        calls.log_call(entry(taken_on=day), token=uuid.uuid4(), today=tuesday, actor=cast.officer)
        calls.enter_switchboard(day, connected=connected, source="话务", today=tuesday, actor=cast.chief_officer)
    [march] = monthly_calls(MONDAY, tuesday)
    assert (march.difference, march.holds, march.wrong_days) == (0, False, (MONDAY, tuesday))
    assert len(march.words()) == 1


def test_a_day_that_is_not_entered_is_no_difference(cast: Cast) -> None:
    tuesday = MONDAY + dt.timedelta(1)
    for day in (MONDAY, tuesday):
        calls.log_call(entry(taken_on=day), token=uuid.uuid4(), today=tuesday, actor=cast.officer)
    calls.enter_switchboard(MONDAY, connected=1, source="话务", today=tuesday, actor=cast.chief_officer)
    [march] = monthly_calls(MONDAY, tuesday)
    assert (march.connected, march.logged, march.difference, march.holds, march.missing_days) == (1, 2, 0, True, 1)


def test_the_figures_of_2018(cast: Cast) -> None:
    """热线电话接通数 2174 = 电话咨询 1300 + 电话回访 874；现场咨询 4000 多人次。"""
    first = dt.date(2018, 1, 1)
    days = [first + dt.timedelta(number) for number in range(365)]
    plain = {"subject": "咨询", "recorded_by": cast.officer, "result": "answered"}
    back = {**plain, "result": "reached", "note": "已告知"}
    asked = Call.objects.bulk_create(
        Call(place="hotline", kind="enquiry", taken_on=days[number % 365], **plain) for number in range(1300)
    )
    Call.objects.bulk_create(
        Call(place="hotline", kind="callback", taken_on=days[number % 365], follows=asked[number], **back)
        for number in range(874)
    )
    Call.objects.bulk_create(
        Call(place="hall", kind="enquiry", taken_on=days[number % 365], **plain) for number in range(4000)
    )
    SwitchboardDay.objects.bulk_create(
        SwitchboardDay(
            day=day,
            connected=1300 // 365 + (place < 1300 % 365) + 874 // 365 + (place < 874 % 365),
            source="话务系统",
            entered_by=cast.chief_officer,
        )
        for place, day in enumerate(days)
    )
    months = monthly_calls(first, days[-1])
    year = total(months, first)
    assert len(months) == 12
    assert all(month.holds and not month.words() for month in months)
    assert (year.connected, year.hotline_enquiries, year.callbacks, year.hall_enquiries) == (2174, 1300, 874, 4000)
    assert year.connected == year.hotline_enquiries + year.callbacks
    assert year.holds
    SwitchboardDay.objects.filter(day=first).update(connected=8)
    january = monthly_calls(first, days[-1])[0]  # seven were logged on 1 January
    assert (january.holds, january.wrong_days, january.difference) == (False, (first,), 1)


def test_a_year_has_connected_calls_only_when_every_month_has() -> None:
    march = CallFigures(MONDAY, 1300, 874, 4000, 2174, compared=2174)
    april = CallFigures(MONDAY, 1, 1, 0)
    assert total([march], MONDAY).holds
    assert total([march], MONDAY).connected == 2174
    assert total([march, april], MONDAY).connected is None
    assert total([], MONDAY).connected is None


def logged_by_the_center(cast: Cast, **changes: Any) -> Call:
    """Log a call about the police as somebody of the center does."""
    made = entry(department=cast.police, **changes)
    return calls.log_call(made, token=uuid.uuid4(), today=MONDAY, actor=cast.chief_officer)


def test_reports_of_wrongdoing_are_kept_from_the_department(cast: Cast) -> None:
    load_rules()
    plain = logged_by_the_center(cast)
    reported = logged_by_the_center(cast, is_report=True)
    logged_by_the_center(cast, kind="callback", result="reached", note="已告知", follows=reported)
    taken_down = logged_by_the_center(cast)
    logged_by_the_center(cast, kind="callback", result="reached", note="已告知", follows=taken_down)
    report = send(kind="report", about=cast.police)
    calls.take_down(taken_down, message=report, actor=cast.chief_officer)
    assert list(Call.objects.visible_to(cast.officer)) == [plain]
    assert Call.objects.visible_to(cast.chief_officer).count() == 5
    own = log(cast, is_report=True)
    assert own in Call.objects.visible_to(cast.officer)


def test_the_number_is_read_by_the_center_and_by_who_took_it_down(cast: Cast) -> None:
    asked = logged_by_the_center(cast, result="to_call_back", phone="13800001234")
    assert asked in Call.objects.visible_to(cast.officer)
    assert asked not in Call.objects.callable_by(cast.officer)
    with pytest.raises(PermissionDenied):
        calls.read_phone(asked, actor=cast.officer)
    assert calls.read_phone(asked, actor=cast.chief_officer) == "13800001234"
    own = log(cast, result="to_call_back", phone="13800001234")
    assert own in Call.objects.callable_by(cast.officer)
    assert calls.read_phone(own, actor=cast.officer) == "13800001234"
