"""The figures of messages: each counts once, in its month and with its department; endings are never merged."""

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.actions import replies
from feedback.reports.scoreboard import scoreboard_of, within
from feedback.states import Ending
from tests.cast import Cast
from tests.feedback.message_cases import MONDAY, bring_to, load_rules, publish, send

TODAY = dt.date(2026, 4, 1)
APRIL = dt.date(2026, 4, 30)


@given(st.lists(st.integers(0, 300), min_size=1, max_size=60), st.sampled_from([0.5, 0.9]))
def test_within_is_the_smallest_number_that_reaches_the_share(days: list[int], share: float) -> None:
    found = within(Counter(days), share)
    assert found is not None
    assert sum(one <= found for one in days) >= share * len(days)
    assert sum(one < found for one in days) < share * len(days)


@pytest.mark.parametrize(
    ("days", "half", "nine"),
    [([], None, None), ([3], 3, 3), ([1, 2, 3, 4], 2, 4), ([1] * 9 + [60], 1, 1), ([0, 0, 5], 0, 5)],
)
def test_median_and_nine_in_ten(days: list[int], half: int | None, nine: int | None) -> None:
    assert (within(Counter(days), 0.5), within(Counter(days), 0.9)) == (half, nine)


@pytest.fixture
def _rules(db: None) -> None:
    load_rules()


def answered(cast: Cast, received: dt.date, replied: dt.date, ending: str = "solved", **changes: Any) -> Any:
    """Return a message that was received on one day and answered on another."""
    message = bring_to("handling", cast, today=received, **changes)
    basis = "依据" if ending in ("refused", "out_of_scope") else ""
    message = replies.save_reply(message, text="答复", ending=ending, basis=basis, actor=cast.officer)
    message = replies.submit_reply(message, edit_version=1, actor=cast.officer)
    return replies.send_reply(message, edit_version=1, today=replied, actor=cast.reviewer)


@pytest.mark.usefixtures("_rules")
def test_an_empty_year_has_no_figures() -> None:
    board = scoreboard_of(2026, today=TODAY)
    assert (board.total.received, board.total.median, board.departments) == (0, None, [])
    assert board.years == [2026]


@pytest.mark.usefixtures("_rules")
def test_everything_counts_once(cast: Cast) -> None:
    answered(cast, MONDAY, dt.date(2026, 3, 4))
    answered(cast, MONDAY, dt.date(2026, 3, 10), "explained", text="晚了一天")
    answered(cast, dt.date(2026, 3, 31), TODAY, "refused", text="跨月")
    answered(cast, MONDAY, MONDAY, "out_of_scope", text="不属职责")
    bring_to("withdrawn", cast, text="撤回")
    bring_to("handling", cast, text="在办")
    send(text="没有转交")
    board = scoreboard_of(2026, today=TODAY)
    total = board.total
    assert (total.received, total.answered, total.late, total.withdrawn) == (7, 4, 1, 1)
    assert total.endings == {
        Ending.SOLVED: 1, Ending.EXPLAINED: 1, Ending.REFUSED: 1, Ending.OUT_OF_SCOPE: 1, Ending.WITHDRAWN: 1,
    }  # fmt: skip
    assert total.days == {2: 1, 6: 1, 1: 1, 0: 1}
    assert (total.median, total.nine_in_ten) == (1, 6)
    assert (total.open, total.open_late) == (2, 2)
    months = {
        month: (one.received, one.answered) for month, one in board.months.items() if one.received or one.answered
    }
    assert months == {3: (7, 3), 4: (0, 1)}
    rows = {department: (one.received, one.answered, one.open) for department, one in board.departments}
    assert rows == {cast.police: (5, 4, 1), None: (2, 0, 1)}
    for name in ("received", "answered", "late", "withdrawn", "open", "open_late", "public"):
        assert sum(getattr(one, name) for _department, one in board.departments) == getattr(total, name), name
    for name in ("received", "answered", "late", "withdrawn", "public"):
        assert sum(getattr(one, name) for one in board.months.values()) == getattr(total, name), name


@pytest.mark.usefixtures("_rules")
def test_what_is_public_is_told_apart(cast: Cast) -> None:
    publish(answered(cast, MONDAY, MONDAY), cast)
    answered(cast, MONDAY, MONDAY, text="没有公开")
    total = scoreboard_of(2026, today=TODAY).total
    assert (total.answered, total.public, total.hidden, total.published["solved"]) == (2, 1, 1, 1)


@pytest.mark.usefixtures("_rules")
def test_opened_again_it_is_not_answered(cast: Cast) -> None:
    message = bring_to("objected", cast)
    assert scoreboard_of(2026, today=TODAY).total.answered == 1
    replies.reopen(message, today=MONDAY, actor=cast.chief_officer)
    total = scoreboard_of(2026, today=TODAY).total
    assert (total.answered, total.received, total.open, sum(total.endings.values())) == (0, 1, 1, 0)


@pytest.mark.usefixtures("_rules")
def test_the_months_of_one_department(cast: Cast) -> None:
    answered(cast, MONDAY, MONDAY)
    send(text="没有转交")
    board = scoreboard_of(2026, department=cast.police, today=TODAY)
    assert (board.total.received, board.months[3].received) == (1, 1)
    assert len(board.departments) == 2
    assert scoreboard_of(2026, department=cast.market, today=TODAY).total.received == 0


@pytest.mark.usefixtures("_rules")
def test_another_year_is_another_board(cast: Cast) -> None:
    answered(cast, dt.date(2025, 12, 31), dt.date(2026, 1, 5))
    old, new = scoreboard_of(2025, today=TODAY), scoreboard_of(2026, today=TODAY)
    assert (old.total.received, old.total.answered, new.total.received, new.total.answered) == (1, 0, 0, 1)
    assert new.years == [2026, 2025]
    assert new.total.days == {2: 1}, "Sunday 4 January is worked"


def test_without_a_calendar_days_are_not_guessed(cast: Cast) -> None:
    from feedback.reference import load_limits

    load_limits()
    answered(cast, MONDAY, MONDAY)
    board = scoreboard_of(2026, today=TODAY)
    assert (board.total.answered, board.total.days, board.missing_year) == (1, {}, 2026)
    assert APRIL > TODAY
