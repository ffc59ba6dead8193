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
    response = client.get(ADDRESS, {"q": "身份证补领多久"})
    text = response.content.decode()
    assert public.number in text
    assert text.count("<li>") == 1
    assert "max-age=60" in response["Cache-Control"]
    assert "119" in client.get(ADDRESS, {"q": "着火了"}).content.decode()


@pytest.mark.parametrize("words", ["", "吗", "13900000000", "x" * 5000, "\x00", "'\"<>"])
def test_odd_words_find_nothing(client: Client, words: str) -> None:
    response = client.get(ADDRESS, {"q": words})
    assert response.status_code == 200
    assert not response.content.strip()
