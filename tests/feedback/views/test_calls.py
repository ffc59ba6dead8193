"""The hotline log: quick entry, list, call-backs, strike-out, figures."""

import uuid
from html import unescape
from typing import Any

import pytest
from django.test import Client

from feedback.call_desk import desk
from feedback.models import Call, SwitchboardDay
from foundation.audit import Act, AuditEntry
from tests.cast import Cast
from tests.feedback.actions.test_calls import log
from tests.feedback.message_cases import MONDAY, TUESDAY, load_rules, send
from tests.feedback.raters import give, make_window

pytestmark = pytest.mark.django_db
CALLS = "/staff/feedback/calls/"
NEW = f"{CALLS}new/"
BACK = f"{CALLS}callbacks/"


@pytest.fixture(autouse=True)
def _day(settings: Any) -> None:
    settings.PORTAL_TODAY = TUESDAY


def typed(**changes: Any) -> dict[str, Any]:
    """Return an enquiry as it is typed."""
    plain = {
        "token": uuid.uuid4(),
        "place": "hotline",
        "subject": "周六上班吗",
        "result": "answered",
        "taken_on": "2026-03-03",
    }
    return {**plain, **changes}


def shown(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return unescape(response.content.decode())


def test_enter_saves_and_opens_the_next_one_at_the_same_place(client: Client, cast: Cast) -> None:
    client.force_login(cast.officer)
    response = client.post(NEW, typed(place="hall"))
    assert response["Location"] == f"{NEW}?place=hall"
    page = shown(client, response["Location"])
    assert 'value="hall" id="id_place_1" checked' in page.replace(" required", "")
    assert "autofocus" in page
    assert "周六上班吗" in page  # the last entries
    call = Call.objects.get()
    assert (call.place, call.kind, call.recorded_by, call.taken_on) == ("hall", "enquiry", cast.officer, TUESDAY)


def test_a_report_of_wrongdoing_is_marked_in_the_quick_entry(client: Client, cast: Cast) -> None:
    client.force_login(cast.chief_officer)
    client.post(NEW, typed(is_report="on", department=cast.police.pk))
    call = Call.objects.get()
    assert call.is_report
    client.force_login(cast.officer)
    assert client.get(f"{CALLS}{call.pk}/").status_code == 404


def test_a_double_click_is_one_call(client: Client, cast: Cast) -> None:
    client.force_login(cast.officer)
    sent = typed()
    assert [client.post(NEW, sent).status_code for _click in range(2)] == [302, 302]
    assert Call.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"subject": " "},
        {"result": "to_call_back"},
        {"result": "to_call_back", "phone": "12"},
        {"result": "unreachable"},
        {"place": "street"},
        {"taken_on": "2026-03-04"},
        {"token": "x"},
    ],
)
def test_what_is_wrong_is_said_and_the_rest_kept(client: Client, cast: Cast, wrong: dict[str, Any]) -> None:
    client.force_login(cast.officer)
    response = client.post(NEW, typed(note="带了身份证", **wrong))
    assert response.status_code == 422
    assert "带了身份证" in response.content.decode()
    assert not Call.objects.exists()


def test_what_cannot_be_answered_is_taken_down_as_a_message(client: Client, cast: Cast) -> None:
    load_rules()
    client.force_login(cast.officer)
    asked = typed(down="1", subject="赵小样问：周六上班吗", phone="13900000000", name="赵小样", note="想办延时")
    log_page = client.post(NEW, asked)["Location"]
    call = Call.objects.get()
    assert log_page == f"/staff/feedback/new/?call={call.pk}"
    page = shown(client, log_page)
    for words in ("赵小样问：周六上班吗", "想办延时", "13900000000"):
        assert words in page
    assert AuditEntry.objects.filter(act=Act.PERSONAL_READ, target_id=str(call.pk)).count() == 1
    sent = {"token": uuid.uuid4(), "channel": "hotline", "kind": "enquiry", "subject": "周六上班吗", "text": "想办延时"}
    assert client.post(log_page, sent).status_code == 302
    call.refresh_from_db()
    assert call.result == "message"
    assert call.message is not None
    client.force_login(cast.chief_officer)
    assert f"/staff/feedback/calls/{call.pk}/" in shown(client, f"/staff/feedback/{call.message.number}/")
    assert f"/staff/feedback/{call.message.number}/" in shown(client, f"{CALLS}{call.pk}/")
    client.force_login(cast.officer)
    assert "周六上班吗" not in shown(client, log_page)  # taken down already
    for odd in ("x", "9" * 30, "%00", "²"):
        shown(client, f"/staff/feedback/new/?call={odd}")


