"""Calendars in the back office: read, entered and changed as text, removed, and asked for in time."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from foundation import calendar_admin
from foundation.audit import Act, AuditEntry
from foundation.calendar_days import CalendarYear, enter_year
from foundation.calendar_notices import parse_notice
from foundation.published_calendars import load_published_calendars
from tests.back_office import client_of, form_data, listing, messages_of, page
from tests.cast import Cast
from tests.foundation.test_calendar_notices import YEAR_2026

pytestmark = pytest.mark.django_db

ADD = "/admin/foundation/calendaryear/add/"


def sent(lines: str, year: int = 2026, **more: Any) -> dict[str, Any]:
    return {"year": year, "source": "2026年放假通知", "lines": lines, "edit_version": 0, **more}


def enter_2026() -> CalendarYear:
    return enter_year(2026, parse_notice(YEAR_2026).days, source="2026年放假通知", actor=None)


def errors_of(response: Any) -> dict[str, list[str]]:
    return {field: list(errors) for field, errors in response.context["form"].errors.items()}


@pytest.fixture
def october(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar_admin, "local_today", lambda: dt.date(2026, 10, 1))


def test_a_year_is_entered_as_text(cast: Cast) -> None:
    response: Any = client_of(cast.system_admin).post(ADD, sent(YEAR_2026), follow=True)
    assert response.redirect_chain == [(listing(CalendarYear), 302)]
    assert "248" in messages_of(response)[0]
    calendar = CalendarYear.objects.get()
    assert (calendar.year, calendar.entered_by) == (2026, cast.system_admin)
    assert AuditEntry.objects.get(act=Act.REFERENCE_CHANGED).actor == cast.system_admin


def test_wrong_lines_are_told_one_by_one_and_nothing_is_entered(cast: Cast) -> None:
    lines = f"{YEAR_2026}\n2026-02-30 休\n2027-01-01 休\n2026-02-16 班\n2026-06-30~2026-06-01 休\n<b>"
    response = client_of(cast.system_admin).post(ADD, sent(lines))
    assert response.status_code == 200
    assert [error[:4] for error in errors_of(response)["lines"]] == ["第14行", "第15行", "第16行", "第17行", "第18行"]
    assert form_data(response, "calendar_form")["lines"][0].strip() == lines  # what was typed is still there
    assert "<b>" not in response.content.decode()
    assert not CalendarYear.objects.exists()
    assert not AuditEntry.objects.exists()


def test_what_looks_odd_has_to_be_confirmed(cast: Cast) -> None:
    client = client_of(cast.system_admin)
    half = YEAR_2026.rpartition("2026-10-01")[0]
    response = client.post(ADD, sent(half))
    assert set(errors_of(response)) == {"looked_again"}
    assert len(response.context["form"].doubts) == 1
    assert not CalendarYear.objects.exists()
    client.post(ADD, {**form_data(response, "calendar_form"), "looked_again": "on"})
    assert CalendarYear.objects.get().year == 2026


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"year": ""}, {"year"}),
        ({"year": "1999"}, {"year"}),
        ({"year": "two"}, {"year"}),
        ({"source": ""}, {"source"}),
        ({"source": "长" * 201}, {"source"}),
        ({"lines": ""}, {"lines"}),
        ({"lines": "2026-01-01 休\x00"}, {"lines"}),
        ({"edit_version": "x"}, {"edit_version"}),
    ],
)
def test_what_a_form_refuses(cast: Cast, change: dict[str, str], fields: set[str]) -> None:
    response = client_of(cast.system_admin).post(ADD, sent(YEAR_2026) | change)
    assert set(errors_of(response)) == fields
    assert not CalendarYear.objects.exists()


def test_a_year_is_shown_and_changed_as_text(cast: Cast) -> None:
    calendar = enter_2026()
    client = client_of(cast.system_admin)
    shown = client.get(page(calendar, "change"))
    data = form_data(shown, "calendar_form")
    assert data["lines"] == [YEAR_2026]
    changed = YEAR_2026.replace("2026-10-10 班 国庆节", "2026-10-11 班 国庆节 # 更正通知")
    client.post(page(calendar, "change"), {**data, "lines": changed})
    entry = AuditEntry.objects.latest("id")
    assert entry.detail == {
        "what": "changed",
        "days_added": ["2026-10-11 班"],
        "days_removed": ["2026-10-10 班"],
    }
    assert "更正通知" in client.get(page(calendar, "change")).content.decode()
    history = client.get(page(calendar, "history"))
    assert "2026-10-11 班" in history.content.decode()
    assert "2026-02-15~2026-02-23 休" in history.content.decode()


def test_the_year_of_a_calendar_stays(cast: Cast) -> None:
    calendar = enter_2026()
    client = client_of(cast.system_admin)
    data = form_data(client.get(page(calendar, "change")), "calendar_form")
    client.post(page(calendar, "change"), {**data, "year": "2025", "source": "x"})
    assert [(known.year, known.source) for known in CalendarYear.objects.all()] == [(2026, "x")]


def test_who_opened_an_older_calendar_keeps_the_text_and_overwrites_nothing(cast: Cast) -> None:
    calendar = enter_2026()
    client = client_of(cast.system_admin)
    data = form_data(client.get(page(calendar, "change")), "calendar_form")
    enter_year(2026, calendar.named_days(), source="another", actor=None)
    response = client.post(page(calendar, "change"), {**data, "source": "mine"})
    assert set(errors_of(response)) == {"__all__"}
    assert form_data(response, "calendar_form")["source"] == ["mine"]
    assert CalendarYear.objects.get().source == "another"


def test_a_year_that_is_there_is_not_entered_anew(cast: Cast) -> None:
    enter_2026()
    response = client_of(cast.system_admin).post(ADD, sent(YEAR_2026, source="again"))
    assert "2026" in errors_of(response)["__all__"][0]
    assert CalendarYear.objects.get().source == "2026年放假通知"


def test_a_year_is_removed(cast: Cast) -> None:
    calendar = enter_2026()
    client = client_of(cast.system_admin)
    assert client.get(page(calendar, "delete")).status_code == 200
    client.post(page(calendar, "delete"), {"post": "yes"})
    assert not CalendarYear.objects.exists()
    entries = AuditEntry.objects.filter(act=Act.REFERENCE_CHANGED).order_by("id")
    assert [entry.detail["what"] for entry in entries] == ["added", "deleted"]  # once, by the verb


def test_the_list_says_how_many_days_each_year_has(cast: Cast) -> None:
    load_published_calendars()
    rows = client_of(cast.system_admin).get(listing(CalendarYear)).content.decode()
    for name, figure in (("days_off", 33), ("days_worked", 6), ("workdays", 248)):  # of 2026, the first row
        assert f'<td class="field-{name}">{figure}</td>' in rows


def test_only_system_administrators_come_near(cast: Cast) -> None:
    calendar = enter_2026()
    for other in (cast.editor, cast.officer, cast.manager, cast.security_admin):
        client = client_of(other)
        assert client.post(ADD, sent(YEAR_2026)).status_code == 403
        assert client.post(page(calendar, "change"), sent(YEAR_2026)).status_code == 404
        assert client.post(page(calendar, "delete"), {"post": "yes"}).status_code == 404
    assert CalendarYear.objects.count() == 1


# The warning on the work desk


def desk(client: Any) -> list[Any]:
    return [entry for entry in client.get("/admin/").context["desk_urgent"] if "calendaryear" in entry.url]


def test_from_october_on_the_desk_asks_for_the_next_year(cast: Cast, october: None) -> None:
    load_published_calendars()
    client = client_of(cast.system_admin)
    (entry,) = desk(client)
    assert (entry.number, entry.url) == (2027, reverse("admin:foundation_calendaryear_add"))
    assert form_data(client.get(entry.url), "calendar_form")["year"] == ["2027"]
    assert desk(client_of(cast.security_admin)) == []
    enter_year(2027, [], source="x", actor=None)
    assert desk(client) == []
    assert form_data(client.get(ADD), "calendar_form")["year"] == [""]


def test_in_september_it_does_not(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar_admin, "local_today", lambda: dt.date(2026, 9, 30))
    load_published_calendars()
    assert desk(client_of(cast.system_admin)) == []
