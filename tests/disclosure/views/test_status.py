"""Number and code open one request for a short while, and tell nothing to those who guess."""

import re
import time
from html import unescape

import pytest
from django.test import Client

from foundation import lookup_codes, lookups
from foundation.calendar_days import CalendarYear
from tests.cast import Cast
from tests.disclosure.applicants import STATUS, code_of, look_up, send, visited
from tests.disclosure.register_cases import NAME, STAGES, concluded_online, logged

pytestmark = pytest.mark.django_db


def text_of(response) -> str:
    return unescape(response.content.decode())


def test_the_form_is_nobodys_to_keep(client: Client):
    response = client.get(STATUS)
    assert response["Cache-Control"] == "private, no-store"
    assert '<meta name="robots" content="noindex' in text_of(response)


def test_number_and_code_come_back_to_no_address(client: Client):
    request = send(client)
    response = client.post(STATUS, {"number": request.number, "code": code_of(request)})
    assert (response.status_code, response["Location"]) == (302, STATUS)
    assert request.number not in response.cookies["disclosure_visit"].OutputString()
    response = client.get(STATUS)
    assert request.number in text_of(response)
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("change", [str.lower, lambda code: code.replace("-", " "), lambda code: f" {code}　"])
def test_a_code_may_be_typed_as_people_type(client: Client, change):
    request = send(client)
    wide = request.number.translate({ord("0"): "０", ord("-"): "－"}).lower()
    assert client.post(STATUS, {"number": f" {wide} ", "code": change(code_of(request))}).status_code == 302


def test_a_letter_that_an_officer_logged_is_found_too(client: Client, cast: Cast):
    request = logged(cast, channel="letter", evidence="")
    look_up(client, request)
    assert request.subject in text_of(client.get(STATUS))


def test_a_wrong_code_and_an_unknown_number_get_the_same_answer(client: Client, cast: Cast):
    one, other = send(client), logged(cast)
    code = code_of(one)
    tries = {
        "tampered": (one.number, code[:-1] + ("A" if code[-1] != "A" else "B")),
        "another's": (one.number, code_of(other)),
        "unknown": ("SQ2026-99999", code),
        "odd": ("SQ\u202e2026", "🧾" * 12),
        "digest": (one.number, one.code_digest[:40]),
    }
    answers = set()
    for number, typed in tries.values():
        guesser = Client()
        response = guesser.post(STATUS, {"number": number, "code": typed})
        assert response.status_code == 422
        assert "disclosure_visit" not in guesser.cookies
        answers.add(re.sub(r' value="[^"]*"', "", text_of(response)))
    assert len(answers) == 1
    assert "编号和查询码不相符" in answers.pop()


def test_nul_bytes_are_a_wrong_input(client: Client):
    request = send(client)
    assert client.post(STATUS, {"number": request.number, "code": "\x00" * 12}).status_code == 422
    assert client.post(STATUS, {"number": "\x00", "code": code_of(request)}).status_code == 422


def test_an_unknown_number_takes_the_comparison_too(client: Client, monkeypatch):
    compared = []
    matches = lookup_codes.matches
    monkeypatch.setattr(
        "foundation.lookup_forms.lookup_codes.matches", lambda *given: compared.append(given) or matches(*given)
    )
    client.post(STATUS, {"number": "SQ2026-99999", "code": "ABCD-EFGH-JKMN"})
    assert len(compared) == 1


def test_no_code_fits_an_unknown_number(client: Client):
    assert client.post(STATUS, {"number": "SQ2026-99999", "code": "-"}).status_code == 422


def test_very_many_tries_get_the_phone_and_others_still_get_in(client: Client, cast: Cast, monkeypatch):
    monkeypatch.setattr(lookups, "MOST_TRIES", 3)
    request = logged(cast)
    guess = {"number": request.number, "code": "AAAA-AAAA-AAAA"}
    assert [client.post(STATUS, guess).status_code for _try in range(4)] == [422, 422, 422, 429]
    refused = client.post(STATUS, {"number": request.number, "code": code_of(request)})
    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
    assert "0729-5550100" in text_of(refused)
    look_up(Client(REMOTE_ADDR="203.0.113.7"), request)


def test_forged_sending_opens_nothing(cast: Cast):
    request = logged(cast)
    client = Client(enforce_csrf_checks=True)
    response = client.post(STATUS, {"number": request.number, "code": code_of(request)})
    assert response.status_code == 422
    assert request.number in text_of(response), "what was typed is kept"
    assert "disclosure_visit" not in client.cookies


def test_a_visit_ends(client: Client, cast: Cast, monkeypatch):
    request = visited(client, cast, "handling")
    later = time.time() + 31 * 60
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert request.subject not in text_of(client.get(STATUS))


def test_an_altered_visit_opens_nothing(client: Client, cast: Cast):
    request = visited(client, cast, "handling")
    other = logged(cast, subject="别人的申请")
    client.cookies["disclosure_visit"] = client.cookies["disclosure_visit"].value.replace(
        str(request.pk), str(other.pk), 1
    )
    assert "别人的申请" not in text_of(client.get(STATUS))


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_has_its_page(client: Client, cast: Cast, stage: str, language: str):
    request = visited(client, cast, stage)
    response = client.get(f"{language}{STATUS}")
    text = text_of(response)
    assert response.status_code == 200
    assert request.subject in text
    for secret in ("钱小样", "13900000000", "11010519491231002X"):
        assert secret not in text


def test_the_clock_is_explained_with_its_articles(client: Client, cast: Cast):
    request = visited(client, cast, "handling")
    text = text_of(client.get(STATUS))
    assert f"最迟{request.due_on.isoformat()}答复" in text
    assert "第三十三条" in text


def test_a_missing_calendar_is_said_and_no_day_is_guessed(client: Client, cast: Cast):
    request = logged(cast)
    CalendarYear.objects.filter(year=2026).delete()
    look_up(client, request)
    text = text_of(client.get(STATUS))
    assert "2026年的放假安排" in text
    assert "最迟" not in text


def test_the_answer_is_shown_once_it_is_released(client: Client, cast: Cast):
    visited(client, cast, "releasing")
    assert "统计表一份，请查收" not in text_of(client.get(STATUS))
    visited(client, cast, "concluded")
    assert "统计表一份，请查收" not in text_of(client.get(STATUS)), "the decision goes by post"
    look_up(client, concluded_online(cast))
    assert "统计表一份，请查收" in text_of(client.get(STATUS))


def test_what_was_asked_for_is_shown_masked(client: Client, cast: Cast):
    look_up(client, logged(cast, description="2025年各窗口办件量，回复请打13800001234", features="文号〔2025〕3号"))
    text = text_of(client.get(STATUS))
    assert "2025年各窗口办件量，回复请打138****1234" in text
    assert "文号〔2025〕3号" in text
    assert NAME not in text


def test_the_page_costs_the_same_for_many_items(client: Client, cast: Cast, django_assert_max_num_queries):
    request = logged(cast, items=[f"第{number}项" for number in range(20)])
    look_up(client, request)
    with django_assert_max_num_queries(12):
        client.get(STATUS)
