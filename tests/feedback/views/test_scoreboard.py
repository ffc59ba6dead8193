"""The public scoreboard: every public figure leads to exactly as many published answers."""

import datetime as dt
import re
import uuid
from html import unescape
from typing import Any

import pytest
from django.test import Client

from feedback.actions.ratings import RatingEntry, rate_reply
from feedback.actions.replies import last_sent
from feedback.models import Message
from feedback.reference import load_rating_rules
from tests.cast import Cast
from tests.feedback.message_cases import MONDAY, bring_to, load_rules, publish, send

pytestmark = pytest.mark.django_db
ADDRESS = "/feedback/scoreboard/"


@pytest.fixture(autouse=True)
def _day(settings: Any) -> None:
    load_rules()
    settings.PORTAL_TODAY = dt.date(2026, 4, 1)


def give_reply(message: Message, grade: str) -> None:
    """Rate the reply to a message, as its writer."""
    load_rating_rules()
    reply = last_sent(message)
    assert reply is not None
    rate_reply(reply, RatingEntry(grade), token=uuid.uuid4(), today=dt.date(2026, 4, 1))


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


def test_every_number_opens_what_is_behind_it(client: Client, cast: Cast) -> None:
    for text in ("一", "二"):
        publish(bring_to("answered", cast, text=text), cast)
    bring_to("answered", cast, text="没有公开", today=dt.date(2026, 3, 3))
    for query in ("", "?department=gaj"):
        links = re.findall(r'<a href="(/feedback/scoreboard/rows/[^"]+)">(?:<strong>)?(\d+)', shown(client, query))
        assert {"received", "answered", "half", "nine"} <= {re.search(r"show=(\w+)", url)[1] for url, _n in links}  # type: ignore[index]
        for url, number in links:
            behind = unescape(client.get(url).content.decode())
            assert behind.count('<th scope="row"><a href="/feedback/answers/') == (0 if "late" in url else 2), url
            if "received" in url or "answered" in url:
                assert f"计入{number}件" in behind
                assert "其中1件未公开" in behind
    behind = unescape(client.get("/feedback/scoreboard/rows/?show=half&period=2026-03").content.decode())
    assert "0个工作日" in behind
    for query in ("show=half", "show=x&period=2026", "show=half&period=soon"):
        assert client.get(f"/feedback/scoreboard/rows/?{query}").status_code == 404


def test_grades_of_replies_open_their_ratings(client: Client, cast: Cast) -> None:
    give_reply(bring_to("answered", cast), grade="dissatisfied")
    give_reply(bring_to("answered", cast, text="二"), grade="satisfied")
    text = shown(client, "?year=2026&department=gaj")
    for period in ("2026", "2026-03"):
        link = f"/feedback/ratings/list/?show=replies&period={period}&department=gaj"
        assert f'<a href="{link}">2</a>' in text
        assert f'<a href="{link}">50%</a>' in text
        assert client.get(link).content.decode().count('class="panel"') == 2


def test_the_total_of_all_departments_is_of_all(client: Client, cast: Cast) -> None:
    bring_to("answered", cast)
    send(text="没有转交")
    months, departments = shown(client, "?department=gaj").split('id="departments-caption"')
    assert re.search(r'board-total"><th scope="row">合计</th>\s*<td>\s*<a [^>]+>1</a>', months)
    assert re.search(r'board-total"><th scope="row">合计</th>\s*<td>\s*<a [^>]+>2</a>', departments)


def test_what_is_open_now_belongs_to_the_present_year(client: Client, cast: Cast) -> None:
    bring_to("handling", cast, today=MONDAY)
    assert "在办已超期" in shown(client)
    assert "在办已超期" not in shown(client, "?year=2025")


def test_it_explains_itself_and_draws_without_styles(client: Client, cast: Cast) -> None:
    bring_to("answered", cast)
    text = shown(client)
    for words in ("统计口径", "第90百分位数", "不合并计算", "2026-03"):
        assert words in text
    assert text.count('role="img"') == 2, "answered on the day of receipt: no time to draw"
    assert 'role="img"' not in shown(client, "?year=2025"), "no empty axes"
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
