import uuid

from hypothesis import given
from hypothesis import strategies as st

from foundation.lookup_codes import ALPHABET, LENGTH, code_for, digest, matches, normalize

TOKEN = uuid.UUID("6a6f7c0e-3f0b-4c58-9d43-0a6f3e1f0c11")


def test_one_token_has_one_code_and_another_token_another():
    assert code_for(TOKEN) == code_for(TOKEN)
    assert code_for(TOKEN) != code_for(uuid.UUID(int=TOKEN.int ^ 1))


@given(st.uuids())
def test_a_code_has_groups_of_four_easy_characters(token):
    code = code_for(token)
    assert [len(group) for group in code.split("-")] == [4, 4, 4]
    assert set(normalize(code)) <= set(ALPHABET)
    assert len(normalize(code)) == LENGTH


def test_a_code_is_found_however_it_is_typed_but_only_with_its_number():
    code = code_for(TOKEN)
    stored = digest(code, "SQ2026-00001")
    assert normalize(code) not in stored
    for typed in (code, code.lower(), code.replace("-", " "), f" {code}　", code.replace("-", "－")):
        assert matches(typed, "SQ2026-00001", stored)
    assert not matches(code, "SQ2026-00002", stored)
    assert not matches(code[:-1], "SQ2026-00001", stored)
    assert not matches("", "SQ2026-00001", stored)
