"""Diagrams: text stays inside its card, cards do not meet, arrows join them in order."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from foundation.diagrams import Step, lay_out, wrap

words = st.text(alphabet="立项用地规划许可、，（）Ab 12", max_size=60)
steps = st.lists(st.builds(Step, words, words, st.lists(words, max_size=3)), min_size=1, max_size=9)


@given(text=words, width=st.integers(60, 400))
def test_wrapped_lines_keep_every_character_and_start_with_no_closing_mark(text, width):
    lines = wrap(text, width, 15)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert not any(line[0] in "，、）" for line in lines[1:])


@given(steps=steps, columns=st.integers(1, 4))
def test_cards_do_not_overlap_and_hold_their_text(steps, columns):
    diagram = lay_out(steps, columns=columns, width=1000)
    assert len(diagram.cards) == len(steps)
    assert len(diagram.arrows) == len(steps) - 1
    for one, other in pairwise(diagram.cards):
        assert one.x + one.width < other.x or one.y + one.height < other.y
    for card in diagram.cards:
        assert card.x + card.width <= diagram.width
        assert card.y + card.height <= diagram.height
        assert all(card.y < line.y <= card.y + card.height for line in card.lines)


def test_a_phone_gets_one_column():
    diagram = lay_out([Step("一", "", []), Step("二", "", [])], columns=1, width=320)
    assert diagram.cards[0].x == diagram.cards[1].x
    assert diagram.cards[0].y < diagram.cards[1].y
