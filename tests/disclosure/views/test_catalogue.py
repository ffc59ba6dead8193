"""The disclosure guide, the catalogue and its table."""

import csv
import datetime as dt
import io

import pytest
from django.test import Client

from tests.approvals.factories import publish
from tests.cast import Cast
from tests.disclosure.factories import make_body, make_column, make_office, make_publication, make_reading_point


def table(client: Client, query: str = "", language: str = "") -> list[list[str]]:
    response = client.get(f"{language}/disclosure/catalogue/catalogue.csv?{query}")
    content = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    assert content.startswith("\ufeff")
    return list(csv.reader(io.StringIO(content.removeprefix("\ufeff"))))


def test_the_catalogue_holds_what_article_12_asks_for(cast: Cast, client: Client) -> None:
    text = make_publication(cast.police, title="窗口调整", summary="三楼窗口搬到二楼", written_on=dt.date(2026, 3, 1))
    publish(text, editor=cast.editor, reviewer=cast.reviewer)
    page = client.get("/disclosure/catalogue/").content.decode()
    assert "114299000/<wbr>2026-00001" in page
    for words in ("窗口调整", "三楼窗口搬到二楼", "2026-03-01"):
        assert words in page


def test_the_table_follows_the_filters(cast: Cast, client: Client) -> None:
    for column, title in (("news", "甲"), ("notices", "乙"), ("news", "丙")):
        text = make_publication(cast.police, column=make_column(column, kind="notices"), title=title)
        publish(text, editor=cast.editor, reviewer=cast.reviewer)
    assert [row[1] for row in table(client)[1:]] == ["丙", "乙", "甲"]
    assert [row[1] for row in table(client, "column=news&q=甲")[1:]] == ["甲"]
    assert (
        'href="/disclosure/catalogue/catalogue.csv?column=news"'
        in client.get("/disclosure/catalogue/?column=news&page=1").content.decode()
    )
    assert table(client)[0][0] == "索引号"
    assert table(client, language="/en")[0][0] == "Index number"


def test_no_cell_is_a_formula(cast: Cast, client: Client) -> None:
    text = make_publication(cast.police, title="=1+1", summary="@SUM(A1)")
    publish(text, editor=cast.editor, reviewer=cast.reviewer)
    assert table(client)[1][1:3] == ["'=1+1", "'@SUM(A1)"]


def test_the_guide_states_the_six_facts_of_the_office(cast: Cast, client: Client) -> None:
    office, point = make_office(), make_reading_point()
    make_body(cast.police)
    make_column("normative", name="规范性文件", legal_ground="条例第二十条第（一）项")
    page = client.get("/disclosure/guide/").content.decode()
    facts = (office.name, office.address, office.office_hours, office.phone, office.fax, office.internet_contact)
    for words in (*facts, point.name, "规范性文件", "条例第二十条第（一）项", "114299000"):
        assert words in page, words
    for words in ("分类", "编排体系", "获取方式", "20个工作日", "身份证明", "信函、传真", "每件100元", "60日", "6个月"):
        assert words in page, words


@pytest.mark.parametrize("shown", [True, False])
def test_an_office_that_is_not_shown(shown: bool, db: None, client: Client) -> None:
    make_office(is_active=shown)
    assert ("0729-5550106" in client.get("/disclosure/guide/").content.decode()) is shown
