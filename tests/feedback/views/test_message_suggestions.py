"""While the subject is typed: published answers and better doors, nothing else."""

import pytest
from django.test import Client

from tests.cast import Cast
from tests.feedback.message_cases import bring_to, load_rules, publish

pytestmark = pytest.mark.django_db
ADDRESS = "/feedback/suggestions/"


def test_published_answers_and_doors(client: Client, cast: Cast) -> None:
    load_rules()
    public = publish(bring_to("answered", cast, subject="身份证补领要多久"), cast)
    bring_to("answered", cast, subject="身份证补领太慢", text="没有公开")
    response = client.post(ADDRESS, {"q": "身份证补领多久"})
    text = response.content.decode()
    assert public.number in text
    assert text.count("<li>") == 1
    assert response["Cache-Control"] == "no-store"
    assert "119" in client.post(ADDRESS, {"q": "着火了"}).content.decode()


def test_what_only_the_text_says_is_found(client: Client, cast: Cast) -> None:
    load_rules()
    text = "丢了身份证也可以到派出所补领"
    found = publish(bring_to("answered", cast, subject="补办证件", text=text), cast)
    assert found.number in client.post(ADDRESS, {"q": "请问身份证补领派出所"}).content.decode()


@pytest.mark.parametrize("words", ["", "吗", "13900000000", "x" * 5000, "\x00", "'\"<>"])
def test_odd_words_find_nothing(client: Client, words: str) -> None:
    response = client.post(ADDRESS, {"q": words})
    assert response.status_code == 200
    assert not response.content.strip()


def test_of_a_report_nothing_is_asked(client: Client) -> None:
    assert not client.post(ADDRESS, {"q": "着火了", "kind": "report"}).content.strip()


def test_what_is_typed_stands_in_no_address_and_is_guarded() -> None:
    assert Client().get(ADDRESS, {"q": "着火了"}).status_code == 405
    assert Client(enforce_csrf_checks=True).post(ADDRESS, {"q": "着火了"}).status_code == 403
