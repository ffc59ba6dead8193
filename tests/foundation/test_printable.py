"""Which characters can be printed, and texts made fit for print."""

from hypothesis import given
from hypothesis import strategies as st

from foundation.printable import GETA, fit_for_print, missing_glyphs
from foundation.typesetting import typeset, typeset_apart
from tests.printed import read, text


def test_rare_characters_are_there_and_others_are_named_once_in_order():
    assert missing_glyphs("𬱖㛃龘䶮①〔ⅠÄ") == []
    assert missing_glyphs("笑😀吉𠮷😀\u202e\ufe0f\x00") == ["😀", "𠮷"]


def test_texts_everywhere_are_made_fit_and_nothing_else_changes():
    given_data = {"a": "笑😀\u202e", "b": ["一\n二", {"c": "\u200b吉𠮷"}], "n": 3, "yes": True, "none": None}
    assert fit_for_print(given_data) == {
        "a": f"笑{GETA}",
        "b": ["一\n二", {"c": f"吉{GETA}"}],
        "n": 3,
        "yes": True,
        "none": None,
    }


@given(st.text(max_size=40))
def test_what_is_fit_can_be_set(words: str):
    typeset("glyphs.typ", {"characters": [fit_for_print(words)]})


def test_a_paper_set_apart_is_the_same(settings):
    data = {"characters": ["甲", "乙"]}
    made = typeset_apart("glyphs.typ", data)
    assert made == typeset("glyphs.typ", data)
    assert text(read(made)) == "甲乙"
