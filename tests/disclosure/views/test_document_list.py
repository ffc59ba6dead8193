"""/disclosure/documents/: all publications, by facets and words."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from disclosure.models import EarlierDocument, Publication
from tests.approvals.factories import publish
from tests.cast import Cast
from tests.disclosure.factories import make_body, make_column, make_publication

TODAY = dt.date(2026, 5, 20)
ADDRESS = "/disclosure/documents/"


@pytest.fixture(autouse=True)
def _stand_on_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("disclosure.views.publications.local_today", lambda: TODAY)


@pytest.fixture
def texts(cast: Cast) -> dict[str, Publication]:
    """A few texts of all kinds, by their title."""
    documents = make_column("documents", name="政策文件", kind="policies")
    normative = make_column("normative", name="规范性文件", kind="policies", parent=documents)
    market = make_body(cast.market, "123456789", name="市场局办公室")
    made = [
        make_publication(cast.police, title="甲动态", issued_on=dt.date(2026, 3, 1), written_on=None, keywords="取号"),
        make_publication(cast.market, body=market, title="乙动态", issued_on=dt.date(2025, 3, 1), written_on=None),
        make_publication(cast.police, title="旧办法", column=normative, kind="normative",
                         issued_on=dt.date(2024, 1, 1), written_on=None),
        make_publication(
            cast.police, title="新办法", column=normative, kind="normative", issued_on=dt.date(2026, 4, 1),
            written_on=None, document_number="江公发〔2026〕1号", summary="讲的是旧身份证怎么换",
        ),
    ]  # fmt: skip
    EarlierDocument.objects.create(publication=made[3], target=made[2], effect="replaces")
    for text in made:
        publish(text, editor=cast.editor if text.department == cast.police else cast.other_editor,
                reviewer=cast.chief_reviewer)  # fmt: skip
    make_publication(cast.police, title="只是草稿")
    return {text.title: text for text in made}


def titles(client: Client, query: str = "") -> list[str]:
    page = client.get(f"{ADDRESS}?{query}").content.decode()
    return re.findall(r'<h3><a href="[^"]+">([^<]+)</a>', page)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["新办法", "甲动态", "乙动态", "旧办法"]),
        ("column=normative", ["新办法", "旧办法"]),
        ("column=documents", ["新办法", "旧办法"]),  # a column holds what its sub-columns hold
        ("column=news&column=normative", ["新办法", "甲动态", "乙动态", "旧办法"]),
        ("body=123456789", ["乙动态"]),
        ("year=2026", ["新办法", "甲动态"]),
        ("kind=normative&year=2024", ["旧办法"]),
        ("validity=expired", ["旧办法"]),
        ("validity=in_force", ["新办法"]),  # news has no validity to speak of
        ("q=取号", ["甲动态"]),
        ("q=江公发", ["新办法"]),
        ("q=2024-00001", ["旧办法"]),
        ("q=身份证", ["新办法"]),
        ("sort=index", ["旧办法", "甲动态", "新办法", "乙动态"]),
        ("year=1999", ["新办法", "甲动态", "乙动态", "旧办法"]),  # left out, and said so
    ],
)
def test_narrowing(query: str, found: list[str], texts: dict[str, Publication], client: Client) -> None:
    assert titles(client, query) == found


def test_counts_ignore_the_own_selection(texts: dict[str, Publication], client: Client) -> None:
    page = client.get(f"{ADDRESS}?year=2026").content.decode()
    assert re.search(r"<span>2024</span><span class=\"count\">1</span>", page)
    assert re.search(r"<span>行政规范性文件</span><span class=\"count\">1</span>", page)


def test_validity_moves_with_the_day(
    texts: dict[str, Publication], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert titles(client, "validity=expired") == ["旧办法"]
    monkeypatch.setattr("disclosure.views.publications.local_today", lambda: dt.date(2026, 3, 31))
    assert titles(client, "validity=expired") == []
    assert titles(client, "validity=in_force") == ["新办法", "旧办法"]


def test_an_unknown_value_is_named(texts: dict[str, Publication], client: Client) -> None:
    page = client.get(f"{ADDRESS}?column=nonsense&sort=odd").content.decode()
    assert "nonsense" in page
    assert "没有这种排序方式，已按默认顺序排列。" in page


def test_filtered_lists_are_not_indexed(texts: dict[str, Publication], client: Client) -> None:
    assert "noindex, follow" in client.get(f"{ADDRESS}?year=2026").content.decode()
    assert "noindex" not in client.get(ADDRESS).content.decode()


def test_more_texts_need_no_more_queries(texts: dict[str, Publication], cast: Cast, client: Client) -> None:
    def queries() -> int:
        client.get(ADDRESS)
        with CaptureQueriesContext(connection) as asked:
            client.get(ADDRESS)
        return len(asked)

    before = queries()
    for _number in range(6):
        publish(make_publication(cast.police), editor=cast.editor, reviewer=cast.reviewer)
    assert queries() == before
