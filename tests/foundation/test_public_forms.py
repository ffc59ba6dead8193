"""Machines are held off, people are not: what looks odd gets a sentence, and a second try gets through."""

import time

import pytest
from django import forms
from django.http import QueryDict
from django.middleware.csrf import get_token
from django.test import RequestFactory

from foundation.public_forms import GuardedForm, is_forged, new_stamp


class Letter(GuardedForm):
    text = forms.CharField()


def letter(**values: str) -> Letter:
    data = QueryDict(mutable=True)
    data.update({"text": "您好", **values})
    return Letter(data)


def posted(*, forged: bool = False):
    """A request as the browser sends it, with or without the token against forged sending."""
    first = RequestFactory().get("/")
    token = get_token(first)
    request = RequestFactory().post("/", {} if forged else {"csrfmiddlewaretoken": token})
    request.COOKIES["csrftoken"] = first.META["CSRF_COOKIE"]
    return request


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch):
    """Let time pass."""

    def pass_time(seconds: float) -> None:
        moment = time.time() + seconds
        monkeypatch.setattr("django.core.signing.time.time", lambda: moment)

    return pass_time


def test_an_ordinary_letter_is_not_doubted(later):
    stamp = new_stamp()
    later(Letter.shortest_seconds + 2)
    assert letter(stamp=stamp).doubts(posted()) == ""


def test_what_was_sent_at_once_is_doubted_once(later):
    form = letter(stamp=new_stamp())
    assert form.doubts(posted())
    later(Letter.shortest_seconds + 2)
    assert form.doubts(posted()) == ""


class HastyLetter(Letter):
    shortest_seconds = -1


def test_a_form_may_allow_haste():
    data = QueryDict(mutable=True)
    data.update({"text": "您好", "stamp": new_stamp()})
    assert HastyLetter(data).doubts(posted()) == ""
    data["stamp"] = "made up"
    assert HastyLetter(data).doubts(posted())


def test_the_field_that_people_do_not_see_is_emptied(later):
    stamp = new_stamp()
    later(Letter.shortest_seconds + 2)
    form = letter(stamp=stamp, website="https://spam.example")
    assert form.doubts(posted())
    assert form["website"].value() == ""
    assert form["text"].value() == "您好"
    assert form.doubts(posted()) == ""


@pytest.mark.parametrize("stamp", ["", "made up", "00000000000000000000000000000000:1:x", "\x00"])
def test_a_wrong_stamp_is_renewed(stamp: str, later):
    form = letter(stamp=stamp)
    assert form.doubts(posted())
    later(Letter.shortest_seconds + 2)
    assert form.doubts(posted()) == ""


def test_a_forged_letter_is_doubted(later):
    stamp = new_stamp()
    later(Letter.shortest_seconds + 2)
    assert letter(stamp=stamp).doubts(posted(forged=True))


def test_forged_sending_is_told_from_ordinary():
    assert not is_forged(posted())
    assert is_forged(posted(forged=True))
    assert is_forged(RequestFactory().post("/"))
    assert not is_forged(RequestFactory().get("/"))


def test_the_same_form_keeps_its_token():
    stamp = new_stamp()
    assert letter(stamp=stamp).token == letter(stamp=stamp).token
    assert letter(stamp=new_stamp()).token != letter(stamp=new_stamp()).token


def test_each_opened_form_has_a_stamp_of_its_own():
    assert Letter()["stamp"].value() != Letter()["stamp"].value()
    assert Letter(initial={"text": "x"})["text"].value() == "x"