def test_a_message_that_was_logged_already_is_named(client: Client, cast: Cast) -> None:
    load_rules()
    client.force_login(cast.officer)
    call, message = log(cast), send()
    address = f"{CALLS}{call.pk}/"
    assert client.post(f"{address}message/", {"number": "LY1999-000001"}).status_code == 422
    assert client.post(f"{address}message/", {"number": message.number.lower()}).status_code == 302
    call.refresh_from_db()
    assert (call.result, call.message) == ("message", message)
    assert message.number in shown(client, CALLS)


def test_nothing_personal_stands_on_the_pages(client: Client, cast: Cast) -> None:
    call = log(cast, subject="请回13900000000", note="电话13900000000", phone="13900000000", result="to_call_back")
    client.force_login(cast.officer)
    pages = [shown(client, address) for address in (CALLS, NEW, BACK, f"{CALLS}{call.pk}/")]
    pages.append(b"".join(client.get(f"{CALLS}?export=csv")).decode())  # type: ignore[arg-type]
    assert not [page for page in pages if "13900000000" in page]


def test_call_backs_are_made_one_after_the_other(client: Client, cast: Cast) -> None:
    first = log(cast, subject="户口迁移进度", phone="13900000000", result="to_call_back")
    second = log(cast, subject="公积金转移", phone="13900000001", result="to_call_back")
    client.force_login(cast.officer)
    page = shown(client, BACK)
    assert page.index("户口迁移进度") < page.index("公积金转移")
    assert page.count("autofocus") == 1
    number = unescape(client.post(f"{CALLS}{first.pk}/number/").content.decode())
    assert "13900000000" in number
    assert "13900000001" not in number
    assert AuditEntry.objects.filter(act=Act.PERSONAL_READ, target_id=str(first.pk)).count() == 1
    done = f"{CALLS}{first.pk}/callback/"
    sent = {"token": uuid.uuid4(), "result": "unreachable", "note": "无人接听"}
    assert [client.post(done, sent)["Location"] for _click in range(2)] == [BACK, BACK]
    assert "户口迁移进度" in shown(client, BACK)
    for wrong in ({"result": "reached"}, {"note": "说了三遍"}):  # no words, no result: nothing logged
        response = client.post(done, {"token": uuid.uuid4(), **wrong})
        assert response.status_code == 422
        assert wrong.get("note", "请记下回访") in response.content.decode()
    client.post(done, {"token": uuid.uuid4(), "result": "reached", "note": "已告知进度"})
    assert "户口迁移进度" not in shown(client, BACK)
    assert Call.objects.callbacks().count() == 2
    assert list(Call.objects.waiting()) == [second]
    assert "已于2026-03-03回访" in shown(client, f"{CALLS}{first.pk}/")
    assert shown(client, CALLS).count("待回访") == shown(client, f"{CALLS}?state=struck").count("待回访") + 1


def test_a_call_back_after_a_rating_or_message(client: Client, cast: Cast) -> None:
    rating, message = give(make_window(cast))[0], send()
    client.force_login(cast.chief_officer)
    page = shown(client, f"{BACK}new/?rating={rating.number}")
    assert f'value="{rating.number}"' in page
    sent = {"token": uuid.uuid4(), "number": rating.number, "result": "reached", "note": "已致歉"}
    assert client.post(f"{BACK}new/", sent)["Location"] == f"/staff/feedback/ratings/{rating.number}/"
    sent = {"token": uuid.uuid4(), "number": message.number.lower(), "result": "reached"}
    assert client.post(f"{BACK}new/", sent).status_code == 422
    desk_of_it = client.post(f"{BACK}new/", {**sent, "note": "回电说明排队原因"})["Location"]
    assert desk_of_it == f"/staff/feedback/{message.number}/"
    assert "回电说明排队原因" in shown(client, desk_of_it)
    assert set(Call.objects.values_list("rating", "message")) == {(rating.pk, None), (None, message.pk)}
    client.force_login(cast.other_officer)
    refused = client.post(f"{BACK}new/", {"token": uuid.uuid4(), "number": rating.number, "result": "unreachable"})
    assert refused.status_code == 422


