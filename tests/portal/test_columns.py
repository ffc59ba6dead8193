"""What the self-check reads of each column."""

import datetime as dt
from typing import Any

from disclosure.codelists import ColumnType
from disclosure.models import Column
from disclosure.reference import load_columns
from foundation.clock import local_today
from portal.columns import read_site
from tests.approvals.factories import make_item, publish
from tests.cast import Cast
from tests.guides.factories import make_guide


def test_an_empty_site_has_only_empty_columns(db: None) -> None:
    site = read_site(local_today())
    assert (site.home_updated_on, site.guides, site.incomplete_guides) == (None, 0, 0)
    assert [column.code for column in site.columns] == [
        "guides",
        "items",
        "journeys",
        "flows",
        "adjustments",
        "answers",
    ]
    assert all(column.is_empty and column.updated_on is None for column in site.columns)


def test_services_are_read_from_what_is_public(cast: Cast) -> None:
    item = make_item(cast.police)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    publish(make_guide(item), editor=cast.editor, reviewer=cast.reviewer)
    make_guide(item)
    site = read_site(local_today())
    states = {column.code: (column.count, column.updated_on) for column in site.columns}
    today = local_today()
    assert states == {
        "guides": (1, today),
        "items": (1, today),
        "journeys": (0, None),
        "flows": (0, None),
        "adjustments": (1, today),
        "answers": (0, None),
    }
    assert (site.home_updated_on, site.guides, site.incomplete_guides) == (today, 1, 1)


def test_columns_of_disclosure_join_without_their_parents(db: None) -> None:
    load_columns()
    codes = {column.code for column in read_site(local_today()).columns}
    assert {"news", "notices", "normative", "functions"} <= codes
    assert not {"documents", "organ"} & codes, "the sum of their parts"
    Column.objects.filter(code="news").update(is_active=False)
    assert "news" not in {column.code for column in read_site(local_today()).columns}


def test_every_column_leads_to_a_page(db: None, client: Any) -> None:
    load_columns()
    site = read_site(local_today())
    kinds = {column.code: column.kind for column in site.columns}
    assert kinds["news"] == ColumnType.NEWS
    assert kinds["guides"] == ColumnType.YEARLY
    for column in site.columns:
        assert client.get(column.url).status_code == 200, column.code


def test_queries_do_not_grow(db: None, django_assert_max_num_queries: Any) -> None:
    load_columns()
    read_site(local_today())
    with django_assert_max_num_queries(9):
        site = read_site(local_today())
    assert len(site.columns) > 15
    assert all(isinstance(column.updated_on, dt.date | None) for column in site.columns)
