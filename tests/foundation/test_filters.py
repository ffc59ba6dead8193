"""Words and values of a filtered list."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.filters import left_out, normalize


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("身份证", "身份证"),
        ("  身份证　 补办\n", "身份证 补办"),
        ("ＡＢＣ１２３", "ABC123"),
        ("护照\0", "护照"),
        ("a\x01b\x1b[2J", "a b [2J"),
        ("\u202e倒\u200b写\ufeff", "倒 写"),
        ("\ud800x\udfff", "x"),
        ("", ""),
    ],
)
def test_normalize(text, clean):
    assert normalize(text) == clean


@given(st.text())
def test_normalized_words_are_visible_and_stay_as_they_are(text):
    words = normalize(text)
    assert not {unicodedata.category(one) for one in words} & {"Cc", "Cf", "Cs"}
    assert normalize(words) == words


def test_an_unknown_value_is_repeated_in_short_and_without_control_characters():
    sentence = left_out("\0" + "x" * 10_000, "部门")
    assert "x" * 39 in sentence
    assert "x" * 40 not in sentence
    assert "\0" not in sentence
