"""Texts with placeholders: found with their place, filled once, never executed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.placeholders import Place, fill, find_problems

NAMES = {"number": "", "what": ""}


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("", ""),
        ("编号{{ number }}号", "编号12号"),
        ("{{number}}{{ number }}", "1212"),
        ("第一行\n\n{{ what }}", "第一行\n\n一\n二"),
        # A line of placeholders that are all empty is left out; words beside them stay.
        ("前\n{{ empty }}\n后", "前\n后"),
        ("前\n {{ empty }}{{ empty }} \n后", "前\n后"),
        ("前{{ empty }}\n后", "前\n后"),
        # Values are not read again.
        ("{{ trap }}", "{{ number }}"),
    ],
)
def test_values_are_written_in(text, filled):
    values = {"number": "12", "what": "一\n二", "empty": "", "trap": "{{ number }}"}
    assert fill(text, values) == filled


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("{{ applicant }}", Place(1, 1)),
        ("编号{{ number }}，{{ numbre }}", Place(1, 16)),
        ("一\n二\n三{{ }}", Place(3, 2)),
        ("{{ number", Place(1, 1)),
        ("number }}", Place(1, 8)),
        ("{{ number.__class__ }}", Place(1, 1)),
        ("{{ number|safe }}", Place(1, 1)),
    ],
)
def test_what_is_unknown_or_open_is_named_with_its_place(text, place):
    problems = find_problems(text, NAMES)
    assert [problem.place for problem in problems] == [place]


def test_a_known_text_has_no_problems():
    assert find_problems("编号{{ number }}\n{{what}} {% if x %}{# c #}", NAMES) == []


@given(st.text(alphabet="{}% 名n\n", max_size=40))
def test_a_text_without_problems_can_always_be_filled(text):
    if not find_problems(text, {"n": ""}):
        assert "{{" not in fill(text, {"n": "值"})
