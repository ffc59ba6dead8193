"""/staff/self-check/: figures with the rows behind them, for those who see figures."""

import re

import pytest
from django.test import Client

from disclosure.reference import load_columns
from tests.approvals.factories import make_item, publish
from tests.cast import Cast
from tests.guides.factories import make_guide


@pytest.fixture
def staff(cast: Cast, client: Client) -> Client:
    """The manager's browser, on a site with an incomplete guide and empty columns."""
    load_columns()
    item = make_item(cast.police)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    publish(make_guide(item, title="缺时间的指南"), editor=cast.editor, reviewer=cast.reviewer)
    client.force_login(cast.manager)
    return client


def test_every_figure_opens(staff: Client):
    text = staff.get("/staff/self-check/").content.decode()
    main = text.split('id="content-main"')[1]
    figures = re.findall(r'<td><a href="([^"]+)">(\d+)</a></td>', main)
    assert len(figures) == 7
    for address, _value in figures:
        if address.startswith("#"):
            assert f'id="{address[1:]}"' in main
        else:
            assert staff.get(address).status_code == 200, address
    assert main.count("空白</span>") == int(figures[3][1]) > 15
    assert "不合格" in main


def test_the_guides_behind_the_figure(staff: Client):
    text = staff.get("/staff/self-check/guides/").content.decode()
    assert "缺时间的指南" in text
    assert "办理时间" in text


def test_the_desk_leads_to_it(staff: Client, cast: Cast):
    text = staff.get("/admin/").content.decode()
    assert 'href="/staff/self-check/"' in text
    assert re.search(r'href="/staff/self-check/"><strong>\d+</strong>', text)
    staff.force_login(cast.editor)
    assert "/staff/self-check/" not in staff.get("/admin/").content.decode()


def test_read_only(staff: Client):
    assert staff.post("/staff/self-check/").status_code == 405
    assert staff.post("/staff/self-check/guides/").status_code == 405
