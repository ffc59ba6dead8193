"""Text in a PDF page that a rectangle drawn later only covers: it can still be selected and copied.

Only what can be told for sure is told: upright text and upright filled rectangles of the page's own content, opaque
and in a plain colour, where the rectangle is drawn after the text and over it.  Not found are turned text, other
shapes, pictures laid over text, and what lies in forms that the page calls.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, NameObject

_MAX_OPERATIONS: Final = 500_000
_BAND: Final = 20
"""Text is kept in bands of so many units, so that a rectangle is compared with its neighbours only."""

Matrix = tuple[float, float, float, float, float, float]
_UNMOVED: Final[Matrix] = (1, 0, 0, 1, 0, 0)


class _Box(NamedTuple):
    """An upright rectangle in the units of the page."""

    left: float
    bottom: float
    right: float
    top: float

    def hides(self, text: _Box) -> bool:
        """Tell whether the middle of the letters lies under this box, half a letter wide or more."""
        height = text.top - text.bottom
        over = min(self.right, text.right) - max(self.left, text.left)
        is_wide_enough = over >= min(height / 2, text.right - text.left)
        return is_wide_enough and self.bottom <= text.bottom + 0.2 * height and self.top >= text.bottom + 0.5 * height

    def holds(self, other: _Box) -> bool:
        """Tell whether the other box lies inside: then the two may be a frame."""
        return (
            self.left <= other.left
            and self.bottom <= other.bottom
            and self.right >= other.right
            and self.top >= other.top
        )


@dataclass(frozen=True)
class _State:
    """What the operator q saves and Q brings back."""

    matrix: Matrix = _UNMOVED
    is_opaque: bool = True
    is_plain: bool = True
    font: str = ""
    size: float = 0.0
    leading: float = 0.0
    is_invisible: bool = False


def covers_text(page: PageObject, reader: PdfReader) -> bool:
    """Tell whether a rectangle of the page lies over text that was drawn before it."""
    contents = page.get_contents()
    if contents is None:
        return False
    canvas = _Canvas(_dictionary(page.get("/Resources")))
    for operands, operator in ContentStream(contents, reader).operations[:_MAX_OPERATIONS]:
        canvas.draw(bytes(operator), operands)
        if canvas.is_covered:
            return True
    return False


class _Canvas:
    """Follows what a page draws, as far as rectangles over text are concerned."""

    def __init__(self, resources: DictionaryObject) -> None:
        self.is_covered = False
        self._looks = _dictionary(resources.get("/ExtGState"))
        self._fonts = _dictionary(resources.get("/Font"))
        self._widths: dict[str, _Widths] = {}
        self._state = _State()
        self._saved: list[_State] = []
        self._line = self._letter = _UNMOVED
        self._path: list[list[tuple[float, float]]] = []
        self._is_curved = False
        self._texts: dict[int, list[_Box]] = defaultdict(list)

    def draw(self, operator: bytes, operands: list[Any]) -> None:
        """Follow one operator; those that do not matter here, and broken ones, change nothing."""
        follow = _OPERATORS.get(operator)
        if follow is not None:
            try:
                follow(self, *operands)
            except (TypeError, ValueError, IndexError):
                return

    # State

    def save(self) -> None:
        """The operator q."""
        self._saved.append(self._state)

    def restore(self) -> None:
        """The operator Q."""
        self._state = self._saved.pop()

    def move(self, *matrix: float) -> None:
        """The operator cm."""
        self._state = replace(self._state, matrix=_times(_matrix(matrix), self._state.matrix))

    def look(self, name: str) -> None:
        """The operator gs: transparency, and mixing with what lies below as highlighters do."""
        look = _dictionary(self._looks.get(name))
        if {"/ca", "/BM", "/SMask"} & look.keys():
            is_normal = (
                look.get("/BM", "/Normal") in {"/Normal", "/Compatible"} and look.get("/SMask", "/None") == "/None"
            )
            self._state = replace(self._state, is_opaque=is_normal and float(look.get("/ca", 1)) >= 1)

    def colour(self, *operands: Any) -> None:
        """The operators that choose a colour to fill with; a pattern may have gaps."""
        self._state = replace(self._state, is_plain=not (operands and isinstance(operands[-1], NameObject)))

    # Paths

    def rectangle(self, x: float, y: float, width: float, height: float) -> None:
        """The operator re."""
        corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
        self._path.append([self._place(*corner) for corner in corners])

    def begin_line(self, x: float, y: float) -> None:
        """The operator m."""
        self._path.append([self._place(x, y)])

    def add_line(self, x: float, y: float) -> None:
        """The operator l."""
        self._path[-1].append(self._place(x, y))

    def curve(self, *_points: float) -> None:
        """The operators c, v and y."""
        self._is_curved = True

    def end_path(self) -> None:
        """The operators that end a path without filling it."""
        self._path, self._is_curved = [], False

    def fill(self) -> None:
        """The operators that fill the path."""
        if self._state.is_opaque and self._state.is_plain and not self._is_curved:
            boxes = [box for corners in self._path if (box := _upright(corners))]
            for box in boxes:
                alone = not any(one is not box and (one.holds(box) or box.holds(one)) for one in boxes[:200])
                self.is_covered |= alone and any(box.hides(text) for text in self._near(box))
        self.end_path()

    def _near(self, box: _Box) -> Iterable[_Box]:
        first, last = int(box.bottom // _BAND) - 1, int(box.top // _BAND)
        bands = [band for band in self._texts if first <= band <= last]
        return (text for band in bands for text in self._texts[band])

    def _place(self, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = self._state.matrix
        return a * x + c * y + e, b * x + d * y + f

    # Text

    def begin_text(self) -> None:
        """The operator BT."""
        self._line = self._letter = _UNMOVED

    def choose_font(self, name: str, size: float) -> None:
        """The operator Tf."""
        self._state = replace(self._state, font=str(name), size=float(size))

    def set_leading(self, leading: float) -> None:
        """The operator TL."""
        self._state = replace(self._state, leading=float(leading))

    def set_mode(self, mode: int) -> None:
        """The operator Tr; recognised text under a scan is drawn with mode 3, which shows nothing."""
        self._state = replace(self._state, is_invisible=int(mode) in {3, 7})

    def next_line(self, x: float, y: float) -> None:
        """The operator Td."""
        self._line = self._letter = _times((1, 0, 0, 1, float(x), float(y)), self._line)

    def next_line_leading(self, x: float, y: float) -> None:
        """The operator TD."""
        self.set_leading(-y)
        self.next_line(x, y)

    def line_feed(self) -> None:
        """The operator T*."""
        self.next_line(0, -self._state.leading)

    def set_line(self, *matrix: float) -> None:
        """The operator Tm."""
        self._line = self._letter = _matrix(matrix)

    def show(self, text: Any) -> None:
        """The operators Tj and TJ."""
        pieces = text if isinstance(text, ArrayObject) else [text]
        width = sum(self._width(piece) for piece in pieces)
        matrix = _times(self._letter, self._state.matrix)
        if _is_upright(matrix) and not self._state.is_invisible and any(map(_says_something, pieces)):
            top = matrix[5] + self._state.size * matrix[3]
            box = _Box(matrix[4], matrix[5], matrix[4] + width * matrix[0], top)
            self._texts[int(box.bottom // _BAND)].append(box)
        self._letter = _times((1, 0, 0, 1, width, 0), self._letter)

    def show_next_line(self, *operands: Any) -> None:
        """The operators of the quotation marks."""
        self.line_feed()
        self.show(operands[-1])

    def _width(self, piece: Any) -> float:
        if isinstance(piece, int | float):
            return -float(piece) / 1000 * self._state.size
        font = self._state.font
        if font not in self._widths:
            self._widths[font] = _Widths(_dictionary(self._fonts.get(font)))
        return self._widths[font].of(_raw(piece)) / 1000 * self._state.size


class _Widths:
    """How wide the characters of a font are, in thousandths of its size."""

    def __init__(self, font: DictionaryObject) -> None:
        self._is_wide = font.get("/Subtype") == "/Type0"
        self._known: dict[int, float] = {}
        if self._is_wide:
            descendants = font.get("/DescendantFonts")
            inner = _dictionary(descendants.get_object()[0]) if descendants is not None else DictionaryObject()
            self._usual = float(inner.get("/DW", 1000))
            self._read_wide(inner.get("/W"))
        else:
            self._usual = 500.0
            first = int(font.get("/FirstChar", 0))
            widths = font.get("/Widths")
            values = widths.get_object() if widths is not None else []
            self._known = {first + place: float(value) for place, value in enumerate(values)}

    def _read_wide(self, table: Any) -> None:
        """Read ``c [w w …]`` and ``first last w``."""
        entries = list(table.get_object()) if table is not None else []
        while len(entries) >= 2:
            first, second = int(entries[0]), entries[1].get_object()
            if isinstance(second, ArrayObject):
                self._known |= {first + place: float(value) for place, value in enumerate(second)}
                entries = entries[2:]
            else:
                last = min(int(second), first + 0xFFFF)
                self._known |= dict.fromkeys(range(first, last + 1), float(entries[2]))
                entries = entries[3:]

    def of(self, raw: bytes) -> float:
        """Return the width of a string."""
        step = 2 if self._is_wide else 1
        codes = (int.from_bytes(raw[place : place + step], "big") for place in range(0, len(raw), step))
        return sum(self._known.get(code, self._usual) for code in codes)


def _matrix(values: Iterable[float]) -> Matrix:
    a, b, c, d, e, f = (float(value) for value in values)
    return a, b, c, d, e, f


def _times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _is_upright(matrix: Matrix) -> bool:
    return abs(matrix[1]) < 1e-6 and abs(matrix[2]) < 1e-6 and matrix[0] > 0 and matrix[3] > 0


def _upright(corners: list[tuple[float, float]]) -> _Box | None:
    """Return the box that four corners make, or None when they make something else."""
    xs, ys = sorted({round(x, 3) for x, _y in corners}), sorted({round(y, 3) for _x, y in corners})
    if len(corners) not in {4, 5} or len(xs) != 2 or len(ys) != 2:
        return None
    return _Box(xs[0], ys[0], xs[1], ys[1])


def _raw(piece: Any) -> bytes:
    return bytes(getattr(piece, "original_bytes", b""))


def _says_something(piece: Any) -> bool:
    return bool(_raw(piece).strip(b"\0 "))


def _dictionary(value: Any) -> DictionaryObject:
    value = value.get_object() if value is not None else None
    return value if isinstance(value, DictionaryObject) else DictionaryObject()


_OPERATORS: Final[dict[bytes, Callable[..., None]]] = {
    b"q": _Canvas.save,
    b"Q": _Canvas.restore,
    b"cm": _Canvas.move,
    b"gs": _Canvas.look,
    **dict.fromkeys((b"g", b"rg", b"k", b"sc", b"scn", b"cs"), _Canvas.colour),
    b"re": _Canvas.rectangle,
    b"m": _Canvas.begin_line,
    b"l": _Canvas.add_line,
    **dict.fromkeys((b"c", b"v", b"y"), _Canvas.curve),
    **dict.fromkeys((b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"), _Canvas.fill),
    **dict.fromkeys((b"n", b"S", b"s"), _Canvas.end_path),
    b"BT": _Canvas.begin_text,
    b"Tf": _Canvas.choose_font,
    b"TL": _Canvas.set_leading,
    b"Tr": _Canvas.set_mode,
    b"Td": _Canvas.next_line,
    b"TD": _Canvas.next_line_leading,
    b"T*": _Canvas.line_feed,
    b"Tm": _Canvas.set_line,
    **dict.fromkeys((b"Tj", b"TJ"), _Canvas.show),
    **dict.fromkeys((b"'", b'"'), _Canvas.show_next_line),
}
"""The operators that matter, with what follows them."""
