"""When questionnaires run, when their results are public, and how possible answers are read."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.surveys import SurveyState, are_results_public, read_options, state_on

FIRST, LAST = dt.date(2026, 3, 1), dt.date(2026, 3, 10)


@pytest.mark.parametrize(
    ("day", "state"),
    [(28, SurveyState.UPCOMING), (1, SurveyState.RUNNING), (10, SurveyState.RUNNING), (11, SurveyState.CLOSED)],
)
def test_where_it_stands(day: int, state: SurveyState) -> None:
    on = dt.date(2026, 2, 28) if day == 28 else dt.date(2026, 3, day)
    assert state_on(on, FIRST, LAST) == state


@pytest.mark.parametrize(
    ("rule", "last", "after"),
    [("after_end", False, True), ("held", False, False), ("released", True, True)],
)
def test_when_results_are_public(rule: str, last: bool, after: bool) -> None:
    assert are_results_public(LAST, LAST, rule) is last
    assert are_results_public(LAST + dt.timedelta(1), LAST, rule) is after


def test_one_answer_on_each_line() -> None:
    assert read_options(" 满意 \r\n\n不满意\n") == ("满意", "不满意")


@given(st.text())
def test_no_answer_is_empty(text: str) -> None:
    assert all(option and option == option.strip() for option in read_options(text))
