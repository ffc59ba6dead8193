import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.outcomes import ROW_ORDER, RULES, Group, Outcome, may_be_sued, review_comes_first, roll_up

OUTCOMES = st.sampled_from(list(Outcome))


@pytest.mark.parametrize(
    ("outcomes", "row"),
    [
        (["granted"], "granted"),
        (["granted_already_public", "granted"], "granted"),
        (["partial"], "partially_granted"),
        # A part given, a part refused: counts as partial and nowhere else.
        (["granted", "denied_third_party"], "partially_granted"),
        (["granted_already_public", "unable_not_held"], "partially_granted"),
        (["partial", "denied_state_secret"], "partially_granted"),
        # Nothing given: the first row of the table.
        (["unable_not_held", "denied_internal"], "denied_internal_affairs"),
        (["not_processed_repeat", "unable_needs_creation"], "unable_needs_creation"),
        (["unable_other_body"], "unable_not_held"),
        (["other"], "other_other"),
    ],
)
def test_items_roll_up_to_one_row(outcomes, row):
    assert roll_up(outcomes) == row


def test_a_request_without_items_has_no_row():
    with pytest.raises(ValueError, match="without items"):
        roll_up([])


@given(st.lists(OUTCOMES, min_size=1, max_size=6))
def test_order_and_repetition_never_matter(outcomes):
    assert roll_up(outcomes) == roll_up([*reversed(outcomes), *outcomes])
    assert roll_up(outcomes) in ROW_ORDER


def test_every_outcome_has_a_rule_and_every_refusal_an_article_or_a_practice():
    assert set(RULES) == set(Outcome)
    without = {outcome for outcome, rule in RULES.items() if not rule.basis}
    assert without == {Outcome.NOT_PROCESSED_RECONFIRM, Outcome.OTHER}
    assert {rule.group for rule in RULES.values()} == set(Group)


@pytest.mark.parametrize(
    ("outcome", "decided_on", "first"),
    [
        ("denied_state_secret", dt.date(2023, 12, 31), False),
        ("denied_state_secret", dt.date(2024, 1, 1), True),
        ("denied_enforcement_file", dt.date(2026, 5, 1), True),
        ("denied_admin_inquiry", dt.date(2026, 5, 1), False),
        ("unable_not_held", dt.date(2026, 5, 1), False),
        ("not_processed_repeat", dt.date(2026, 5, 1), False),
        ("granted", dt.date(2026, 5, 1), False),
    ],
)
def test_review_before_lawsuit_follows_date_and_outcome(outcome, decided_on, first):
    assert review_comes_first([outcome], decided_on) is first
    assert review_comes_first(["granted", outcome], decided_on) is first


@pytest.mark.parametrize(
    ("points", "sued"),
    [
        ([["denied_law"]], False),
        ([["denied_law"], ["denied_process"]], False),
        ([["denied_law"], ["unable_not_held"]], True),
        ([["partial", "denied_law"]], True),
        ([["granted"]], True),
    ],
)
def test_what_may_be_sued_at_once(points, sued):
    assert may_be_sued(points, dt.date(2024, 1, 1)) is sued
    assert may_be_sued(points, dt.date(2023, 12, 31))
