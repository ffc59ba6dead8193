"""/guides/: the list of guides, by the names of guides and of their items."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.approvals.factories import make_item, publish
from tests.cast import Cast
from tests.guides.factories import make_guide


@pytest.fixture
def titles(cast: Cast) -> list[str]:
    """Titles of three public guides of one item."""
    item = make_item(cast.police, name="户口登记", colloquial_name="上户口")
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    found = ["新生儿落户", "夫妻投靠", "人才引进落户"]
    for title in found:
        publish(make_guide(item, title=title), editor=cast.editor, reviewer=cast.reviewer)
    return found


@pytest.mark.parametrize(("words", "count"), [("落户", 2), ("上户口", 3), ("户口登记 投靠", 1), ("没有", 0)])
def test_words(titles, client: Client, words, count):
    text = client.get("/guides/", {"q": words}).content.decode()
    assert sum(f">{title}</a>" in text for title in titles) == count


def test_guides_have_facets_of_their_items(titles, client: Client):
    text = client.get("/guides/").content.decode()
    assert 'href="/guides/?department=gaj"' in text
    assert 'href="/guides/?initial=X"' in text


def test_queries_do_not_grow(titles, cast: Cast, client: Client):
    client.get("/guides/")
    with CaptureQueriesContext(connection) as before:
        client.get("/guides/")
    item = make_item(cast.police)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    for _number in range(4):
        publish(make_guide(item), editor=cast.editor, reviewer=cast.reviewer)
    client.get("/guides/")
    with CaptureQueriesContext(connection) as after:
        client.get("/guides/")
    assert len(after) == len(before) <= 8
