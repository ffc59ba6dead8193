"""Column charts: every figure has its column, in proportion, inside the drawing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.charts import BOTTOM, HEIGHT, LEFT, TOP, WIDTH, Series, column_chart

FIGURES = st.lists(st.one_of(st.none(), st.integers(0, 10**6)), min_size=1, max_size=12)


@given(first=FIGURES, data=st.data(), stacked=st.booleans())
def test_columns_stay_inside_and_keep_their_proportion(
    first: list[int | None], data: st.DataObject, stacked: bool
) -> None:
    second = data.draw(st.lists(st.integers(0, 10**6), min_size=len(first), max_size=len(first)))
    labels = [str(n) for n in range(len(first))]
    chart = column_chart(labels, [Series("一", "a", first), Series("二", "b", second)], stacked=stacked)
    assert [one.value for one in chart.columns if one.code == "a"] == [value for value in first if value]
    for one in chart.columns:
        assert one.height > 0
        assert one.x >= LEFT
        assert one.x + one.width <= WIDTH + 0.001
        assert one.y >= TOP - 0.001
        assert one.y + one.height <= HEIGHT - BOTTOM + 0.001
    heights = {one.value: one.height for one in chart.columns}
    for one in chart.columns:
        for value, height in heights.items():
            assert one.height * value == pytest.approx(height * one.value)
    assert 2 <= len(chart.ticks) <= 6


def test_stacked_columns_stand_on_each_other() -> None:
    chart = column_chart(["1"], [Series("一", "a", [2]), Series("二", "b", [3])], stacked=True)
    lower, upper = chart.columns
    assert upper.y + upper.height == pytest.approx(lower.y)
    assert (lower.x, lower.width) == (upper.x, upper.width)


@pytest.mark.parametrize(
    ("highest", "ticks"),
    [
        (0, ["0", "1"]),
        (1, ["0", "1"]),
        (4, ["0", "1", "2", "3", "4"]),
        (7, ["0", "2", "4", "6", "8"]),
        (11, ["0", "5", "10", "15"]),
        (100, ["0", "20", "40", "60", "80", "100"]),
        (101, ["0", "50", "100", "150"]),
    ],
)
def test_the_grid_has_round_numbers(highest: int, ticks: list[str]) -> None:
    assert [tick.text for tick in column_chart(["1"], [Series("一", "a", [highest])]).ticks] == ticks


def test_nothing_to_show_is_an_empty_grid() -> None:
    assert column_chart([], [Series("一", "a", [])]).columns == []
    assert column_chart(["1"], [Series("一", "a", [None])]).columns == []
