"""Comparison: rows by key, not by place."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from foundation.publishing.comparison import changed_fields, compare, word_diff

OLD: dict[str, Any] = {
    "schema_version": 1,
    "title": "补领",
    "fees": [
        {"key": "a", "name": "工本费", "standard": "40元"},
        {"key": "b", "name": "快递费", "standard": "12元"},
    ],
    "department": {"id": 1, "name": "公安局"},
}


def change(**values: Any) -> list[tuple[tuple[str, ...], Any, Any]]:
    return [(c.path, c.before, c.after) for c in compare(OLD, {**OLD, **values})]


def test_nothing_changed() -> None:
    assert change() == []


def test_a_simple_field() -> None:
    assert change(title="换领") == [(("title",), "补领", "换领")]


def test_a_row_that_changed_keeps_its_name() -> None:
    rows = [{**OLD["fees"][0], "standard": "20元"}, OLD["fees"][1]]
    assert change(fees=rows) == [(("fees", "工本费", "standard"), "40元", "20元")]


def test_a_moved_row_is_a_new_order_and_nothing_else() -> None:
    assert change(fees=OLD["fees"][::-1]) == [(("fees",), ["工本费", "快递费"], ["快递费", "工本费"])]


def test_a_row_in_between_does_not_shift_the_others() -> None:
    new = {"key": "c", "name": "复印费", "standard": "1元"}
    rows = [OLD["fees"][0], new, OLD["fees"][1]]
    assert change(fees=rows) == [(("fees", "复印费"), None, new)]


def test_a_removed_row() -> None:
    assert change(fees=OLD["fees"][:1]) == [(("fees", "快递费"), OLD["fees"][1], None)]


def test_all_rows_removed() -> None:
    assert changed_fields(OLD, {**OLD, "fees": []}) == ["fees"]


def test_ids_are_not_words() -> None:
    assert change(department={"id": 2, "name": "公安局"}) == []


def test_what_happens_to_be_the_same_between_two_changes_is_no_island() -> None:
    assert word_diff("甲乙丙", "一乙三") == [("removed", "甲乙丙"), ("added", "一乙三")]
    assert word_diff("甲乙丙丁", "一乙丙四") == [
        ("removed", "甲"), ("added", "一"), ("same", "乙丙"), ("removed", "丁"), ("added", "四"),
    ]  # fmt: skip
    assert word_diff("甲乙", "甲丙") == [("same", "甲"), ("removed", "乙"), ("added", "丙")]


def test_texts_that_repeat_themselves_are_compared_by_sentences() -> None:
    before, after = "哈" * 5000 + "。\n乙", "甲。" + "哈" * 5000 + "。\n丙"
    pieces = word_diff(before, after)
    assert ("added", "甲。") in pieces
    assert "".join(text for tag, text in pieces if tag != "added") == before
    assert "".join(text for tag, text in pieces if tag != "removed") == after


@given(st.text(max_size=60), st.text(max_size=60))
def test_word_diff_loses_nothing(before: str, after: str) -> None:
    pieces = word_diff(before, after)
    assert "".join(text for kind, text in pieces if kind != "added") == before
    assert "".join(text for kind, text in pieces if kind != "removed") == after
