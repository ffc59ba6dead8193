"""/disclosure/: doors, and every column with its newest texts."""

import datetime as dt
import re

from django.test import Client

from tests.approvals.factories import publish
from tests.cast import Cast
from tests.disclosure.factories import make_column, make_publication


def test_every_column_with_its_newest_texts(cast: Cast, client: Client) -> None:
    documents = make_column("documents", name="政策文件", position=1)
    normative = make_column("normative", name="规范性文件", parent=documents)
    make_column("annual-reports", name="公开年报", position=2)
    make_column("gone", name="停用栏目", is_active=False)
    for number in range(7):
        day = dt.date(2026, 1, 1) + dt.timedelta(number)
        text = make_publication(cast.police, column=normative, title=f"办法{number}", issued_on=day, written_on=None)
        publish(text, editor=cast.editor, reviewer=cast.reviewer)
    page = client.get("/disclosure/").content.decode()
    assert re.findall(r">(办法\d)<", page) == ["办法6", "办法5", "办法4", "办法3", "办法2"]
    assert "停用栏目" not in page
    assert 'href="/disclosure/guide/"' in page
    assert 'href="/disclosure/catalogue/"' in page


def test_a_new_text_appears_at_once(cast: Cast, client: Client) -> None:
    assert "新动态" not in client.get("/disclosure/").content.decode()
    publish(make_publication(cast.police, title="新动态"), editor=cast.editor, reviewer=cast.reviewer)
    assert "新动态" in client.get("/disclosure/").content.decode()
