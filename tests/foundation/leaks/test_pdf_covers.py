"""Rectangles over text: told when it is sure, and only then."""

import pytest

from foundation.leaks.leak import LeakKind
from tests.foundation.leaks.made_files import FONT, PDF, found, make_pdf, text_at

TEXT = text_at(50, 700)
"""Twelve letters of Courier 12: from 50 to 136.4, on the line 700."""
OVER = b"40 695 120 20 re f\n"
BLACK = b"0 0 0 rg\n"


def is_covered(content: bytes) -> bool:
    return bool(found(make_pdf(content), PDF, LeakKind.COVERED_TEXT))


@pytest.mark.parametrize(
    "content",
    [
        TEXT + BLACK + OVER,
        TEXT + b"1 1 1 rg\n" + OVER,  # white hides as little as black
        TEXT + b"0 0 0 1 k\n" + OVER,
        TEXT + b"/Cs cs 0 scn\n" + OVER,
        TEXT + b"40 695 120 20 re B\n",
        TEXT + b"40 695 120 20 re f*\n",
        TEXT + b"40 715 120 -20 re f\n",  # drawn downwards
        TEXT + b"40 695 m 160 695 l 160 715 l 40 715 l h f\n",
        TEXT + b"q 2 0 0 2 0 0 cm 20 347.5 60 10 re f Q\n",
        TEXT + b"80 695 30 20 re f\n",  # some letters in the middle of a line
        b"BT /F1 12 Tf 1 0 0 1 50 700 Tm [(Sec) -20 (ret)] TJ ET\n" + OVER,
        b"BT /F1 12 Tf 14 TL 50 714 Td (above) Tj T* (Secret) Tj ET\n" + OVER,
        b"BT /F1 12 Tf 50 714 Td 0 -14 TD (Secret) Tj ET\n" + OVER,
        b"BT /F1 12 Tf 14 TL 50 714 Td (Secret) ' ET\n" + OVER,
        b"BT /F1 1 Tf 12 0 0 12 50 700 Tm (Secret) Tj ET\n" + OVER,
        TEXT + b"/Thin gs q /Thin gs Q 0 0 1 rg\n".replace(b"/Thin gs q", b"q") + OVER,  # thin only for a while
        TEXT + b"400 400 9 9 re 40 695 120 20 re f\n",  # two at once
    ],
)
def test_covered(content: bytes) -> None:
    assert is_covered(content)


@pytest.mark.parametrize(
    "content",
    [
        TEXT,
        BLACK + OVER + TEXT,  # a background
        TEXT + b"40 695 120 20 re S\n",  # a frame
        TEXT + b"40 695 120 20 re n\n",
        TEXT + b"40 695 120 20 re W n\n",
        TEXT + b"40 697 120 1 re f\n",  # a line below
        TEXT + b"40 703 120 0.6 re f\n",  # struck out: to be seen
        TEXT + b"200 695 120 20 re f\n",
        TEXT + b"40 600 120 20 re f\n",
        TEXT + b"/Thin gs\n" + OVER,
        TEXT + b"/Mix gs 1 1 0 rg\n" + OVER,  # a highlighter
        TEXT + b"/Pattern cs /P1 scn\n" + OVER,
        TEXT + b"40 695 120 20 re 42 697 116 16 re f*\n",  # a thick frame
        TEXT + b"40 695 m 100 730 160 730 160 695 c f\n",
        TEXT + b"0.7 0.7 -0.7 0.7 0 0 cm 40 695 120 20 re f\n",
        b"BT /F1 12 Tf 3 Tr 50 700 Td (recognised) Tj ET\n" + OVER,
        b"BT /F1 12 Tf 50 700 Td (   ) Tj ET\n" + OVER,
        b"BT /F1 12 Tf 0 1 -1 0 50 700 Tm (turned) Tj ET\n" + OVER,
        TEXT + b"re f (x) cm Q Q 1 l\n",  # broken operators
    ],
)
def test_not_covered(content: bytes) -> None:
    assert not is_covered(content)


@pytest.mark.parametrize(("left", "covered"), [(50, True), (85, True), (115, False)])
def test_chinese_letters_are_as_wide_as_their_font_says(left: int, covered: bool) -> None:
    wide = (
        b"<< /Type /Font /Subtype /Type0 /Encoding /Identity-H /BaseFont /Song /DescendantFonts [<< /Type /Font"
        b" /Subtype /CIDFontType2 /BaseFont /Song /DW 1000 /W [1 [1000 1000] 3 9 500] >>] >>"
    )
    # Two letters of 1000, two of 500, one of 1000: 48 units from 50 to 98.
    content = b"BT /F1 12 Tf 50 700 Td <00010002000300044E00> Tj ET\n" + b"%d 695 30 20 re f\n" % left
    whole = make_pdf(content).replace(FONT, wide + b" " * (len(FONT) - len(wide)))
    assert bool(found(whole, PDF, LeakKind.COVERED_TEXT)) is covered


def test_many_cells_and_fills_are_compared_quickly() -> None:
    cells = ((x, y) for x in range(0, 600, 20) for y in range(0, 792, 6))
    assert not is_covered(b"".join(b"0.9 g %d %d 19 5 re f 0 g " % cell + text_at(*cell, "C") for cell in cells))
