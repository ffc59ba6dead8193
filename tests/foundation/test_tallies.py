"""Counts gather in memory and are written together; what cannot be written breaks no page."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import RequestFactory

from foundation.tallies import Tallies, forget_all, is_person, write_all

pytestmark = pytest.mark.django_db


def test_values_of_one_key_are_joined_and_written_once(settings: Any) -> None:
    written: list[Mapping[str, int]] = []
    tallies: Tallies[str, int] = Tallies(int.__add__, written.append)
    tallies.count("a", 1)
    tallies.count("b", 5)
    tallies.count("a", 2)
    write_all()
    write_all()
    assert written == [{"a": 3, "b": 5}]
    settings.COUNTS_WRITTEN_AFTER = 0
    tallies.count("a", 4)
    assert written[1:] == [{"a": 4}]


def test_what_cannot_be_written_is_logged_and_dropped(caplog: pytest.LogCaptureFixture) -> None:
    def refuse(_held: Mapping[str, int]) -> None:
        raise DatabaseError

    tallies: Tallies[str, int] = Tallies(int.__add__, refuse)
    tallies.count("secret words", 1)
    tallies.write()
    assert "1 counts were not written" in caplog.text
    assert "secret" not in caplog.text
    forget_all()


@pytest.mark.parametrize(
    ("headers", "counts"),
    [
        ({"User-Agent": "Mozilla/5.0 (Linux; Android 13) MicroMessenger/8.0"}, True),
        ({"User-Agent": "Mozilla/5.0 (compatible; Baiduspider/2.0)"}, False),
        ({"User-Agent": "Mozilla/5.0", "Sec-Purpose": "prefetch;prerender"}, False),
        ({}, False),
    ],
)
def test_robots_and_pages_fetched_beforehand_are_no_persons(headers: dict[str, str], counts: bool) -> None:
    assert is_person(RequestFactory().get("/", headers=headers)) is counts
    assert not is_person(RequestFactory().head("/", headers=headers))
