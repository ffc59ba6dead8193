"""/guides/<slug>/: everything a citizen asks, from one stored row."""

import json
import re

import pytest
from django.test import Client

from approvals.models import Result
from guides.models import Faq, Guide, Material
from tests.approvals.factories import make_item, publish
from tests.cast import Cast
from tests.guides.factories import make_guide


@pytest.fixture
def guide(cast: Cast) -> Guide:
    """A public guide."""
    item = make_item(cast.police, online=True, online_url="https://example.org/apply?a=1&b=2")
    Result.objects.create(item=item, name="居民身份证", result_type="10", validity="十年")
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    made = make_guide(item, title_en="Replacing an ID card", situation="补领", notes="请提前预约。")
    Material.objects.create(guide=made, name="近期照片", necessity="3", originals=2, copies=1, position=1)
    publish(made, editor=cast.editor, reviewer=cast.reviewer)
    return made


def test_one_query_and_no_template(guide: Guide, client: Client, django_assert_num_queries):
    client.get(f"/guides/{guide.slug}/")
    with django_assert_num_queries(1):
        response = client.get(f"/guides/{guide.slug}/")
    assert response.templates == []


def test_holds_the_eight_contents_in_the_order_of_asking(guide: Guide, client: Client):
    text = client.get(f"/guides/{guide.slug}/").content.decode()
    order = [
        "居民身份证补领",
        "身份证丢了",
        "20个工作日",
        "conditions-title",
        "居民户口簿",
        "steps-title",
        "fees-title",
        "江城市滨江大道168号",
        "results-title",
        "中华人民共和国居民身份证法",
        "能代办吗",
        "remedies-title",
        guide.item.code,
    ]
    main = text.split('<main id="main"')[1]
    places = [main.find(words) for words in order]
    assert -1 not in places
    assert places == sorted(places)


def test_facts_and_copies_in_words(guide: Guide, client: Client):
    text = client.get(f"/guides/{guide.slug}/").content.decode()
    for words in ("零跑动", "不收费", "原件2份", "复印件1份", "容缺", "请提前预约。", "十年"):
        assert words in text


def test_links_that_leave_the_site_say_so(guide: Guide, client: Client):
    text = client.get(f"/guides/{guide.slug}/").content.decode()
    link = re.search(r'<a class="button button-strong" href="([^"]+)" rel="external noopener">(.*?)</a>', text)
    assert link
    assert link[1] == "https://example.org/apply?a=1&amp;b=2"
    assert "将离开本站" in link[2]


def test_structured_data(guide: Guide, client: Client):
    text = client.get(f"/guides/{guide.slug}/").content.decode()
    data = json.loads(re.search(r'ld\+json">(.*?)</script>', text)[1])  # type: ignore[index]
    assert data["@type"] == "GovernmentService"
    assert data["url"].endswith(f"/guides/{guide.slug}/")
    kinds = [channel.get("serviceLocation", {}).get("address") for channel in data["availableChannel"]]
    assert kinds == ["江城市滨江大道168号", None]
    assert data["availableChannel"][1]["serviceUrl"] == guide.item.online_url


def test_gaps_are_named_with_whom_to_ask(cast: Cast, client: Client):
    item = make_item(cast.police, is_fee=None, bases=0)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    guide = make_guide(item, rows=False)
    publish(guide, editor=cast.editor, reviewer=cast.reviewer, reason="先行公开")
    text = client.get(f"/guides/{guide.slug}/").content.decode()
    assert text.count('class="gap"') >= 4
    assert "notice-warn" in text
    assert "0729-5550000" in text


def test_content_is_escaped_everywhere(cast: Cast, client: Client):
    attack = '"><script>alert(1)</script>'
    item = make_item(cast.police, name=attack, accept_conditions=attack, review_org=attack)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    guide = make_guide(item, title=attack, summary=attack, notes=attack)
    guide.materials.update(name=attack, filling_notes=attack)
    guide.steps.update(name=attack, description=attack)
    guide.places.update(name=attack, directions=attack)
    Faq.objects.update(question=attack, answer=attack)
    publish(guide, editor=cast.editor, reviewer=cast.reviewer)
    for prefix in ("", "/en"):
        text = client.get(f"{prefix}/guides/{guide.slug}/").content.decode()
        assert "<script>alert" not in text
        text = client.get(f"{prefix}/guides/").content.decode()
        assert "<script>alert" not in text


def test_english_page(guide: Guide, client: Client):
    text = client.get(f"/en/guides/{guide.slug}/").content.decode()
    assert "<h1>Replacing an ID card</h1>" in text
    assert '<th role="rowheader" scope="row">' in text
    assert re.search(r'<span class="material-name" lang="zh-Hans">居民户口簿</span>', text)
    assert "2 originals" in text
    notice = "available in Chinese only"
    assert notice in text
    assert notice not in client.get(f"/guides/{guide.slug}/").content.decode()


def test_the_facts_say_where_to_go(guide: Guide, cast: Cast, client: Client):
    guide.places.update(window_label="B17", name="二楼户籍窗口")
    publish(guide, editor=cast.editor, reviewer=cast.reviewer)
    facts = client.get(f"/guides/{guide.slug}/").content.decode().split('<dl class="facts">')[1].split("</dl>")[0]
    assert "<strong>B17</strong>" in facts
    assert '<a href="#places">二楼户籍窗口</a>' in facts


def test_no_inline_script_or_style(guide: Guide, client: Client):
    text = client.get(f"/guides/{guide.slug}/").content.decode()
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style", text)
    assert all('type="application/ld+json"' in tag or "src=" in tag for tag in re.findall(r"<script[^>]*>", text))


def test_editing_does_not_change_the_public_page(guide: Guide, client: Client):
    before = client.get(f"/guides/{guide.slug}/").content
    guide.materials.update(name="改过的材料")
    assert client.get(f"/guides/{guide.slug}/").content == before


def test_no_such_guide(db: None, client: Client):
    assert client.get("/guides/none/").status_code == 404
