"""The figures for staff: each opens exactly as many messages as it says, and nobody counts what they may not see."""

import datetime as dt
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from feedback.actions import replies
from tests.cast import Cast
from tests.feedback.message_cases import bring_to, load_rules, send

pytestmark = pytest.mark.django_db
ADDRESS = "/staff/feedback/figures/"


@pytest.fixture(autouse=True)
def _messages(cast: Cast, settings: Any) -> None:
    load_rules()
    settings.PORTAL_TODAY = dt.date(2026, 4, 1)
    bring_to("answered", cast)
    bring_to("answered", cast, text="二", today=dt.date(2026, 2, 2))
    bring_to("handling", cast, text="三")
    bring_to("withdrawn", cast, text="四")
    send(text="没有转交")


def figures(client: Client, query: str = "") -> list[tuple[str, int]]:
    text = unescape(client.get(ADDRESS + query).content.decode())
    found = re.findall(r'<td><a href="([^"]+)">(\d+)</a></td>', text)
    return [(url, int(value)) for url, value in found if "sort=slow" not in url]


def rows(client: Client, address: str) -> int:
    export = client.get(f"{address}&export=csv")
    content = b"".join(export.streaming_content) if export.streaming else export.content
    return len(content.decode("utf-8-sig").strip().splitlines()) - 1


def test_every_figure_opens_its_messages(client: Client, cast: Cast) -> None:
    client.force_login(cast.manager)
    found = figures(client)
    assert len(found) >= 10
    for address, value in found:
        assert rows(client, address) == value, address


def test_behind_the_days_stand_the_replies_longest_first(client: Client, cast: Cast) -> None:
    quick = bring_to("handling", cast, text="快办", today=dt.date(2026, 3, 2))
    replies.save_reply(quick, text="答复", ending="solved", actor=cast.officer)
    replies.submit_reply(quick, edit_version=1, actor=cast.officer)
    replies.send_reply(quick, edit_version=1, today=dt.date(2026, 3, 20), actor=cast.reviewer)
    client.force_login(cast.manager)
    text = unescape(client.get(ADDRESS).content.decode())
    address = re.search(r'href="([^"]+answered=2026-03&sort=slow)"', text)
    assert address is not None
    listed = client.get(address[1]).content.decode()
    assert listed.index(quick.number) == min(listed.index(number) for number in re.findall(r"LY2026-\d{6}", listed))


def test_a_department_counts_its_own(client: Client, cast: Cast) -> None:
    client.force_login(cast.officer)
    found = figures(client)
    assert max(value for _address, value in found) == 3
    for address, value in found:
        assert rows(client, address) == value, address
    client.force_login(cast.other_officer)
    assert figures(client) == []


@pytest.mark.parametrize("query", ["?year=abc", "?year=0000", "?year=9999", "?year=2025"])
def test_odd_years_are_no_error(client: Client, cast: Cast, query: str) -> None:
    client.force_login(cast.manager)
    assert client.get(ADDRESS + query).status_code == 200


@pytest.mark.parametrize("period", ["x", "2026-13", "0000", "２０２６", "2026-03-02"])
def test_odd_periods_find_nothing(client: Client, cast: Cast, period: str) -> None:
    client.force_login(cast.manager)
    response = client.get(f"/staff/feedback/?received={period}")
    assert response.status_code == 200
    assert b"LY2026" not in response.content
