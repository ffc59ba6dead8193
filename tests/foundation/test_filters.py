"""Words of a search: normalized, looked for in names, and in pieces where no name fits."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.filters import MOST_PIECES, left_out, normalize, pieces_of, search_rows
from foundation.organization import Department
from tests.cast import make_department

NAMES = ("name", "short_name", "name_en")


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
def test_pieces(words, pieces):
    assert pieces_of(words) == pieces


def test_a_long_text_has_a_limited_number_of_pieces():
    assert len(pieces_of("".join(map(chr, range(0x4E00, 0x4E00 + 100))))) == MOST_PIECES


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", {"gaj", "scj"}),
        ("公安局", {"gaj"}),
        ("公安 江城", {"gaj"}),
        ("police", {"gaj"}),
        ("市监局", {"scj"}),
        ("公安户籍", {"gaj"}),  # no name holds it; name and text hold 公安, 安户 and 户籍
        ("户籍 市场", set()),
        ("税务", set()),
        ("%", set()),
        ("_", set()),
    ],
)
def test_search_rows(db: None, words, found):
    police = make_department("gaj", "江城市公安局")
    police.name_en, police.functions = "Jiangcheng Police", "公安户籍管理"
    police.save()
    market = make_department("scj", "江城市市场监督管理局")
    market.short_name = "市监局"
    market.save()
    rows = search_rows(Department.objects.all(), words, NAMES, ("functions",))
    assert set(rows.values_list("code", flat=True)) == found


def test_texts_are_read_only_where_no_name_fits(db: None):
    make_department("gaj", "公安局")
    other = make_department("scj", "市场监管局")
    other.functions = "与公安局联合执法"
    other.save()
    assert [one.code for one in search_rows(Department.objects.all(), "公安局", NAMES, ("functions",))] == ["gaj"]


def test_an_unknown_value_is_repeated_in_short_and_without_control_characters():
    sentence = left_out("\0" + "x" * 10_000, "部门")
    assert "x" * 39 in sentence
    assert "x" * 40 not in sentence
    assert "\0" not in sentence
