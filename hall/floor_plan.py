"""The plan of a floor as shapes with wrapped text. Pure arithmetic in decimetres; the template draws, styles colour."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from foundation.diagrams import wrap
from hall.models import Floor, Landmark, WindowPlace

MARGIN: Final = 4
NUMBER: Final = 24
"""Height of the letters of a window's number."""
NAME: Final = 15
LINE: Final = 17
MOST_LINES: Final = 3


@dataclass(frozen=True)
class Text:
    """A line of text, centred at ``x``, on its baseline."""

    x: float
    y: float
    text: str
    css: str


@dataclass(frozen=True)
class Shape:
    """A rectangle of the plan with its lines; ``key`` is the number of a window, empty for landmarks."""

    x: float
    y: float
    width: float
    height: float
    css: str
    texts: Sequence[Text]
    key: str = ""
    label: str = ""


@dataclass(frozen=True)
class Plan:
    """A finished drawing."""

    width: float
    height: float
    shapes: Sequence[Shape]
    title: str

    @property
    def view_box(self) -> str:
        """What the drawing covers, with a margin for the outline."""
        return f"{-MARGIN} {-MARGIN} {self.width + 2 * MARGIN} {self.height + 2 * MARGIN}"


def draw(
    floor: Floor, places: Iterable[WindowPlace], landmarks: Iterable[Landmark], marked: Collection[str] = ()
) -> Plan:
    """Place everything of a floor; the windows with these numbers stand out."""
    shapes = [_landmark(one) for one in landmarks]
    shapes += [_window(one, is_marked=one.window.number in marked) for one in places]
    return Plan(floor.width, floor.depth, shapes, floor.local_name)


def _window(place: WindowPlace, *, is_marked: bool) -> Shape:
    window = place.window
    middle = place.x + place.width / 2
    room = max(1, min(MOST_LINES, int((place.depth - NUMBER) / LINE)))
    lines = _lines(window.name.removesuffix("窗口"), place.width - 2)
    if len(lines) > room:
        lines = [*lines[: room - 1], f"{lines[room - 1][:-1]}…"]
    top = place.y + (place.depth - NUMBER - LINE * len(lines)) / 2
    texts = [Text(middle, top + NUMBER - 3, window.number, "plan-number")]
    texts += [Text(middle, top + NUMBER + LINE * (row + 1) - 3, line, "plan-name") for row, line in enumerate(lines)]
    css = "plan-window plan-marked" if is_marked else "plan-window"
    return Shape(
        place.x, place.y, place.width, place.depth, css, texts, window.number, f"{window.number} {window.name}"
    )


def _landmark(one: Landmark) -> Shape:
    lines = _lines(one.label, one.width - 2)
    top = one.y + (one.depth - LINE * len(lines)) / 2
    middle = one.x + one.width / 2
    texts = [Text(middle, top + LINE * (row + 1) - 3, line, "plan-name") for row, line in enumerate(lines)]
    return Shape(one.x, one.y, one.width, one.depth, f"plan-landmark plan-{one.kind}", texts, "", one.label)


def _lines(text: str, width: float) -> list[str]:
    """Break a text into lines: Latin words stay whole, Chinese breaks anywhere."""
    if text.isascii():
        return textwrap.wrap(text, max(1, int(width / (NAME * 0.56))), break_long_words=False)
    return wrap(text, width, NAME)
