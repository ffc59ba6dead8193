"""What is public already, as a piece of a page; nothing that is typed stands in an address."""

import pytest
from django.test import Client

from tests.approvals.factories import publish
from tests.cast import Cast
from tests.disclosure.applicants import NEW, filled
from tests.disclosure.factories import make_publication

pytestmark = pytest.mark.django_db
ADDRESS = "/disclosure/requests/suggestions/"


@pytest.fixture
def text(cast: Cast):
    made = make_publication(cast.police, title="2025年窗口办件量<统计>")
    publish(made, editor=cast.editor, reviewer=cast.reviewer)
    return made


def test_it_answers_with_links(client: Client, text):
    response = client.post(ADDRESS, {"q": "窗口办件量"})
    assert "办件量&lt;统计&gt;" in response.content.decode()
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies


@pytest.mark.parametrize("words", ["", "没有这样的事", "\x00", "%", "字" * 10_000])
def test_it_answers_with_nothing(client: Client, text, words: str):
    response = client.post(ADDRESS, {"q": words})
    assert (response.status_code, response.content.strip()) == (200, b"")


def test_without_a_script_the_preview_says_the_same(client: Client, text):
    page = client.post(NEW, filled(step="check")).content.decode()
    assert client.post(ADDRESS, {"q": filled()["subject"]}).content.decode().strip() in page


def test_what_is_typed_stands_in_no_address_and_is_guarded():
    assert Client().get(ADDRESS, {"q": "窗口办件量"}).status_code == 405
    assert Client(enforce_csrf_checks=True).post(ADDRESS, {"q": "窗口办件量"}).status_code == 403
