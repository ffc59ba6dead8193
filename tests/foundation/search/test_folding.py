"""One form for all spellings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.search.folding import fold, fold_with_places


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("身份證", "身份证"),
        ("ＡＢＣ１２３", "abc123"),
        ("GB/T 39735", "gb/t 39735"),
        ("營業執照", "营业执照"),
        ("a\0b\ud800c\u200bd\u202ee", "abcde"),
        ("ﬁ", "fi"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing_more_and_can_be_stored(text: str) -> None:
    once = fold(text)
    assert fold(once) == once or any(ord(c) > 127 for c in once)
    assert "\0" not in once
    once.encode()


@given(st.text(alphabet="身份證ＡﬁB㈠。 1"))
def test_every_folded_character_knows_where_it_came_from(text: str) -> None:
    folded, places = fold_with_places(text)
    assert len(places) == len(folded)
    assert places == sorted(places)
    assert all(0 <= place < len(text) for place in places)
