"""The rating form of a window, and its receipt."""

from html import unescape
from typing import Any

import pytest
from django.test import Client

from feedback.models import Rating
from feedback.views import ratings as views
from foundation import pressure
from foundation.organization import Window
from foundation.public_forms import new_stamp
from tests.cast import Cast
from tests.feedback.message_cases import MONDAY
from tests.feedback.raters import RECEIPT, WINDOW, filled, make_window

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def window(cast: Cast, settings: Any) -> Window:
    """Return window 3."""
    settings.PORTAL_TODAY = MONDAY
    return make_window(cast)


def test_five_grades_in_stars_and_words(client: Client) -> None:
    page = client.get(WINDOW).content.decode()
    for stars, words in (("★★★★★", "非常满意"), ("★★★☆☆", "基本满意"), ("★☆☆☆☆", "非常不满意")):
        assert f'<span class="grade-stars" aria-hidden="true">{stars}</span> {words}' in page
    assert page.count('type="radio"') == 5
    assert "户籍" in page


def test_a_grade_is_enough(client: Client) -> None:
    response = client.post(WINDOW, filled(aspects=None, remark=None, grade="very_satisfied"))
    assert (response.status_code, response["Location"]) == (302, RECEIPT)
    rating = Rating.objects.get()
    assert (rating.grade, rating.is_named, rating.stage, rating.rated_on) == ("very_satisfied", False, "none", MONDAY)


def test_a_double_click_is_one_rating(client: Client) -> None:
    sent = filled(phone="13900000000", name="赵小样", consents="on")
    first, second = client.post(WINDOW, sent), client.post(WINDOW, sent)
    assert (first.status_code, second.status_code) == (302, 302)
    rating = Rating.objects.get()
    assert (rating.name, rating.phone, rating.is_named, rating.consents_to_publication) == (
        "赵小样",
        "13900000000",
        True,
        True,
    )
    receipt = unescape(client.get(RECEIPT).content.decode())
    assert rating.number in receipt
    assert "2026-03-03" in receipt  # the call-back within one working day


def test_the_same_number_rates_a_window_once_a_day(client: Client) -> None:
    client.post(WINDOW, filled(phone="13900000000"))
    response = client.post(WINDOW, filled(phone="139 0000 0000", remark="再说一次"))
    assert response.status_code == 409
    assert "再说一次" in response.content.decode()
    assert Rating.objects.count() == 1


@pytest.mark.parametrize(
    "wrong", [{"grade": None}, {"grade": "great"}, {"aspects": ["weather"]}, {"phone": "12"}, {"remark": "长" * 1001}]
)
def test_what_is_wrong_is_said_and_the_rest_kept(client: Client, wrong: dict[str, Any]) -> None:
    response = client.post(WINDOW, filled(name="赵小样", **wrong) if "name" not in wrong else filled(**wrong))
    assert response.status_code == 422
    assert "赵小样" in response.content.decode()
    assert not Rating.objects.exists()


@pytest.mark.parametrize("odd", [{"website": "http://x"}, {"stamp": "altered"}, {"stamp": None}])
def test_what_looks_odd_gets_through_the_second_time(client: Client, odd: dict[str, Any]) -> None:
    response = client.post(WINDOW, filled(**odd))
    assert response.status_code == 422
    assert "等太久" in response.content.decode()
    assert not Rating.objects.exists()


def test_haste_is_doubted(client: Client) -> None:
    assert client.post(WINDOW, filled(stamp=new_stamp())).status_code == 422


def test_a_forged_sending_rates_nothing() -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(WINDOW, filled()).status_code == 422
    assert not Rating.objects.exists()


def test_too_many_from_one_address(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "LIMIT", pressure.Limit("feedback.rating", 1, 3600))
    assert client.post(WINDOW, filled(grade=None)).status_code == 422  # does not use up the allowance
    assert client.post(WINDOW, filled()).status_code == 302
    second = filled(remark="第二条")
    response = client.post(WINDOW, second)
    assert response.status_code == 429
    page = response.content.decode()
    assert "第二条" in page
    ticket = page.split('name="ticket" value="')[1].split('"')[0]
    monkeypatch.setattr(pressure, "WAIT_SECONDS", -1)
    assert client.post(WINDOW, {**second, "ticket": ticket}).status_code == 302  # nobody is locked out for good


def test_a_form_sent_again_with_other_words_is_no_second_rating(client: Client) -> None:
    sent = filled()
    client.post(WINDOW, sent)
    response = client.post(WINDOW, {**sent, "grade": "satisfied"})
    assert response.status_code == 409
    assert Rating.objects.get().number in response.content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_staff_give_no_rating(client: Client, cast: Cast, method: str) -> None:
    for somebody in (cast.officer, cast.editor, cast.nobody):
        client.force_login(somebody)
        response = getattr(client, method)(WINDOW, filled())
        assert response.status_code == 403
        assert "工作人员" in response.content.decode()
    assert not Rating.objects.exists()


def test_odd_signs_do_no_harm(client: Client) -> None:
    sent = filled(remark="<script>alert(1)</script>😀\u202e倒写", name="=HYPERLINK(1)\u202e", phone="13900000000")
    assert client.post(WINDOW, sent).status_code == 302
    rating = Rating.objects.get()
    assert "\u202e" not in rating.remark + rating.name
    assert "😀" in rating.remark


def test_a_closed_or_unknown_window_is_not_found(client: Client, window: Window) -> None:
    assert client.get("/feedback/ratings/windows/9/").status_code == 404
    Window.objects.update(is_active=False)
    assert client.get(WINDOW).status_code == 404


def test_no_receipt_without_having_sent(client: Client) -> None:
    assert client.get(RECEIPT)["Location"] == "/feedback/ratings/status/"
