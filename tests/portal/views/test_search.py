"""/search/: a simple box over the names of guides and items."""

import pytest
from django.test import Client

from tests.approvals.factories import make_item, publish
from tests.cast import Cast
from tests.guides.factories import make_guide


@pytest.fixture
def _published(cast: Cast) -> None:
    item = make_item(cast.police, name="居民身份证补领", colloquial_name="补身份证")
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    publish(make_guide(item, title="身份证丢了怎么办"), editor=cast.editor, reviewer=cast.reviewer)


@pytest.mark.usefixtures("_published")
@pytest.mark.parametrize(
    ("words", "guides", "items"),
    [("身份证", 1, 1), ("怎么办", 1, 0), ("补身份证", 1, 1), ("护照", 0, 0), ("  ", 0, 0), ("%", 0, 0), ("_", 0, 0)],
)
def test_finds_names(client: Client, words, guides, items):
    text = client.get("/search/", {"q": words}).content.decode()
    assert text.count(">身份证丢了怎么办</a>") == guides
    assert text.count(">居民身份证补领</a>") == items


@pytest.mark.usefixtures("_published")
def test_nothing_found_repeats_the_words_safely(client: Client):
    text = client.get("/search/", {"q": "<b>x</b>"}).content.decode()
    assert "<b>x" not in text
    assert text.count("&lt;b&gt;x&lt;/b&gt;") >= 3


def test_too_long_words_get_a_sentence(db: None, client: Client):
    response = client.get("/search/", {"q": "长" * 101})
    assert response.status_code == 200
    assert 'role="alert"' in response.content.decode()


def test_without_words(db: None, client: Client):
    text = client.get("/search/").content.decode()
    assert '<meta name="robots" content="noindex, follow">' in text
    assert 'name="q"' in text
