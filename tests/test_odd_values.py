"""Odd bytes and endless values in public addresses: a plain answer, nothing invisible repeated, never a failure."""

from typing import Final

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.approvals.factories import make_item, publish
from tests.cast import Cast
from tests.guides.factories import make_guide

ODD: Final = {
    "NUL": "%00",
    "control characters": "%01%07%08%0B%1B[2J%7F",
    "line breaks": "%0D%0ASet-Cookie:%20a=b",
    "half a surrogate": "%ED%A0%80",
    "bytes that are no UTF-8": "%FF%FE%C0%80",
    "reversed direction": "%E2%80%AE%E2%81%A6",
    "no character": "%EF%BF%BF",
    "ten thousand letters": "x" * 10_000,
    "three thousand Chinese signs": "%E5%AD%97" * 3_000,
    "markup": "%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
    "format": "%25s%25(value)s%7B0%7D",
}
LISTS: Final = (
    "/items/", "/guides/", "/adjustments/", "/search/", "/disclosure/documents/", "/disclosure/catalogue/",
    "/consultations/", "/feedback/ratings/", "/feedback/ratings/list/",
    "/feedback/scoreboard/", "/feedback/answers/", "/feedback/new/",
)  # fmt: skip
"""Pages that read parameters."""
PLAIN: Final = ("/", "/en/", "/flows/", "/departments/", "/about/", "/disclosure/", "/disclosure/guide/")
"""Pages that repeat nothing but their own address."""
PARAMETERS: Final = ("q", "page", "sort", "more", "department", "kind", "year", "visits", "guide", "theme")
"""Words, numbers, choices of a form, facets with codes and with numbers: each other parameter is like one of these."""
PATHS: Final = (
    "/{}", "/{}/", "/en/{}/", "/items/{}/", "/guides/{}/", "/flows/{}/", "/departments/{}/", "/display/{}/",
    "/disclosure/columns/{}/", "/disclosure/columns/{}/feed/", "/disclosure/documents/{}/2026-00001/",
    "/feedback/ratings/windows/{}/", "/guides/guide/forms/{}/blank/", "/guides/guide/forms/x/{}/",
)  # fmt: skip


def assert_plain(response: HttpResponse, address: str) -> None:
    """A page without anything that cannot be seen, and not much larger than without the odd value."""
    text = response.content.decode()
    assert response.status_code in {200, 404}, address[:80]
    unseen = {one for one in text if (ord(one) < 32 and one not in "\n\r\t") or one in "\x7f\u202e\u2066"}
    assert unseen == set(), address[:80]
    assert "<script>alert" not in text
    assert len(text) < 100_000 + 12 * len(address)


@pytest.fixture
def _catalog(cast: Cast) -> None:
    item = make_item(cast.police)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    publish(make_guide(item, slug="guide"), editor=cast.editor, reviewer=cast.reviewer)


@pytest.mark.usefixtures("_catalog")
@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_as_a_parameter(odd: str) -> None:
    client = Client(raise_request_exception=False)
    addresses = [f"{page}?{parameter}={odd}" for page in LISTS for parameter in PARAMETERS]
    for address in [*addresses, *(f"{page}?q={odd}" for page in PLAIN)]:
        assert_plain(client.get(address), address)


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_in_a_path(odd: str, db: None) -> None:
    client = Client(raise_request_exception=False)
    for path in PATHS:
        address = path.format(odd)
        assert_plain(client.get(address), address)


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_the_way_back_from_large_print(odd: str) -> None:
    response = Client(raise_request_exception=False).get(f"/display/on/?next=/{odd}")
    assert response.status_code == 302
    assert response["Location"].startswith("/")


def test_raw_bytes_in_header_and_path(db: None) -> None:
    client = Client(raise_request_exception=False)
    headers = {"HTTP_IF_NONE_MATCH": "\x80\xff\x00", "HTTP_COOKIE": "display=\x00\xff", "HTTP_HOST": "testserver"}
    for page in (*LISTS, *PLAIN):
        assert client.get(page, **headers).status_code == 200  # type: ignore[arg-type]
    assert client.get("/display.css", **headers).status_code == 200  # type: ignore[arg-type]
    assert client.get("/", QUERY_STRING="q=\x80\xff\x00").status_code == 200


@pytest.mark.usefixtures("_catalog")
@pytest.mark.parametrize("field", ["guide", "about", "kind", "subject"])
def test_in_the_form_of_a_message(field: str) -> None:
    client = Client(raise_request_exception=False)
    for odd in ("\0", "x\0y", "\x1b", "\ufffd"):
        assert client.post("/feedback/new/", {field: odd}).status_code == 422, repr(odd)
