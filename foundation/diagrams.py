"""Layout of flow diagrams: cards with wrapped text, arrows between them. Pure arithmetic, no drawing."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

FONT: Final = 15
SMALL: Final = 13
LINE: Final = 23
PAD: Final = 14
GAP: Final = 36
"""Space between cards, where the arrows run."""


@dataclass(frozen=True)
class Line:
    """A line of text at its baseline."""

    x: float
    y: float
    text: str
    css: str


@dataclass(frozen=True)
class Card:
    """A box with a head of its own colour."""

    x: float
    y: float
    width: float
    height: float
    head_height: float
    lines: Sequence[Line]

    @property
    def head(self) -> str:
        """The head with its two upper corners rounded, as SVG path data."""
        return (
            f"M{self.x:g} {self.y + self.head_height:g}v-{self.head_height - 8:g}q0 -8 8 -8"
            f"h{self.width - 16:g}q8 0 8 8v{self.head_height - 8:g}z"
        )


@dataclass(frozen=True)
class Arrow:
    """A line with a head; ``path`` and ``head`` are SVG path data."""

    path: str
    head: str


@dataclass(frozen=True)
class Diagram:
    """A finished layout."""

    width: float
    height: float
    cards: Sequence[Card]
    arrows: Sequence[Arrow]


@dataclass(frozen=True)
class Step:
    """What a card says: a title, a line under it, and paragraphs."""

    title: str
    note: str
    paragraphs: Sequence[str]


def lay_out(steps: Sequence[Step], *, columns: int, width: float) -> Diagram:
    """Place the steps in rows of ``columns`` cards and join them in order."""
    columns = max(1, min(columns, len(steps)))
    card_width = (width - GAP * (columns - 1)) / columns
    cards: list[Card] = []
    top = 1.0
    for start in range(0, len(steps), columns):
        row = [
            _card(step, start + place + 1, 1 + place * (card_width + GAP), top, card_width - 2)
            for place, step in enumerate(steps[start : start + columns])
        ]
        height = max(card.height for card in row)
        head = max(card.head_height for card in row)
        cards += [_stretched(card, height + head - card.head_height, head) for card in row]
        top += max(card.height for card in cards[start:]) + GAP
    arrows = [_arrow(before, after) for before, after in itertools.pairwise(cards)]
    return Diagram(width=width, height=top - GAP + 1, cards=cards, arrows=arrows)


WIDEST: Final = 320.0
"""Cards of a stage grow no wider, however few there are."""
LANE: Final = 8
"""Space between two lines that run side by side."""


def lay_out_stages(stages: Sequence[Sequence[Step]], after: Mapping[int, Sequence[int]], *, width: float) -> Diagram:
    """Place each stage in a row and join every step with those it waits for.

    Steps are numbered from 1 through all stages; ``after`` says for a number which ones come before.  A line over more
    than one stage runs along the right edge, so that none crosses a card.
    """
    stage_of = dict(enumerate((place for place, stage in enumerate(stages) for _step in stage), start=1))
    joints = [(before, number) for number, those in after.items() for before in those]
    far = [joint for joint in joints if stage_of[joint[1]] - stage_of[joint[0]] > 1]
    inner = width - (LANE * (len(far) + 2) if far else 0)
    cards: list[Card] = []
    top, bottoms = 1.0, []
    for stage in stages:
        row = list(_row(stage, len(cards) + 1, top, inner))
        cards += row
        bottoms.append(row[0].y + row[0].height)
        top = bottoms[-1] + GAP + LANE * (len(stage) + len(far))
    arrows = [_joint(cards, joint, stage_of, bottoms, far, inner) for joint in joints]
    return Diagram(width=width, height=bottoms[-1] + 1 if bottoms else 1, cards=cards, arrows=arrows)


def stack_stages(stages: Sequence[Sequence[Step]], *, width: float) -> Diagram:
    """Place all steps in one column for a phone; an arrow leads from stage to stage, none within a stage."""
    cards: list[Card] = []
    arrows: list[Arrow] = []
    top = 1.0
    for stage in stages:
        for place, step in enumerate(stage):
            card = _card(step, len(cards) + 1, 1, top, width - 2)
            if place == 0 and cards:
                arrows.append(_arrow(cards[-1], card))
            cards.append(card)
            top = card.y + card.height + GAP / (1 if place == len(stage) - 1 else 3)
    return Diagram(
        width=width, height=max((card.y + card.height for card in cards), default=0) + 1, cards=cards, arrows=arrows
    )


def _row(stage: Sequence[Step], first: int, top: float, width: float) -> Iterator[Card]:
    """Yield the cards of a stage, side by side in the middle, all as high as the highest."""
    card_width = min(WIDEST, (width - GAP * (len(stage) - 1)) / len(stage))
    left = 1 + (width - card_width * len(stage) - GAP * (len(stage) - 1)) / 2
    row = [
        _card(step, first + place, left + place * (card_width + GAP), top, card_width - 2)
        for place, step in enumerate(stage)
    ]
    head = max(card.head_height for card in row)
    height = max(card.height + head - card.head_height for card in row)
    return (_stretched(card, height, head) for card in row)


def _joint(
    cards: Sequence[Card],
    joint: tuple[int, int],
    stage_of: Mapping[int, int],
    bottoms: Sequence[float],
    far: Sequence[tuple[int, int]],
    inner: float,
) -> Arrow:
    before, after = cards[joint[0] - 1], cards[joint[1] - 1]
    x0, x1, end = before.x + before.width / 2, after.x + after.width / 2, after.y - 4
    start = before.y + before.height + 2
    place = sum(1 for number, stage in stage_of.items() if stage == stage_of[joint[0]] and number < joint[0])
    lane = start + LANE * (place + 1)
    head = f"M{x1:g} {end:g}l-5 -9h10z"
    if joint not in far:
        straight = f"M{x0:g} {start:g}V{end - 7:g}"
        return Arrow(straight if x0 == x1 else f"M{x0:g} {start:g}V{lane:g}H{x1:g}V{end - 7:g}", head)
    number = far.index(joint)
    edge = inner + LANE * (number + 1)
    above = bottoms[stage_of[joint[1]] - 1]
    beside = sum(1 for stage in stage_of.values() if stage == stage_of[joint[1]] - 1)
    low = above + 2 + LANE * (beside + number + 1)
    return Arrow(f"M{x0:g} {start:g}V{lane:g}H{edge:g}V{low:g}H{x1:g}V{end - 7:g}", head)


def wrap(text: str, width: float, size: int) -> list[str]:
    """Break a text into lines; no line starts with a closing mark, a blank stays at the end of its line."""
    lines = [""]
    used = 0.0
    for character in text:
        wide = unicodedata.east_asian_width(character) in "WFA"
        need = size * (1.0 if wide else 0.56)
        if used + need > width and lines[-1] and character not in " ，。、；：！？）》”’,.;:)%":
            lines.append("")
            used = 0.0
        lines[-1] += character
        used += need
    return [line.strip() for line in lines if line.strip()]


def _card(step: Step, number: int, x: float, y: float, width: float) -> Card:
    lines: list[Line] = []
    inner = width - 2 * PAD
    cursor = y + PAD
    for text in wrap(f"{number} {step.title}", inner, FONT):
        cursor += LINE
        lines.append(Line(x + PAD, cursor - 6, text, "text-strong"))
    for text in wrap(step.note, inner, SMALL):
        cursor += LINE
        lines.append(Line(x + PAD, cursor - 6, text, "text-soft"))
    head = cursor + PAD / 2 - y
    cursor += PAD
    for paragraph in step.paragraphs:
        for text in wrap(paragraph, inner, SMALL):
            cursor += LINE - 2
            lines.append(Line(x + PAD, cursor - 4, text, "text-small"))
        cursor += 4
    return Card(x, y, width, cursor + PAD / 2 - y, head, lines)


def _stretched(card: Card, height: float, head: float) -> Card:
    """Return the card with a given height and head; text under the head moves along."""
    shift = head - card.head_height
    split = card.y + card.head_height
    lines = [Line(line.x, line.y + shift if line.y > split else line.y, line.text, line.css) for line in card.lines]
    return Card(card.x, card.y, card.width, height, head, lines)


def _arrow(before: Card, after: Card) -> Arrow:
    if after.y == before.y:
        y = before.y + before.head_height / 2
        start, end = before.x + before.width + 3, after.x - 4
        return Arrow(f"M{start:g} {y:g}H{end - 7:g}", f"M{end:g} {y:g}l-9 -5v10z")
    x0, x1 = before.x + before.width / 2, after.x + after.width / 2
    start, end = before.y + before.height + 3, after.y - 4
    middle = (start + end) / 2
    path = f"M{x0:g} {start:g}V{end - 7:g}" if x0 == x1 else f"M{x0:g} {start:g}V{middle:g}H{x1:g}V{end - 7:g}"
    return Arrow(path, f"M{x1:g} {end:g}l-5 -9h10z")
