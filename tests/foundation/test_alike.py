"""Pieces of a text that are compared with names."""

import re

import pytest

from foundation.alike import MOST_PIECES, pieces_of, telling_pieces

FILLERS = re.compile("请问|怎么")


@pytest.mark.parametrize(
    ("words", "pieces"),
    [
        ("身份证丢了", ["身份", "份证", "证丢", "丢了"]),
        ("身份", ["身份"]),
        ("证", ["证"]),
        ("ID card", ["ID", "card"]),
        ("办ETC卡", ["办", "ETC", "卡"]),
        ("来来来来", ["来来"]),
        ("", []),
    ],
)
def test_pieces(words: str, pieces: list[str]) -> None:
    assert pieces_of(words) == pieces


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("请问身份证怎么补领", ["身份", "份证", "补领"]),
        ("", []),
        ("请问", []),
        ("我 的", []),
        ("11010519491231002X丢了", ["丢了"]),
        ("passport 补领", ["passport", "补领"]),
    ],
)
def test_words_that_tell_something_are_compared(text: str, pieces: list[str]) -> None:
    assert telling_pieces(text, FILLERS) == pieces


def test_a_long_text_is_cut() -> None:
    text = "".join(chr(0x4E00 + n) for n in range(100))
    assert len(telling_pieces(text, FILLERS)) == MOST_PIECES
