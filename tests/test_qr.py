"""The reader of QR codes reads what another program wrote."""

import pytest
import segno

from tests.qr import read_qr


@pytest.mark.parametrize("level", ["l", "m", "q", "h"])
@pytest.mark.parametrize("length", [3, 25, 45, 58])
def test_a_code_is_read_back(level: str, length: int):
    said = ("https://www.jiangcheng.example/v/" * 3)[:length]
    rows = segno.make(said, micro=False, error=level, boost_error=False, mode="byte").matrix_iter(scale=5, border=4)
    assert read_qr([[bool(module) for module in row] for row in rows]) == said
