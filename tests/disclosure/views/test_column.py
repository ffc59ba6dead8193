"""/disclosure/columns/<code>/ and its feed."""

import datetime as dt
import re

import pytest
from django.test import Client

from disclosure.models import Column, Milestone
from tests.approvals.factories import publish
from tests.cast import Cast
from tests.disclosure.factories import make_column, make_publication

TODAY = dt.date(2026, 5, 20)


@pytest.fixture(autouse=True)
def _stand_on_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("disclosure.views.publications.local_today", lambda: TODAY)


def publish_in(cast: Cast, column: Column, title: str, **values: object) -> None:
    publish(make_publication(cast.police, column=column, title=title, **values),
            editor=cast.editor, reviewer=cast.reviewer)  # fmt: skip


def test_its_texts_and_those_of_its_parts(cast: Cast, client: Client) -> None:
    documents = make_column("documents", name="政策文件", legal_ground="条例第二十条第（一）项")
    publish_in(cast, make_column("normative", name="规范性文件", parent=documents), "办法")
    publish_in(cast, make_column("news"), "动态")
    page = client.get("/disclosure/columns/documents/").content.decode()
    assert "办法" in page
    assert ">动态<" not in page
    assert 'href="/disclosure/columns/normative/"' in page
    assert "条例第二十条第（一）项" in page
    assert page.count('<meta name="ColumnName"') == 1
    assert '<meta name="ColumnName" content="政策文件">' in page


def test_promises_show_their_progress(cast: Cast, client: Client) -> None:
    column = make_column("promises", kind="yearly")
    promise = make_publication(cast.police, column=column, kind="promise")
    days = [(dt.date(2026, 1, 1), dt.date(2026, 1, 1)), (dt.date(2026, 5, 19), None), (None, None)]
    for number, (due, done) in enumerate(days):
        Milestone.objects.create(publication=promise, title=f"实事{number}", due_on=due, done_on=done)
    publish(promise, editor=cast.editor, reviewer=cast.reviewer)
    page = client.get("/disclosure/columns/promises/").content.decode()
    assert '<progress max="3" value="1"' in page
    assert "1个节点已逾期" in page


def test_long_columns_have_pages(cast: Cast, client: Client) -> None:
    for number in range(21):
        publish_in(cast, make_column("news"), f"动态{number:02d}", issued_on=dt.date(2026, 1, 1) + dt.timedelta(number),
                   written_on=None)  # fmt: skip
    first = client.get("/disclosure/columns/news/").content.decode()
    assert re.findall(r">(动态\d\d)<", first) == [f"动态{number:02d}" for number in range(20, 0, -1)]
    assert ">动态00<" in client.get("/disclosure/columns/news/?page=2").content.decode()


def test_an_empty_column_says_so(cast: Cast, client: Client) -> None:
    make_column("plans")
    assert "本栏目尚未发布信息" in client.get("/disclosure/columns/plans/").content.decode()


def test_a_column_out_of_use_has_no_page(cast: Cast, client: Client) -> None:
    make_column("old", is_active=False)
    assert client.get("/disclosure/columns/old/").status_code == 404
    assert client.get("/disclosure/columns/old/feed/").status_code == 404


def test_the_feed_of_a_column(cast: Cast, client: Client) -> None:
    publish_in(cast, make_column("news", name="窗口动态"), "甲<动态>")
    publish_in(cast, make_column("notices"), "公告")
    feed = client.get("/disclosure/columns/news/feed/").content.decode()
    assert "<title>窗口动态</title>" in feed
    assert "甲&lt;动态&gt;" in feed
    assert "公告" not in feed
    assert "公告" in client.get("/disclosure/feed/").content.decode()
