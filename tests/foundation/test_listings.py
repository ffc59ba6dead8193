"""Links of a filtered list: what they choose, what they keep, where pages end."""

import pytest

from foundation.listings import Address, Facet, Label, chips, facet_block, pages

LETTERS = {letter: Label(letter) for letter in "ABCDEFGHIJKLMNOP#"}
FACET = Facet("initial", "首字母", LETTERS, by_count=True)


def address(**chosen: list[str]) -> Address:
    return Address("/items/", chosen, "身份 证", "name")


def test_a_link_adds_its_value_and_keeps_the_rest():
    assert address(level=["2"]).toggle("initial", "#") == (
        "/items/?q=%E8%BA%AB%E4%BB%BD+%E8%AF%81&sort=name&level=2&initial=%23"
    )


def test_a_chosen_value_is_taken_away_and_others_of_its_facet_stay():
    assert Address("/items/", {"level": ["2", "3"]}).toggle("level", "2") == "/items/?level=3"


def test_the_last_value_taken_away_leaves_a_clean_address():
    assert Address("/items/", {"level": ["2"]}).toggle("level", "2") == "/items/"


def test_links_of_a_facet_drop_the_page_and_pages_keep_the_choice():
    assert "page" not in address().toggle("initial", "A")
    assert Address("/items/", {"level": ["2"]}).with_page(3) == "/items/?level=2&page=3"
    assert Address("/items/", {}).with_page(1) == "/items/"


def test_a_long_facet_shows_the_fullest_values_and_the_chosen_ones_first():
    counts = {letter: number for number, letter in enumerate(LETTERS, start=1)}
    block = facet_block(FACET, counts, Address("/items/", {"initial": ["A"]}), show_all=False)
    assert [value.label for value in block.values][:2] == ["A", "#"]
    assert len(block.values) == 12
    assert block.more_url == "/items/?initial=A&more=initial"
    assert len(facet_block(FACET, counts, address(), show_all=True).values) == len(LETTERS)


def test_values_without_rows_are_left_out_unless_chosen():
    block = facet_block(FACET, {"A": 1}, Address("/items/", {"initial": ["B"]}), show_all=False)
    assert [(value.label, value.count, value.selected) for value in block.values] == [("B", 0, True), ("A", 1, False)]


def test_each_chip_takes_one_thing_away():
    found = chips([FACET], Address("/items/", {"initial": ["A", "B"]}, "证"))
    assert [chip.url for chip in found] == [
        "/items/?initial=A&initial=B",
        "/items/?q=%E8%AF%81&initial=B",
        "/items/?q=%E8%AF%81&initial=A",
    ]


@pytest.mark.parametrize(
    ("wanted", "number"),
    [("1", 1), ("3", 3), ("4", 3), ("99999999999999999999", 3), ("0", 1), ("-1", 1), ("x", 1), ("", 1), ("²", 1)],
)
def test_the_nearest_page(wanted, number):
    assert pages(wanted, 41, Address("/items/", {})).number == number


def test_one_page_needs_no_links():
    found = pages("1", 20, Address("/items/", {}))
    assert (found.links, found.previous_url, found.next_url) == ([], "", "")


def test_numbers_far_away_are_left_out():
    found = pages("10", 400, Address("/items/", {}))
    assert [link.number for link in found.links] == [1, None, 8, 9, 10, 11, 12, None, 20]
    assert found.slice == slice(180, 200)
