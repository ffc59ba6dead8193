"""A visit lasts a short while, belongs to one purpose, and cannot be made up."""

import time
from http.cookies import SimpleCookie

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from foundation.visits import Visit

VISIT = Visit("visit", seconds=600)


def cookie_of(key: str, visit: Visit = VISIT, **extra: str):
    response = HttpResponse()
    visit.open(RequestFactory().get("/", **extra), response, key)
    return response.cookies[visit.name]


def request_with(value: str, name: str = VISIT.name):
    request = RequestFactory().get("/")
    request.COOKIES = {name: value}
    return request


def test_who_showed_the_code_may_come_back():
    assert VISIT.key(request_with(cookie_of("17").value)) == "17"


def test_without_a_visit_there_is_no_key():
    assert VISIT.key(RequestFactory().get("/")) is None


@pytest.mark.parametrize("value", ["17", "", "17:made:up", "\x00"])
def test_what_was_made_up_counts_for_nothing(value: str):
    assert VISIT.key(request_with(value)) is None


def test_an_altered_key_counts_for_nothing():
    assert VISIT.key(request_with(cookie_of("17").value.replace("17", "18", 1))) is None


def test_one_purpose_does_not_open_another():
    other = Visit("other", seconds=600)
    assert VISIT.key(request_with(cookie_of("17", other).value)) is None


def test_a_visit_ends(monkeypatch: pytest.MonkeyPatch):
    value, now = cookie_of("17").value, time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 590)
    assert VISIT.key(request_with(value)) == "17"
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 610)
    assert VISIT.key(request_with(value)) is None


def test_the_cookie_ends_with_the_browser_and_is_out_of_reach():
    cookie = cookie_of("17")
    assert (cookie["max-age"], cookie["expires"]) == ("", "")
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert not cookie["secure"]
    assert cookie_of("17", **{"wsgi.url_scheme": "https"})["secure"]


def test_closing_takes_the_cookie_away():
    response = HttpResponse()
    VISIT.close(response)
    assert isinstance(response.cookies, SimpleCookie)
    assert response.cookies[VISIT.name]["max-age"] == 0
