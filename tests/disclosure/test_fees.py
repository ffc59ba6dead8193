import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.fees import MAX_UNITS, FeeBasis, fee_amount, fee_steps


@pytest.mark.parametrize(
    ("units", "yuan"),
    [
        (0, 0),
        (1, 0),
        (10, 0),
        (11, 100),
        (30, 2000),
        (31, 2200),
        (35, 3000),
        (40, 4000),
        (41, 4300),
        (50, 7000),
        (51, 7400),
    ],
)
def test_by_item(units, yuan):
    assert fee_amount(FeeBasis.ITEMS, units) == yuan


@pytest.mark.parametrize(
    ("pages", "yuan"), [(0, 0), (30, 0), (31, 10), (100, 700), (101, 720), (200, 2700), (201, 2740), (250, 4700)]
)
def test_by_page(pages, yuan):
    assert fee_amount(FeeBasis.PAGES, pages) == yuan


def test_earlier_requests_of_the_month_fill_the_lower_tiers():
    assert fee_amount(FeeBasis.ITEMS, 1, before=9) == 0
    assert fee_amount(FeeBasis.ITEMS, 1, before=10) == 100
    assert fee_amount(FeeBasis.ITEMS, 5, before=30) == 1000


@given(st.sampled_from(FeeBasis), st.integers(0, 500))
def test_one_more_never_costs_less_and_tiers_have_no_hole(basis, units):
    assert fee_amount(basis, units + 1) >= fee_amount(basis, units)
    steps = fee_steps(basis, units)
    covered = [unit for step in steps for unit in range(step.first, step.last + 1)]
    assert covered == list(range(1, units + 1))
    assert [step.rate for step in steps] == sorted(step.rate for step in steps)


@pytest.mark.parametrize("units", [-1, MAX_UNITS + 1])
def test_slips_of_the_pen_are_refused(units):
    with pytest.raises(ValueError, match="plausible"):
        fee_amount(FeeBasis.PAGES, units)
