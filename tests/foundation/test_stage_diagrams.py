"""Diagrams of stages: cards keep apart, every wait is an arrow, no line runs through a card."""

import itertools
import re

from hypothesis import given
from hypothesis import strategies as st

from foundation.diagrams import Arrow, Card, Step, lay_out_stages, stack_stages

STAGES = st.lists(
    st.lists(
        st.builds(Step, st.text("公司设立登记", min_size=1, max_size=20), st.just("3个工作日"), st.just([])),
        min_size=1,
        max_size=4,
    ),
    min_size=1,
    max_size=4,
)


def waits(stages: list[list[Step]], data: st.DataObject) -> dict[int, list[int]]:
    """Draw for each step some of those in earlier stages."""
    numbers = itertools.count(1)
    rows = [[next(numbers) for _step in stage] for stage in stages]
    after = {}
    for place, row in enumerate(rows):
        earlier = [number for one in rows[:place] for number in one]
        for number in row:
            after[number] = data.draw(st.lists(st.sampled_from(earlier), unique=True, max_size=3)) if earlier else []
    return after


def points(arrow: Arrow) -> list[tuple[float, float]]:
    """Return the corners of a path."""
    x = y = 0.0
    found = []
    for letter, numbers in re.findall(r"([MHV])([-\d. ]+)", arrow.path):
        values = [float(one) for one in numbers.split()]
        x, y = (values[0], values[1]) if letter == "M" else (values[0], y) if letter == "H" else (x, values[0])
        found.append((x, y))
    return found


def crosses(start: tuple[float, float], end: tuple[float, float], card: Card) -> bool:
    left, right = sorted((start[0], end[0]))
    upper, lower = sorted((start[1], end[1]))
    return left < card.x + card.width and right > card.x and upper < card.y + card.height and lower > card.y


@given(stages=STAGES, data=st.data())
def test_every_wait_is_an_arrow_that_crosses_no_card(stages: list[list[Step]], data: st.DataObject) -> None:
    after = waits(stages, data)
    drawn = lay_out_stages(stages, after, width=1040)
    assert len(drawn.cards) == sum(map(len, stages))
    assert len(drawn.arrows) == sum(map(len, after.values()))
    for one, other in itertools.combinations(drawn.cards, 2):
        assert one.x + one.width < other.x or one.y + one.height < other.y
    for arrow in drawn.arrows:
        corners = points(arrow)
        assert all(0 <= x <= drawn.width and 0 <= y <= drawn.height for x, y in corners)
        for start, end in itertools.pairwise(corners):
            assert not any(crosses(start, end, card) for card in drawn.cards)


@given(stages=STAGES)
def test_on_a_phone_an_arrow_leads_from_stage_to_stage(stages: list[list[Step]]) -> None:
    drawn = stack_stages(stages, width=320)
    assert len(drawn.arrows) == len(stages) - 1
    for above, below in itertools.pairwise(drawn.cards):
        assert above.y + above.height < below.y
