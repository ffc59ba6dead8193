"""What is found, in which order, and what is tried where little is."""

from collections.abc import Iterable

import pytest

from foundation.search.documents import SearchDocument
from foundation.search.engine import Filters, search
from foundation.search.index import bump, index_many, rebuild_terms, remove_many
from foundation.search.models import SearchEntry, Synonym
from foundation.search.suggest import suggest

pytestmark = pytest.mark.django_db

TITLES = {
    1: "居民身份证丢失补领",
    2: "食品经营许可证核发",
    3: "结婚登记",
    4: "不动产转移登记（二手房买卖）",
    5: "犬类准养证核发",
    6: "公司设立登记",
    7: "护照签发",
    8: "残疾人证新办",
}


@pytest.fixture(autouse=True)
def _content() -> None:
    index_many(
        SearchDocument(
            "guide", key, title, body="材料：居民身份证原件，A4纸打印。" if key != 7 else "", code=f"4202{key:08d}"
        )
        for key, title in TITLES.items()
    )
    Synonym.objects.create(word="二手房过户", official=["不动产转移登记"], applied=["不动产转移登记"], state="approved")
    Synonym.objects.create(word="狗证", official=["犬类准养证"], applied=["犬类准养证"], state="approved")
    Synonym.objects.create(word="开KTV", official=["歌舞娱乐"], state="proposed")
    rebuild_terms(["guide"])
    bump("synonyms")


def found(words: str, **options: bool) -> list[int]:
    """Return the ids that the words find."""
    return [hit.object_id for hit in search(words, **options).hits]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("身份证", 1),
        ("身份證", 1),
        ("身份证丢失", 1),
        ("shenfenzheng", 1),
        ("jiehundengji", 3),
        ("jhdj", 3),
        ("shenfenzheng buling", 1),
        ("shenfenzhengdiushi", 1),
        ("二手房过户", 4),
        ("狗证", 5),
        ("狗", 5),
        ("我想问一下护照怎么办理", 7),
        ("420200000002", 2),
        ("食品 经营", 2),
        ("残疾证", 8),
    ],
)
def test_the_first_that_is_found(words: str, first: int) -> None:
    assert found(words)[0] == first


@pytest.mark.parametrize(
    ("words", "corrected", "first"),
    [("结昏登记", "结婚登记", 3), ("食品径营许可", "食品经营许可", 2)],
)
def test_a_slip_of_the_pen_is_mended_and_said(words: str, corrected: str, first: int) -> None:
    answer = search(words)
    assert answer.corrected == corrected
    assert answer.hits[0].object_id == first
    assert search(words, exactly=True).corrected is None


def test_titles_come_before_texts() -> None:
    assert found("居民身份证")[0] == 1
    assert set(found("居民身份证")) == set(TITLES) - {7}


@pytest.mark.parametrize(
    "words",
    [
        "",
        " ",
        "。，！",
        "' & | ! <-> :*",
        "\0",
        "🧾🧾",
        "\ud800",
        "'; DROP TABLE x; --",
        "<script>",
        "%",
        "_",
        "\\",
        "a" * 10_000,
    ],
)
def test_odd_words_find_nothing_and_break_nothing(words: str) -> None:
    assert found(words) == []


def test_ten_thousand_characters_are_cut() -> None:
    assert found("身份证" * 3_000) is not None


def test_where_nothing_holds_all_words_some_are_enough() -> None:
    answer = search("护照 结婚登记")
    assert answer.is_partial
    assert {hit.object_id for hit in answer.hits} >= {3, 7}


def test_filters_narrow() -> None:
    assert search("登记", Filters(kinds=["item"])).hits == []
    assert {hit.object_id for hit in search("登记", Filters(kinds=["guide"])).hits} == {3, 4, 6}


def test_what_is_removed_is_not_found_nor_suggested() -> None:
    assert suggest("护") == ["护照", "护照签发"]
    remove_many("guide", [7])
    assert found("护照签发") == []
    assert suggest("护") == []


def test_only_what_changed_is_written() -> None:
    before = SearchEntry.objects.get(object_id=1).pk
    documents: Iterable[SearchDocument] = [
        SearchDocument("guide", 3, TITLES[3] + "预约"),
        SearchDocument("guide", 9, "新的"),
    ]
    assert index_many(documents) == 2
    assert index_many(documents) == 0
    assert SearchEntry.objects.get(object_id=1).pk == before
    assert found("结婚登记预约")[0] == 3


def test_a_proposed_pair_is_not_applied_and_an_approved_one_at_once() -> None:
    index_many([SearchDocument("guide", 10, "歌舞娱乐场所设立")])
    assert found("开KTV") == []
    Synonym.objects.filter(word="开KTV").update(state="approved", applied=["歌舞娱乐"])
    bump("synonyms")
    assert found("开KTV") == [10]
    assert found("ktv") == [10]


@pytest.mark.parametrize(
    ("typed", "first"),
    [("身", "身份证"), ("shenf", "身份"), ("sf", "身份"), ("狗", "狗证"), ("g", None), ("", None), ("鬼画符", None)],
)
def test_suggestions(typed: str, first: str | None) -> None:
    words = suggest(typed)
    assert (first in words) if first else words == []
    assert len(words) <= 8


def test_a_word_is_suggested_as_long_as_any_title_holds_it() -> None:
    index_many([SearchDocument("guide", 9, "结婚登记档案查询")])
    rebuild_terms(["guide"])
    assert "结婚" in suggest("结婚")
    for key in (3, 9):  # one of them is the entry that is looked at first
        remove_many("guide", [key])
        assert ("结婚" in suggest("结婚")) is (key == 3)
