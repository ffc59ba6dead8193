"""Tokens and the literals made of them, checked by PostgreSQL itself."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foundation.search.folding import fold
from foundation.search.tokens import Part, loosen, mixed, phrase, vector


def matches(text: str, query: str, *, singles: bool = False) -> bool:
    """Ask PostgreSQL whether the text holds the query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::tsvector @@ %s::tsquery", [vector([Part(fold(text), "D", singles=singles)]), query])
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("居民身份证办理", "身份证", True),
        ("居民身份证办理", "份证办", True),
        ("身份、证件", "身份证", False),
        ("份证身份", "身份证", False),
        ("GB/T 39735-2020", "gb/t 39735", True),
        ("A4纸", "a4", True),
        ("A4纸", "纸", True),
        ("犬类准养证", "证", False),
        ("O'Neil \\ :*", "o'neil", True),
        ("", "身份", False),
    ],
)
def test_a_phrase_finds_what_stands_there(text: str, words: str, found: bool) -> None:
    assert matches(text, phrase(fold(words))) == found


@pytest.mark.django_db
def test_single_characters_are_found_in_titles() -> None:
    assert matches("犬类准养证", phrase("证"), singles=True)


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["符合GB/T 39735-2020的", "见 gbt39735", "GBT 39735"])
def test_letters_and_digits_are_found_however_they_are_written(text: str) -> None:
    assert matches(text, mixed("gbt39735"))


@pytest.mark.django_db
def test_letters_and_digits_apart_are_not_one_name() -> None:
    assert not matches("a类许可，共4份", mixed("a4"))


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=200)
@given(st.text(max_size=60), st.text(max_size=20))
def test_whatever_is_typed_is_never_syntax(text: str, words: str) -> None:
    query = phrase(fold(words))
    if query:
        matches(text, query)
        matches(text, loosen(query))


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=100)
@given(st.text(alphabet="身份证办理登记营业执照，。A1", min_size=2, max_size=30), st.data())
def test_every_piece_of_two_and_more_is_found(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 2))
    piece = text[start : start + data.draw(st.integers(2, 6))]
    query = phrase(fold(piece))
    # A piece that cuts a run of letters and digits holds a token that is not in the text.
    if query and piece.isalpha() and piece == "".join(c for c in piece if c > "z"):
        assert matches(text, query)


@pytest.mark.django_db
def test_a_very_long_text_can_be_stored() -> None:
    text = "".join(chr(0x4E00 + (n * 7919) % 20000) for n in range(120_000))
    assert matches(text, phrase(text[5:9]))
