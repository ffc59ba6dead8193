"""/journeys/: the order of the editors, joined with the guides as they are public at the moment."""

import re

import pytest
from django.test import Client

from approvals.models import Result
from foundation.publishing.actions import retire
from foundation.search.engine import search
from guides.models import Guide, Journey, Material, PublishedJourney
from portal.sitemaps import SITEMAPS
from tests.approvals.factories import make_item, publish
from tests.cast import Cast
from tests.guides.factories import make_guide, make_journey


@pytest.fixture
def guides(cast: Cast) -> list[Guide]:
    """Two public guides of two departments; the first hands out what the second wants to see."""
    licence = make_item(cast.market, promised_days=3, name="登记")
    Result.objects.create(item=licence, name="营业执照（正副本）", result_type="10")
    permit = make_item(cast.police, promised_days=5, name="许可")
    made = [make_guide(licence, slug="licence", title="开业登记"), make_guide(permit, slug="permit", title="卫生许可")]
    Material.objects.create(guide=made[1], name="营业执照", position=1)
    for guide in made:
        for record in (guide.item, guide):
            publish(record, editor=cast.editor if guide is made[1] else cast.other_editor, reviewer=cast.chief_reviewer)
    return made


@pytest.fixture
def journey(cast: Cast, guides: list[Guide]) -> Journey:
    """A public journey through both."""
    made = make_journey(guides, slug="shop", title_en="Opening a shop", department=cast.police)
    publish(made, editor=cast.editor, reviewer=cast.reviewer)
    return made


def test_time_order_and_one_list(journey: Journey, client: Client) -> None:
    text = client.get("/journeys/shop/").content.decode()
    words = re.sub(r"<[^>]+>", "", text)
    assert "开业登记 3 + 卫生许可 5 ＝ 8个工作日" in words
    assert text.count('class="diagram-') == 2
    materials = text[text.index('id="materials"') :]
    assert materials.count("居民户口簿") == 1, "both steps want it"
    assert re.search(r"营业执照</span>：<a href=\"#step-1\">第1步取得", materials)
    for words in ("江城市公安局", "江城市市场监督管理局", 'href="/guides/permit/checklist/"', 'href="#step-1"'):
        assert words in text
    assert not re.search(r"\sstyle=|<style|<!--way-->", text)


def test_three_queries_and_two_when_it_is_known(journey: Journey, client: Client, django_assert_num_queries) -> None:
    client.get("/journeys/shop/")
    with django_assert_num_queries(2):
        client.get("/journeys/shop/")


def test_a_guide_that_changes_changes_the_journey(cast: Cast, journey: Journey, client: Client) -> None:
    client.get("/journeys/shop/")
    guide = Guide.objects.get(slug="permit")
    Material.objects.create(guide=guide, name="平面图", position=2)
    publish(Guide.objects.get(pk=guide.pk), editor=cast.editor, reviewer=cast.reviewer)
    assert "平面图" in client.get("/journeys/shop/").content.decode()


def test_a_withdrawn_guide_is_said_plainly(cast: Cast, journey: Journey, client: Client) -> None:
    assert not PublishedJourney.objects.broken().exists()
    retire(Guide.objects.get(slug="permit"), actor=cast.reviewer, reason="修订")
    text = client.get("/journeys/shop/").content.decode()
    assert "第2步“卫生许可”暂不能按此办理" in text
    assert 'href="/guides/permit/"' not in text
    assert PublishedJourney.objects.broken().get().record == journey


def test_a_journey_of_a_guide_that_nobody_can_read_is_not_released(cast: Cast, guides: list[Guide]) -> None:
    draft = make_guide(guides[1].item, title="还没发布的指南")
    made = make_journey([guides[1], draft], department=cast.police)
    found = made.find_release_blockers(made.make_document())
    assert [str(why) for why in found] == ["办事指南“还没发布的指南”尚未公开，请先发布，或者去掉这一步。"]


def test_steps_that_wait_for_each_other_are_not_submitted(cast: Cast, guides: list[Guide]) -> None:
    made = make_journey(guides, department=cast.police)
    made.steps.filter(guide=guides[0]).update(after=["permit"])
    fresh = Journey.objects.get(pk=made.pk)
    assert "互相等待" in str(fresh.find_blockers(fresh.make_document())[0])


def test_lists_search_and_site_map(journey: Journey, client: Client) -> None:
    assert 'href="/journeys/shop/"' in client.get("/journeys/").content.decode()
    assert 'href="/journeys/shop/"' in client.get("/sitemap/").content.decode()
    assert "Opening a shop" in client.get("/en/").content.decode()
    assert [hit.kind for hit in search("开一家餐馆").hits][:1] == ["journey"]
    assert SITEMAPS["journeys"].items()[0][0] == "shop"


def test_english_page(journey: Journey, client: Client) -> None:
    text = client.get("/en/journeys/shop/").content.decode()
    assert "<h1>Opening a shop</h1>" in text
    assert "8 working days" in text


def test_no_such_journey(db: None, client: Client) -> None:
    assert client.get("/journeys/none/").status_code == 404
