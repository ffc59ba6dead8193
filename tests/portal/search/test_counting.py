"""Searches and opened results are counted where people make them; links to results stay clean."""

import pytest
from django.test import Client

from foundation.search.log_models import QueryDay
from foundation.tallies import write_all
from tests.approvals.factories import make_item, publish
from tests.cast import Cast
from tests.guides.factories import make_guide

BROWSER = {"User-Agent": "Mozilla/5.0"}


@pytest.fixture
def _guide(cast: Cast) -> None:
    item = make_item(cast.police, name="居民身份证补领")
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    guide = make_guide(item, title="居民身份证丢失补领", slug="card")
    publish(guide, editor=cast.editor, reviewer=cast.reviewer)


def search(words: str, *visitors: str, **more: str) -> None:
    """Let visitors search for the words."""
    for address in visitors:
        Client(REMOTE_ADDR=address, headers=BROWSER).get("/search/", {"q": words, **more})


def counted() -> list[tuple[str, int, int, int]]:
    """Return text, searches, misses and clicks of what was counted."""
    write_all()
    return list(QueryDay.objects.order_by("text").values_list("text", "searches", "misses", "clicks"))


@pytest.mark.usefixtures("_guide")
def test_searches_are_counted_once() -> None:
    search("身份证", "10.0.0.1", "10.0.0.2", "10.0.0.3")
    search("身份证", "10.0.0.1", page="2")
    search("身份证", "10.0.0.1", kind="guide")
    search("身份证", "10.0.0.1", format="json")
    Client(headers={"User-Agent": "Googlebot"}).get("/search/", {"q": "身份证"})
    search("火箭发射", "10.0.0.1", "10.0.0.2", "10.0.0.3")
    assert counted() == [("火箭发射", 3, 3, 0), ("身份证", 3, 0, 0)]


@pytest.mark.usefixtures("_guide")
@pytest.mark.parametrize(
    ("address", "referrer", "clicks"),
    [
        ("/guides/card/", "http://testserver/search/?q=身份证", 1),
        ("/en/guides/card/", "http://testserver/search/?q=身份证&page=2", 1),
        ("/guides/", "http://testserver/search/?q=身份证", 0),
        ("/guides/card/", "http://elsewhere.example/search/?q=身份证", 0),
        ("/guides/card/", "http://testserver/guides/?q=身份证", 0),
        ("/guides/card/", "http://[/search/?q=身份证", 0),
        ("/guides/none/", "http://testserver/search/?q=身份证", 0),
    ],
)
def test_an_opened_result_is_counted_by_the_page_before(address: str, referrer: str, clicks: int) -> None:
    search("身份证", "10.0.0.1", "10.0.0.2", "10.0.0.3")
    Client(headers={**BROWSER, "Referer": referrer}).get(address)
    assert counted() == [("身份证", 3, 0, clicks)]
