"""Codes of printed guides: found again, and no slip of the pen goes unnoticed."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guides.papers.codes import _SPACE, ALPHABET, LENGTH, code_of, printed, revision_of, tidy

KEYS = st.integers(min_value=1, max_value=_SPACE - 1)


@given(KEYS)
def test_a_code_leads_back_to_its_revision(key):
    code = code_of(key)
    assert len(code) == LENGTH
    assert revision_of(code) == key


@given(KEYS)
def test_every_wrong_sign_and_every_exchange_is_noticed(key):
    code = code_of(key)
    for place, sign in itertools.product(range(LENGTH), ALPHABET):
        wrong = code[:place] + sign + code[place + 1 :]
        assert wrong == code or revision_of(wrong) is None
    for one, other in itertools.combinations(range(LENGTH), 2):
        signs = list(code)
        signs[one], signs[other] = signs[other], signs[one]
        assert "".join(signs) == code or revision_of("".join(signs)) is None


@given(KEYS)
def test_however_it_is_typed(key):
    code = code_of(key)
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code)
    assert {tidy(printed(code)), tidy(f" {code.lower()} "), tidy(" ".join(code)), tidy(wide)} == {code}


@pytest.mark.parametrize("typed", ["", "A", "AAAAAAAAA", "０" * 8, "10ILO000", "办事指南明白卡片"])
def test_what_is_no_code(typed):
    assert revision_of(tidy(typed)) is None


def test_codes_stay_for_ever():
    """Paper with these codes is in people's drawers: no change of the program may move them."""
    assert [code_of(key) for key in (1, 2, 2262)] == ["R8PUFYNR", "764DNN2M", "UA874PSH"]
