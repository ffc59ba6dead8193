"""Marks in the original text."""

from hypothesis import given
from hypothesis import strategies as st

from foundation.search.snippet import WIDTH, Piece, mark, snippet


def test_the_original_is_marked_as_it_was_written() -> None:
    assert mark("居民身份證ＡＢ", ["身份证", "ab"]) == [Piece("居民"), Piece("身份證", True), Piece("ＡＢ", True)]


def test_a_window_with_most_words_begins_with_its_sentence() -> None:
    text = "开头。" + "无关的话" * 60 + "。先挂失身份证，再补办户口簿。" + "后面的话" * 60
    pieces = snippet(text, ["身份证", "户口簿"])
    assert pieces[0] == Piece("…")
    assert pieces[1].text.startswith("先挂失")
    assert [piece.text for piece in pieces if piece.marked] == ["身份证", "户口簿"]
    assert pieces[-1] == Piece("…")


def test_without_a_find_the_begin_is_shown() -> None:
    assert snippet("没有这个词", ["护照"]) == [Piece("没有这个词")]
    assert snippet("", ["护照"]) == []


@given(st.text(max_size=400), st.lists(st.text(min_size=1, max_size=4), max_size=4))
def test_nothing_is_invented(text: str, words: list[str]) -> None:
    shown = "".join(piece.text for piece in snippet(text, words)).strip("…")
    assert shown in text
    assert len(shown) <= WIDTH
    assert "".join(piece.text for piece in mark(text, words)) == text


def test_the_end_of_a_text_comes_with_what_stands_before_it() -> None:
    text = "前面的话" * 60 + "。办理的条件写在这里，大约有一句话。居住证"
    shown = "".join(piece.text for piece in snippet(text, ["居住证"]))
    assert len(shown) > WIDTH - 1
    assert shown.endswith("居住证")
