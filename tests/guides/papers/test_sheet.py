"""The sheet for the notice board: all public guides of a department, each with its code."""

import pytest
from django.test import Client

from tests.approvals.factories import make_item, publish
from tests.cast import Cast
from tests.guides.factories import make_guide
from tests.printed import read, tags, text


@pytest.mark.parametrize(("size", "width"), [("a4", 595.28), ("a3", 841.89)])
def test_a_sheet_in_both_sizes(cast: Cast, client: Client, size: str, width: float):
    item = make_item(cast.police, onsite_visits=2)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    for title in ("居民身份证补领", "出生登记😀"):
        publish(make_guide(item, title=title), editor=cast.editor, reviewer=cast.reviewer)
    make_guide(item, title="还没有公布的指南")
    client.force_login(cast.manager)
    assert "gaj.pdf?size=a3" in client.get("/staff/guides/sheets/").content.decode()
    document = read(client.get(f"/staff/guides/sheets/gaj.pdf?size={size}").content)
    said = text(document)
    for words in ("江城市公安局", "居民身份证补领", "出生登记〓", "最多跑2次", "0729-5550000"):
        assert words in said, words
    assert "还没有公布" not in said
    assert float(document.pages[0].mediabox.width) == pytest.approx(width, abs=0.1)
    assert tags(document).count("/Figure") == 2
    assert client.get("/staff/guides/sheets/gaj.pdf?size=a0").status_code == 404
