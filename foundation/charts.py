"""Column charts for pages: pure arithmetic; the template draws what is placed here, style sheets colour it.

A chart never stands alone: the table beside it holds the same figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 720.0
HEIGHT: Final = 240.0
LEFT: Final = 40.0
TOP: Final = 18.0
BOTTOM: Final = 26.0
SHARE: Final = 0.72
"""Part of a group's place that its columns take."""


@dataclass(frozen=True)
class Series:
    """One series: its name, a short code for the style sheet, a figure for each label (None: there is none)."""

    name: str
    code: str
    values: Sequence[int | None]


@dataclass(frozen=True)
class Column:
    """A rectangle with what it stands for; ``label_y`` is where its figure is written."""

    x: float
    y: float
    width: float
    height: float
    code: str
    value: int
    title: str

    @property
    def middle(self) -> float:
        """Where the figure is written."""
        return self.x + self.width / 2

    @property
    def label_y(self) -> float:
        """The baseline of the figure, above the column."""
        return self.y - 4


@dataclass(frozen=True)
class Tick:
    """A line of the grid, or the place of a label."""

    at: float
    text: str


@dataclass(frozen=True)
class Chart:
    """A finished chart; ``shows_figures`` tells whether figures stand above the columns."""

    columns: Sequence[Column]
    ticks: Sequence[Tick]
    labels: Sequence[Tick]
    series: Sequence[Series]
    shows_figures: bool
    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT


def column_chart(labels: Sequence[str], series: Sequence[Series], *, stacked: bool = False) -> Chart:
    """Place the columns of some series over the same labels, side by side or one on the other."""
    highest = _highest(series, stacked=stacked)
    step = _step(highest)
    top = max(step, -(-highest // step) * step)
    scale = (HEIGHT - TOP - BOTTOM) / top
    place = (WIDTH - LEFT) / max(1, len(labels))
    columns: list[Column] = []
    for position, label in enumerate(labels):
        columns += _group(label, position, series, LEFT + position * place, place, scale, stacked=stacked)
    return Chart(
        columns=columns,
        ticks=[Tick(HEIGHT - BOTTOM - value * scale, str(value)) for value in range(0, top + 1, step)],
        labels=[Tick(LEFT + (position + 0.5) * place, label) for position, label in enumerate(labels)],
        series=series,
        shows_figures=not stacked,
    )


def _group(
    label: str,
    position: int,
    series: Sequence[Series],
    start: float,
    place: float,
    scale: float,
    *,
    stacked: bool,
) -> list[Column]:
    width = place * SHARE / (1 if stacked else max(1, len(series)))
    left, floor = start + place * (1 - SHARE) / 2, HEIGHT - BOTTOM
    columns: list[Column] = []
    for number, one in enumerate(series):
        value = one.values[position]
        if value:
            height = value * scale
            x = left if stacked else left + number * width
            columns.append(Column(x, floor - height, width, height, one.code, value, f"{label} · {one.name} · {value}"))
            floor -= height if stacked else 0
    return columns


def _highest(series: Sequence[Series], *, stacked: bool) -> int:
    columns = list(zip(*(one.values for one in series), strict=True))
    figures = [[value or 0 for value in column] for column in columns]
    return max((sum(column) if stacked else max(column) for column in figures if column), default=0)


def _step(highest: int) -> int:
    """Return the distance of the grid's lines: 1, 2 or 5 times a power of ten, at most five lines."""
    power = 1
    while True:
        for factor in (1, 2, 5):
            if factor * power * 5 >= highest:
                return factor * power
        power *= 10
