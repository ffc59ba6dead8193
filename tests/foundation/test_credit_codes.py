"""Credit codes: the check character catches every single slip."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.credit_codes import ALPHABET, check_character, is_credit_code
from tests.real_data import real_data

bodies = st.text(ALPHABET, min_size=17, max_size=17)


@given(bodies)
def test_a_made_code_is_right(body: str) -> None:
    assert is_credit_code(body + check_character(body))


@given(bodies, st.integers(0, 16), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_found(body: str, place: int, character: str) -> None:
    code = body + check_character(body)
    slipped = code[:place] + character + code[place + 1 :]
    assert is_credit_code(slipped) == (slipped == code)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1142990001004245",
        "11429900010042450I",
        "114299000100424509",
        "１１４２９９０００１００４２４５０８",
    ],
)
def test_what_is_no_code(text: str) -> None:
    assert not is_credit_code(text)


def test_wrong_length_is_an_error() -> None:
    with pytest.raises(ValueError, match="seventeen"):
        check_character("123")


def test_real_bodies() -> None:
    """175 of 177 real bodies carry a right check character."""
    rows = json.loads(real_data("items/guangdong_items.json").read_text())
    codes = {row["uscc"] for row in rows}
    assert (len(codes), sum(map(is_credit_code, codes))) == (177, 175)
