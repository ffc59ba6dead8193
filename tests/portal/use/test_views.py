"""The page of a department: what is read, found, voted on and searched in vain; figures open, strangers see nothing."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from foundation.clock import local_today
from foundation.search.log import count_search
from foundation.tallies import write_all
from guides.models import Guide, GuideDay
from guides.use import give_vote
from tests.approvals.factories import make_item, publish
from tests.cast import Cast
from tests.guides.factories import make_guide


@pytest.fixture
def guide(cast: Cast) -> Guide:
    """A public guide that was read, voted on and found, and one of the other department."""
    made = []
    for department, editor, reviewer, slug in (
        (cast.police, cast.editor, cast.reviewer, "card"),
        (cast.market, cast.other_editor, cast.other_reviewer, "shop"),
    ):
        item = make_item(department)
        publish(item, editor=editor, reviewer=reviewer)
        made.append(make_guide(item, slug=slug, title=f"办事指南{slug}"))
        publish(made[-1], editor=editor, reviewer=reviewer)
    today = local_today()
    GuideDay.objects.create(guide=made[0], on=today, views=41, finds=7)
    GuideDay.objects.create(guide=made[0], on=today - dt.timedelta(days=29), views=1000)
    GuideDay.objects.create(guide=made[0], on=today - dt.timedelta(days=30), views=5000)
    give_vote("card", helped=True, today=today)
    give_vote("card", helped=True, today=today)
    give_vote("card", helped=False, reason="missing", remark="没写能不能代办", today=today)
    give_vote("shop", helped=False, reason="other", remark="别的部门的话", today=today)
    for number in range(3):
        count_search("养狗办证", str(number), found=False, today=today)
    write_all()
    return made[0]


def page(user: Any, address: str) -> str:
    """Return a staff page."""
    client = Client()
    client.force_login(user)
    return client.get(address).content.decode()


def test_a_department_sees_all_of_its_own_and_nothing_else(cast: Cast, guide: Guide) -> None:
    text = page(cast.editor, "/staff/use/departments/gaj/")
    for words in (">1041</a>", ">7</a>", "67%", "没写能不能代办", "缺少我需要的内容", "养狗办证"):
        assert words in text
    assert "别的部门的话" not in text
    assert "shop" not in page(cast.editor, "/staff/use/").split('id="content-main"')[1]
    assert ">6041</a>" in page(cast.editor, "/staff/use/departments/gaj/?days=90")


def test_the_center_sees_every_department_with_the_sum(cast: Cast, guide: Guide) -> None:
    text = page(cast.manager, "/staff/use/")
    assert "/staff/use/departments/gaj/?days=30" in text
    assert "/staff/use/departments/scj/?days=30" in text
    assert "别的部门的话" in page(cast.manager, "/staff/use/departments/scj/")


def test_each_figure_opens_its_rows(cast: Cast, guide: Guide) -> None:
    text = page(cast.editor, f"/staff/use/guides/{guide.pk}/")
    assert "没写能不能代办" in text
    assert f"<td>{41}</td><td>7</td>" in text
    assert text.count("badge-good") == 2


def test_the_table_as_a_file(cast: Cast, guide: Guide) -> None:
    client = Client()
    client.force_login(cast.editor)
    answer: Any = client.get("/staff/use/departments/gaj/?export=csv")
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert lines[1].endswith(f"{local_today()},1041,7,2,1,1")
    assert len(lines) == 2
