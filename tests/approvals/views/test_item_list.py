"""/items/: facets, words, pages; the same answer for everybody, in a fixed number of queries."""

import random
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from approvals.filters import ItemFilterSet
from approvals.models import PublishedItem
from approvals.shelves import ITEM_INDEX, read_facets
from foundation.organization import Department
from tests.approvals.factories import make_item, make_theme, publish
from tests.cast import Cast


@pytest.fixture
def catalog(cast: Cast) -> list[PublishedItem]:
    """Twelve public items that differ in every facet."""
    themes = [make_theme("p-tax", name="纳税缴费"), make_theme("e-work", name="就业", kind="life_event")]
    for number in range(12):
        department = (cast.police, cast.market)[number % 2]
        item = make_item(
            department,
            name=f"{'甲乙丙'[number % 3]}事项{number}",
            colloquial_name="补办小本" if number == 5 else "",
            item_type=("01", "07", "20")[number % 3],
            project_type=str(1 + number % 2),
            service_objects=(["1"], ["2"], ["1", "2"])[number % 3],
            online=number % 4 == 0,
            onsite_visits=number % 4,
        )
        item.themes.set(themes[: number % 3])
        editor = (cast.editor, cast.other_editor)[number % 2]
        publish(item, editor=editor, reviewer=cast.chief_reviewer)
    return list(PublishedItem.objects.all())


def test_lists_what_is_public_and_nothing_else(catalog, cast: Cast, client: Client):
    make_item(cast.police, name="还在编辑的事项")
    text = client.get("/items/").content.decode()
    assert all(item.name in text for item in catalog)
    assert "还在编辑的事项" not in text


def test_counts_equal_the_filtered_query_for_any_combination(catalog):
    values = {code: list(shelf) for code, shelf in ITEM_INDEX.current().bits.items()}
    chance = random.Random(20180101)
    for _round in range(60):
        chosen = {
            code: chance.sample(values[code], k=chance.randint(1, len(values[code])))
            for code in chance.sample(sorted(values), k=chance.randint(0, 4))
        }
        filters = ItemFilterSet(MultiDict(chosen), PublishedItem.objects.all(), read_facets(ITEM_INDEX.current()))
        snapshot = ITEM_INDEX.current()
        matching, counts = snapshot.counts(filters.chosen)
        keys = snapshot.page(matching, "name", slice(0, 100))
        assert set(keys) == set(filters.qs.values_list("pk", flat=True)), chosen
        for code in values:
            for value in values[code]:
                only = ItemFilterSet(
                    MultiDict({**chosen, code: [value]}), PublishedItem.objects.all(), read_facets(ITEM_INDEX.current())
                )
                assert counts[code][value] == only.qs.count(), (chosen, code, value)


class MultiDict(dict[str, list[str]]):
    """Query parameters as Django's forms read them."""

    def getlist(self, key: str) -> list[str]:
        """Return all values of a parameter."""
        return self.get(key, [])


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"q": "甲事项0"}, ["甲事项0"]),
        ({"q": "补办小本"}, ["丙事项5"]),
        ({"q": "ＳＨＩ"}, []),
        ({"q": "甲 事项0"}, ["甲事项0"]),
        ({"q": "事项１１"}, ["丙事项11"]),
        ({"department": "scj", "item_type": "01"}, ["甲事项3", "甲事项9"]),
        ({"visits": "2", "online": "no", "department": "gaj"}, ["丙事项2", "甲事项6", "乙事项10"]),
        ({"online": "yes"}, ["甲事项0", "乙事项4", "丙事项8"]),
        ({"event": "e-work", "audience": "person", "project_type": "2"}, ["丙事项5", "丙事项11"]),
    ],
)
def test_narrowing(catalog, client: Client, query, names):
    text = client.get("/items/", query).content.decode()
    assert [item.name for item in catalog if f">{item.name}</a>" in text] == sorted(
        names, key=[item.name for item in catalog].index
    )


def test_a_code_is_found(catalog, client: Client):
    text = client.get("/items/", {"q": catalog[3].code[-9:].lower()}).content.decode()
    assert catalog[3].name in text
    assert catalog[4].name not in text


@pytest.mark.parametrize(
    "query",
    [
        {"theme": "no-such-theme"},
        {"department": "'; DROP TABLE x; --"},
        {"sort": "price"},
        {"q": "长" * 200},
        {"q": "\0"},
    ],
)
def test_what_cannot_be_used_gets_a_sentence(catalog, client: Client, query):
    response = client.get("/items/", query)
    assert response.status_code == 200
    assert 'role="alert"' in response.content.decode()


@pytest.mark.parametrize("page", ["0", "-3", "x", "999999999999999999999", ""])
def test_a_page_that_does_not_exist_is_the_nearest_one(catalog, client: Client, page):
    response = client.get("/items/", {"page": page})
    assert response.status_code == 200
    assert catalog[0].name in response.content.decode()


@pytest.mark.parametrize(("sort", "first"), [("", "甲事项0"), ("name", "丙事项2"), ("recent", "丙事项11")])
def test_order(catalog, client: Client, sort, first):
    text = client.get("/items/", {"sort": sort}).content.decode()
    assert first in text.split('class="card"')[1]


def test_nothing_found_says_so(catalog, client: Client):
    assert 'class="cards"' not in client.get("/items/", {"q": "zzz"}).content.decode()


def test_filtered_lists_are_not_indexed_and_point_to_the_whole(catalog, client: Client):
    assert "noindex" not in client.get("/items/").content.decode()
    text = client.get("/items/?item_type=01").content.decode()
    assert '<meta name="robots" content="noindex, follow">' in text
    assert '/items/">' in text.split('rel="canonical"')[1].split("\n")[0]


def test_everybody_reads_the_same_page(catalog, cast: Cast, client: Client):
    stranger = client.get("/items/?item_type=01")
    client.force_login(cast.editor)
    client.cookies["display"] = "elderly"
    own = client.get("/items/?item_type=01")
    assert own.content == stranger.content
    assert "Set-Cookie" not in own.headers
    assert "Cookie" not in own.headers.get("Vary", "")


def test_a_new_release_is_listed_at_once(catalog, cast: Cast, client: Client):
    client.get("/items/")
    publish(make_item(cast.police, name="新事项"), editor=cast.editor, reviewer=cast.reviewer)
    assert "新事项" in client.get("/items/").content.decode()


def test_a_renamed_department_is_shown_at_once(catalog, cast: Cast, client: Client):
    client.get("/items/")
    Department.objects.filter(pk=cast.police.pk).update(name="江城市公安总局")
    assert "江城市公安总局" in client.get("/items/").content.decode()


def test_queries_stay_the_same_as_rows_double(catalog, cast: Cast, client: Client):
    def count() -> int:
        address = "/items/?" + urlencode({"item_type": "01", "q": "事项"})
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    before = count()
    for number in range(12):
        publish(
            make_item(cast.police, name=f"甲事项{number + 20}", item_type="01"),
            editor=cast.editor,
            reviewer=cast.reviewer,
        )
    assert count() == before <= 8
