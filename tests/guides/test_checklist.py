"""The personal checklist: sorted by answers, and never sorted anew by a further one."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guides.checklist import Selection, select
from guides.documents import GuideDocument
from guides.situations import situation_faults
from tests.guides.documents import guide_with

QUESTIONS = {"age": ("minor", "adult"), "who": ("self", "proxy", "office")}
MATERIALS: dict[str, dict[str, tuple[str, ...]]] = {
    "form": {},
    "guardian": {"age": ("minor",)},
    "letter": {"who": ("proxy", "office")},
    "both": {"age": ("minor",), "who": ("proxy",)},
}


def names(selection: Selection) -> tuple[str, str, str]:
    """Return the keys of the three lists as words."""
    lists = (selection.needed, selection.possible, selection.not_needed)
    needed, possible, not_needed = (" ".join(material.key for material in one) for one in lists)
    return needed, possible, not_needed


@pytest.mark.parametrize(
    ("answers", "needed", "possible", "not_needed"),
    [
        ({}, "form", "guardian letter both", ""),
        ({"age": "adult"}, "form", "letter", "guardian both"),
        ({"age": "minor"}, "form guardian", "letter both", ""),
        ({"who": "self"}, "form", "guardian", "letter both"),
        ({"who": "office"}, "form letter", "guardian", "both"),
        ({"age": "minor", "who": "proxy"}, "form guardian letter both", "", ""),
        ({"age": "adult", "who": "proxy"}, "form letter", "", "guardian both"),
        ({"age": "adult", "who": "self"}, "form", "", "guardian letter both"),
    ],
)
def test_truth_table(answers: dict[str, str], needed: str, possible: str, not_needed: str) -> None:
    assert names(select(guide_with(QUESTIONS, MATERIALS), answers)) == (needed, possible, not_needed)


def test_a_rule_that_every_answer_fulfils_leaves_nothing_open() -> None:
    guide = guide_with({"age": ("minor", "adult")}, {"form": {"age": ("minor", "adult")}})
    assert names(select(guide, {})) == ("form", "", "")


def test_answers_that_are_not_known_are_counted_and_change_nothing() -> None:
    guide = guide_with(QUESTIONS, MATERIALS)
    selection = select(guide, {"age": "old", "gone": "x", "who": "self"})
    assert (selection.dropped, selection.answers) == (2, {"who": "self"})
    assert selection.pairs == [("question who", "answer self")]
    assert [question.key for question in selection.open] == ["age"]


KEYS = st.sampled_from("abc")
ASKED = st.dictionaries(
    st.sampled_from(["p", "q", "r"]), st.lists(KEYS, min_size=2, max_size=3, unique=True).map(tuple), max_size=3
)
RULES = st.dictionaries(
    st.sampled_from(["p", "q", "r"]), st.lists(KEYS, min_size=1, max_size=2, unique=True).map(tuple), max_size=3
)
GIVEN = st.dictionaries(st.sampled_from(["p", "q", "r", "unknown"]), st.sampled_from("abcd"), max_size=4)


@given(asked=ASKED, rules=st.lists(RULES, max_size=5), answers=GIVEN, more=GIVEN)
def test_whatever_is_answered(asked: Any, rules: Any, answers: dict[str, str], more: dict[str, str]) -> None:
    guide = guide_with(asked, {f"m{number}": rule for number, rule in enumerate(rules)})
    first = select(guide, answers)
    lists = (first.needed, first.possible, first.not_needed)
    keys = [material.key for one in lists for material in one]
    assert sorted(keys) == sorted(material.key for material in guide.materials), "each stands in one list"
    assert len(first.answers) + first.dropped == len(answers)
    then = select(guide, {**more, **first.answers})
    assert set(first.needed) <= set(then.needed), "what is needed stays needed"
    assert set(first.not_needed) <= set(then.not_needed), "what is not needed stays so"
    assert set(then.possible) <= set(first.possible), "a further answer opens nothing"
    assert select(guide, first.answers) == select(guide, {**first.answers}), "the address says it all"


@given(asked=ASKED, rules=st.lists(RULES, max_size=5))
def test_when_all_is_answered_only_faulty_rules_stay_open(asked: Any, rules: Any) -> None:
    guide: GuideDocument = guide_with(asked, {f"m{number}": rule for number, rule in enumerate(rules)})
    selection = select(guide, {question: answers[0] for question, answers in asked.items()})
    assert not selection.open
    if selection.possible:
        assert situation_faults(guide)
