"""A publication for the notice board: its whole text, readable from afar, with the code to its page."""

import pytest
from django.test import Client

from tests.approvals.factories import publish
from tests.cast import Cast
from tests.disclosure.factories import PREFIX, make_publication
from tests.printed import read, runs, tags, text

TEXT = """# 第一章 总则
第一条 为了公开😀，制定本办法。
（一）项目
- 一点
| 名称 | 数量 |
|---|---|
| 窗口 | 12 |
收费#panic("x") $x$
"""


@pytest.mark.parametrize(("size", "letters"), [("a4", 14), ("a3", 22)])
def test_a_sheet_has_everything_in_large_letters(cast: Cast, client: Client, size: str, letters: float):
    publication = make_publication(cast.police, title="关于调整窗口服务时间的公告", text=TEXT * 5)
    publish(publication, editor=cast.editor, reviewer=cast.reviewer)
    client.force_login(cast.officer)
    assert f"{PREFIX}/2026-00001.pdf?size={size}" in client.get("/staff/disclosure/board/").content.decode()
    document = read(client.get(f"/staff/disclosure/board/{PREFIX}/2026-00001.pdf?size={size}").content)
    said = text(document)
    for words in ("关于调整窗口服务时间的公告", "第一章总则", "为了公开〓，制定本办法。", "窗口12", '#panic("x")$x$'):
        assert words in said, words
    sizes = [run.size for run in runs(document.pages[0])]
    assert max(set(sizes), key=sizes.count) == pytest.approx(letters, abs=0.1)
    assert {"/H1", "/H2", "/Table", "/TH", "/Figure"} <= set(tags(document))
    assert document.metadata.title == publication.title
    assert client.get(f"/staff/disclosure/board/{PREFIX}/2026-00001.pdf?size=a9").status_code == 404
