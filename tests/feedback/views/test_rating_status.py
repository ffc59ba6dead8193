"""The way back to a rating by number and code."""

from html import unescape
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from feedback.actions.ratings import RatingEntry
from feedback.models import Rating, RatingSupplement
from feedback.views.ratings import OWN
from foundation import lookups, pressure
from foundation.organization import Window
from tests.cast import Cast
from tests.disclosure.applicants import old_stamp
from tests.feedback.message_cases import MONDAY
from tests.feedback.raters import STATUS, bring_to, give, look_up, make_window, tell_and_release

pytestmark = pytest.mark.django_db
SUPPLEMENT, AGAIN, LEAVE = f"{STATUS}supplement/", f"{STATUS}again/", f"{STATUS}leave/"
CONSENT = f"{STATUS}consent/"


@pytest.fixture(autouse=True)
def window(cast: Cast, settings: Any) -> Window:
    """Return window 3."""
    settings.PORTAL_TODAY = MONDAY
    return make_window(cast)


def shown(client: Client) -> str:
    response = client.get(STATUS)
    assert response["Cache-Control"] == "private, no-store"
    return unescape(response.content.decode())


@pytest.mark.parametrize("code", ["", "ABCD-EFGH-JKMN"])
def test_a_wrong_code_opens_nothing(client: Client, window: Window, code: str) -> None:
    rating, _right = give(window)
    response = client.post(STATUS, {"number": rating.number, "code": code})
    assert response.status_code == 422
    assert "★☆☆☆☆" not in response.content.decode()
    assert "★☆☆☆☆" not in shown(client)


def test_anothers_code_opens_nothing(client: Client, window: Window) -> None:
    (rating, _code), (_other, others) = give(window), give(window, RatingEntry("satisfied"))
    assert client.post(STATUS, {"number": rating.number, "code": others}).status_code == 422


def test_many_tries_wait_a_minute_and_are_let_in(
    client: Client, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lookups, "MOST_TRIES", 1)
    rating, code = give(window)
    assert client.post(STATUS, {"number": rating.number, "code": ""}).status_code == 422  # does not count
    assert client.post(STATUS, {"number": rating.number, "code": "x"}).status_code == 422
    response = client.post(STATUS, {"number": rating.number, "code": code, "stamp": old_stamp()})
    assert (response.status_code, response["Retry-After"]) == (429, "60")
    page = unescape(response.content.decode())
    assert code in page
    kept = {name: page.split(f'name="{name}" value="')[1].split('"')[0] for name in ("stamp", "ticket")}
    monkeypatch.setattr(pressure, "WAIT_SECONDS", -1)
    assert client.post(STATUS, {"number": rating.number, "code": code, **kept})["Location"] == STATUS


def test_stage_and_last_day_stand_there_and_nothing_of_what_was_typed(
    client: Client, window: Window, settings: Any
) -> None:
    rating, code = give(window)
    look_up(client, rating, code.lower().replace("-", " "))
    page = shown(client)
    assert "待回访" in page
    assert "2026-03-03" in page
    assert "歉意" not in page
    assert "13900000000" not in page
    settings.PORTAL_TODAY = MONDAY.replace(day=10)
    assert "歉意" in shown(client)


def test_the_result_is_read_and_rated_again_once(client: Client, window: Window, cast: Cast) -> None:
    rating, code = give(window)
    look_up(client, rating, code)
    again = {"grade": "satisfied", "stamp": old_stamp()}
    assert client.post(AGAIN, again).status_code == 409  # the result is not told yet
    bring_to(rating, "told", cast, note="已增开窗口，致歉。")
    assert "已增开窗口，致歉。" in shown(client)
    assert client.post(AGAIN, {"stamp": old_stamp()}).status_code == 422
    assert client.post(AGAIN, again)["Location"] == STATUS
    rating.refresh_from_db()
    assert (rating.grade, rating.re_grade, rating.re_rated_on) == ("very_dissatisfied", "satisfied", MONDAY)
    assert client.post(AGAIN, {**again, "grade": "very_satisfied"}).status_code == 409
    assert "again/" not in shown(client)


def test_something_is_added_once(client: Client, window: Window) -> None:
    rating, code = give(window, RatingEntry("satisfied"))
    look_up(client, rating, code)
    assert client.post(SUPPLEMENT, {"text": " ", "stamp": old_stamp()}).status_code == 422
    assert client.post(SUPPLEMENT, {"text": "后来又等了一小时", "stamp": old_stamp()})["Location"] == STATUS
    assert "后来又等了一小时" in shown(client)
    response = client.post(SUPPLEMENT, {"text": "还有一句", "stamp": old_stamp()})
    assert response.status_code == 409
    assert RatingSupplement.objects.get().text == "后来又等了一小时"


def test_why_it_does_not_count(client: Client, window: Window, cast: Cast) -> None:
    rating, code = give(window)
    look_up(client, rating, code)
    bring_to(rating, "not_counted", cast)
    assert "经查误评" in shown(client)


def test_the_consent_is_taken_back_and_the_words_are_gone_at_once(client: Client, window: Window, cast: Cast) -> None:
    rating, code = give(window)
    tell_and_release(rating, cast)
    look_up(client, rating, code)
    assert "等太久" in client.get("/feedback/ratings/list/").content.decode()
    assert "等太久" in shown(client)
    asked = client.get(CONSENT).content.decode()
    assert "立即" in asked
    for _click in range(2):
        assert client.post(CONSENT)["Location"] == STATUS
    assert "等太久" not in client.get("/feedback/ratings/list/").content.decode()
    assert "已增开窗口。" in client.get("/feedback/ratings/list/").content.decode()
    assert "您已于2026-03-02撤回同意" in shown(client)
    rating.refresh_from_db()
    assert (rating.consents_to_publication, rating.consent_withdrawn_on, rating.words.remark) == (False, MONDAY, "")


def test_no_forged_page_takes_the_consent_back(client: Client, window: Window) -> None:
    rating, _code = give(window)
    strict = Client(enforce_csrf_checks=True)
    visit = HttpResponse()
    OWN.open(RequestFactory().get("/"), visit, str(rating.pk))
    strict.cookies = visit.cookies
    assert strict.post(CONSENT).status_code == 422
    assert strict.post(LEAVE).status_code == 302, "leaving needs no token"
    rating.refresh_from_db()
    assert rating.consents_to_publication


def test_staff_add_nothing(client: Client, window: Window, cast: Cast) -> None:
    rating, code = give(window)
    look_up(client, rating, code)
    client.force_login(cast.officer)
    for address in (SUPPLEMENT, AGAIN):
        assert client.post(address, {"text": "好", "grade": "satisfied", "stamp": old_stamp()}).status_code == 403
    assert not RatingSupplement.objects.exists()
    assert Rating.objects.get().re_grade == ""


def test_who_leaves_has_left(client: Client, window: Window) -> None:
    rating, code = give(window)
    look_up(client, rating, code)
    assert client.post(LEAVE).status_code == 302
    assert rating.number not in shown(client)
    for address in (SUPPLEMENT, AGAIN):
        assert client.post(address, {"text": "好"})["Location"] == STATUS
