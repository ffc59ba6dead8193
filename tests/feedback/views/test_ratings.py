"""The public figures of ratings, the rows behind them, the windows."""

import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from feedback.actions import rating_words
from feedback.actions.ratings import RatingEntry
from feedback.reports.ratings import ratings_of
from foundation.organization import Window
from tests.cast import Cast
from tests.feedback.message_cases import MONDAY
from tests.feedback.raters import INDEX, NAMED, bring_to, give, make_window, tell_and_release

pytestmark = pytest.mark.django_db
LIST = f"{INDEX}list/"


@pytest.fixture(autouse=True)
def window(cast: Cast, settings: Any) -> Window:
    """Return window 3."""
    settings.PORTAL_TODAY = MONDAY
    return make_window(cast)


def shown(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_figures_stand_with_their_rules_and_open_their_rows(client: Client, window: Window, cast: Cast) -> None:
    give(window, RatingEntry("satisfied"))
    bring_to(give(window)[0], "told", cast)
    page = shown(client, INDEX)
    for words in ("满意率", "差评率", "整改率", "回访率", "评价率", "除以全部计入的评价"):
        assert words in page
    links = set(re.findall(rf'href="({LIST}\?[^"]+)"', page))
    assert len(links) > 10
    for link in links:
        assert client.get(link).status_code == 200


def test_the_figures_of_one_department(client: Client, window: Window, cast: Cast) -> None:
    market = Window.objects.create(number="5", name="登记", department=cast.market)
    give(market, RatingEntry("satisfied"))
    give(window)
    page = shown(client, f"{INDEX}?year=2026&department=scj")
    assert "100%" in page
    links = re.findall(rf'href="({LIST}\?[^"]+)"', page)
    assert links
    assert all("department=scj" in link for link in links)
    assert "department=gaj" not in page
    assert "共 1 条评价" in shown(client, f"{LIST}?show=counted&period=2026-03&department=scj")
    assert "department=gaj" in shown(client, f"{INDEX}?year=2026&department=%00")


def test_a_figure_and_its_list_say_the_same(client: Client, window: Window, cast: Cast) -> None:
    for grade in ("satisfied", "dissatisfied", "dissatisfied"):
        give(window, RatingEntry(grade))
    bring_to(give(window)[0], "not_counted", cast)
    for name, count in ratings_of(2026).total.counts.items():
        assert f"共 {count} 条评价" in shown(client, f"{LIST}?show={name}&period=2026")


def test_the_public_reads_what_was_done_and_nobodys_name(client: Client, window: Window, cast: Cast) -> None:
    rating, _code = give(window)
    page = shown(client, LIST)
    assert rating.number in page
    assert "等太久" not in page  # nothing of the words before the result
    bring_to(rating, "told", cast, note="已增开窗口。")
    assert "已增开窗口。" not in shown(client, LIST)  # one person alone publishes nothing
    rating_words.release_words(rating, edit_version=1, actor=cast.reviewer)
    page = shown(client, LIST)
    assert "已增开窗口。" in page
    assert "等太久" in page
    for personal in ("赵小样", "13900000000"):
        assert personal not in page


def test_without_consent_no_remark_is_public(client: Client, window: Window, cast: Cast) -> None:
    tell_and_release(give(window, RatingEntry("dissatisfied", remark="等太久"))[0], cast)
    assert "等太久" not in shown(client, LIST)


def test_what_does_not_count_says_nothing_more(client: Client, window: Window, cast: Cast) -> None:
    bring_to(give(window)[0], "not_counted", cast)
    assert NAMED.remark not in shown(client, f"{LIST}?show=appealed")
    assert "共 0 条评价" in shown(client, f"{LIST}?show=bad")


def test_odd_addresses(client: Client) -> None:
    assert client.get(f"{LIST}?show=all").status_code == 404
    for query in ("period=x", "department=%00", "grade=%00", "page=999", "period=9999"):
        assert client.get(f"{LIST}?show=bad&{query}").status_code == 200
    for year in ("x", "1066", "99999", "2026-03"):
        assert client.get(f"{INDEX}?year={year}").status_code == 200


def test_more_ratings_need_no_more_queries(client: Client, window: Window, cast: Cast) -> None:
    def count() -> list[int]:
        found = []
        for address in (INDEX, LIST, f"{LIST}?show=counted", f"{INDEX}windows/"):
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            found.append(len(asked))
        return found

    give(window)
    give(window, RatingEntry("satisfied"))
    before = count()
    market = Window.objects.create(number="5", name="登记", department=cast.market)
    for day in range(1, 4):
        give(market, today=MONDAY.replace(day=day))
        give(window, RatingEntry("satisfied"), today=MONDAY.replace(month=day))
    assert count() == before


def test_windows_in_use_can_be_chosen(client: Client, window: Window, cast: Cast) -> None:
    Window.objects.create(number="4", name="出入境", department=cast.police, is_active=False)
    page = shown(client, f"{INDEX}windows/")
    assert f"{INDEX}windows/3/" in page
    assert "出入境" not in page


def test_english_pages(client: Client, window: Window) -> None:
    give(window)
    assert "Good/bad rating" in client.get("/en/feedback/ratings/").content.decode()
    assert "very satisfied" in client.get("/en/feedback/ratings/windows/3/").content.decode()
