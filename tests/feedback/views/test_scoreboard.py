"""The public scoreboard: every public figure leads to exactly as many published answers."""

import datetime as dt
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast
from tests.feedback.message_cases import MONDAY, bring_to, load_rules, publish

pytestmark = pytest.mark.django_db
ADDRESS = "/feedback/scoreboard/"


@pytest.fixture(autouse=True)
def _day(settings: Any) -> None:
    load_rules()
    settings.PORTAL_TODAY = dt.date(2026, 4, 1)


def shown(client: Client, query: str = "") -> str:
    response = client.get(f"{ADDRESS}{query}")
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_every_figure_opens_its_answers(client: Client, cast: Cast) -> None:
    for text in ("一", "二"):
        publish(bring_to("answered", cast, text=text), cast)
    bring_to("answered", cast, text="没有公开")
    text = shown(client)
    links = re.findall(r'<a href="(/feedback/answers/\?[^"]+)">(\d+)</a>(?: <small>公开(\d+)件)?', text)
    assert len(links) >= 4
    for address, count, public in links:
        listed = client.get(address).content.decode()
        assert listed.count('class="card"') == int(public or count), address
        assert "已忽略" not in listed
    assert "1件未公开" in text


def test_it_explains_itself_and_draws_without_styles(client: Client, cast: Cast) -> None:
    bring_to("answered", cast)
    text = shown(client)
    for words in ("统计口径", "第90百分位数", "不合并计算", "2026-03"):
        assert words in text
    assert text.count('role="img"') == 3
    assert "style=" not in text
    assert "2026-05" not in text, "months to come are not shown"


def test_the_months_of_a_department(client: Client, cast: Cast) -> None:
    bring_to("answered", cast)
    text = shown(client, "?department=gaj&year=2026")
    assert cast.police.name in text
    assert "noindex" in text


@pytest.mark.parametrize(
    "query", ["?year=abc", "?year=0000", "?year=9999", "?year=２０２６", "?department=none", "?year="]
)
def test_odd_addresses_show_a_board(client: Client, query: str) -> None:
    assert "办理情况公示" in shown(client, query)


def test_late_and_open_are_counted(client: Client, cast: Cast) -> None:
    bring_to("handling", cast, today=MONDAY)
    assert re.search(r"<strong>1</strong>在办已超期", shown(client))