def test_a_wrong_call_is_struck_out_with_its_reason(client: Client, cast: Cast) -> None:
    call = log(cast)
    strike = f"{CALLS}{call.pk}/strike/"
    client.force_login(cast.officer)
    assert client.post(strike, {"reason": ""}).status_code == 422
    assert client.post(strike, {"reason": "重复登记"}).status_code == 302
    assert "重复登记" in shown(client, f"{CALLS}{call.pk}/")
    assert "/strike/" not in shown(client, f"{CALLS}{call.pk}/")
    assert "共 0 条" in shown(client, f"{CALLS}?state=counted")
    assert "共 1 条" in shown(client, f"{CALLS}?state=struck")


def test_filters(client: Client, cast: Cast) -> None:
    log(cast, subject="护照加急", place="hall")
    log(cast, subject="身份证补办", phone="13900000000", result="to_call_back", department=cast.police)
    client.force_login(cast.manager)
    for query, count in (
        ("q=护照", 1),
        ("place=hall", 1),
        ("kind=callback", 0),
        ("state=waiting", 1),
        ("result=answered", 1),
        ("department=gaj", 1),
        ("period=2026-03", 2),
        ("period=2026", 2),
        ("period=2026-04", 0),
        ("period=soon", 0),
        ("day=2026-03-02", 2),
        ("q=%00", 2),
    ):
        assert f"共 {count} 条" in shown(client, f"{CALLS}?{query}"), query


def test_figures_say_what_does_not_hold_and_open_their_rows(client: Client, cast: Cast) -> None:
    log(cast)
    log(cast, place="hall")
    client.force_login(cast.chief_officer)
    enter = {"day": "2026-03-02", "connected": "2", "source": "话务系统"}
    assert client.post(f"{CALLS}switchboard/", enter).status_code == 302
    page = shown(client, f"{CALLS}figures/")
    assert "话务系统接通数比登记数多 1 个" in page
    assert "day=2026-03-02" in page
    for link in ("place=hotline&kind=enquiry", "kind=callback", "place=hotline", "place=hall&kind=enquiry"):
        assert f"{CALLS}?state=counted&{link}&period=2026-03" in page
    assert client.post(f"{CALLS}switchboard/", {**enter, "connected": "1"}).status_code == 302
    page = shown(client, f"{CALLS}figures/?year=2026")
    assert "1 = 1 + 0" in page
    assert SwitchboardDay.objects.get().connected == 1
    table = b"".join(client.get(f"{CALLS}figures/?export=csv")).decode()  # type: ignore[arg-type]
    assert "2026-03" in table
    assert "相符" in table
    for year in ("x", "1999"):
        shown(client, f"{CALLS}figures/?year={year}")


@pytest.mark.parametrize("wrong", [{"connected": "-1"}, {"day": "2026-03-04"}, {"source": ""}, {"connected": "x"}])
def test_a_wrong_figure_is_refused(client: Client, cast: Cast, wrong: dict[str, str]) -> None:
    client.force_login(cast.chief_officer)
    sent = {"day": "2026-03-02", "connected": "2", "source": "话务系统", **wrong}
    assert client.post(f"{CALLS}switchboard/", sent).status_code == 422
    assert not SwitchboardDay.objects.exists()


def test_figures_of_all_calls_are_the_centers(client: Client, cast: Cast) -> None:
    for who, status in ((cast.officer, 403), (cast.manager, 200), (cast.auditor, 200), (cast.chief_officer, 200)):
        client.force_login(who)
        assert client.get(f"{CALLS}figures/").status_code == status
    client.force_login(cast.officer)
    assert client.get(f"{CALLS}switchboard/").status_code == 403


def test_a_call_of_others_is_not_found(client: Client, cast: Cast) -> None:
    call = log(cast)
    client.force_login(cast.other_officer)
    assert client.get(f"{CALLS}{call.pk}/").status_code == 404
    for page in ("strike", "message", "number", "callback"):
        assert client.post(f"{CALLS}{call.pk}/{page}/").status_code == 404


def test_the_work_desk_counts_what_waits(client: Client, cast: Cast) -> None:
    log(cast, phone="13900000000", result="to_call_back")
    SwitchboardDay.objects.create(day=MONDAY, connected=3, source="话务", entered_by=cast.chief_officer)
    assert [entry.number for entry in desk(cast.officer, TUESDAY)] == [1]
    assert [entry.number for entry in desk(cast.chief_officer, TUESDAY)] == [1, 1]
    assert [entry.number for entry in desk(cast.manager, TUESDAY)] == [1]
    assert list(desk(cast.editor, TUESDAY)) == []
    client.force_login(cast.chief_officer)
    for entry in desk(cast.chief_officer, TUESDAY):
        assert client.get(entry.url).status_code == 200
