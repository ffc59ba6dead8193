"""/search/: guides, items, flows and departments by name or in pieces, and what leads on where nothing fits."""

import pytest
from django.test import Client

from approvals.models import Flow, FlowPhase
from tests.approvals.factories import make_item, make_theme, publish
from tests.cast import Cast
from tests.disclosure.factories import make_publication
from tests.guides.factories import make_guide


@pytest.fixture
def _published(cast: Cast) -> None:
    item = make_item(cast.police, name="居民身份证补领", colloquial_name="补身份证")
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    guide = make_guide(item, title="居民身份证丢失补领", summary="身份证丢了先挂失，再到窗口补办。")
    publish(guide, editor=cast.editor, reviewer=cast.reviewer)
    summary = "开饭馆要用到的证照一次申请。"
    flow = Flow.objects.create(
        slug="restaurant", kind="parallel", title="开办餐饮店", summary=summary, body="说明", department=cast.police
    )
    FlowPhase.objects.create(flow=flow, name="受理")
    publish(flow, editor=cast.editor, reviewer=cast.reviewer)
    text = make_publication(cast.police, title="居民户口簿换发通告", summary="户口本丢了怎么换发")
    publish(text, editor=cast.editor, reviewer=cast.reviewer)
    cast.police.short_name = "市公安局"
    cast.police.save()


GUIDE, ITEM = ">居民身份证丢失补领</a>", ">居民身份证补领</a>"
TEXT = ">居民户口簿换发通告</a>"
FLOW, DEPARTMENT = ">开办餐饮店</strong>", ">江城市公安局</strong>"


@pytest.mark.usefixtures("_published")
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("身份证", {GUIDE, ITEM}),
        ("丢失", {GUIDE}),
        ("补身份证", {GUIDE, ITEM}),
        ("身份证丢了", {GUIDE}),
        ("开饭馆", {FLOW}),
        ("户口簿", {TEXT}),
        ("户口本丢了", {TEXT}),
        ("餐饮店", {FLOW}),
        ("公安局", {DEPARTMENT}),
        ("市公安局", {DEPARTMENT}),
        ("护照", set()),
        ("%", set()),
        ("_", set()),
    ],
)
def test_finds(client: Client, words, found):
    text = client.get("/search/", {"q": words}).content.decode()
    assert {name for name in (GUIDE, ITEM, FLOW, DEPARTMENT, TEXT) if name in text} == found
    assert ("没有找到" in text) == (not found)


@pytest.mark.usefixtures("_published")
def test_the_lists_find_the_same(client: Client):
    assert "居民身份证丢失补领" in client.get("/guides/", {"q": "身份证丢了"}).content.decode()


@pytest.mark.usefixtures("_published")
def test_nothing_found_leads_on(client: Client, settings):
    make_theme("e-work", name="就业", kind="life_event")
    text = client.get("/search/", {"q": "护照"}).content.decode()
    assert 'href="/guides/?event=e-work"' in text
    assert 'href="/guides/?audience=person"' in text
    assert 'href="/departments/"' in text.split('<main id="main"')[1]
    assert f'href="tel:{settings.SITE.phone.replace("-", "")}"' in text
    assert 'href="tel:12345"' in text


@pytest.mark.usefixtures("_published")
def test_nothing_found_repeats_the_words_safely(client: Client):
    text = client.get("/search/", {"q": "<b>x</b>"}).content.decode()
    assert "<b>x" not in text
    assert text.count("&lt;b&gt;x&lt;/b&gt;") >= 3


def test_too_long_words_get_a_sentence(db: None, client: Client):
    response = client.get("/search/", {"q": "长" * 101})
    assert response.status_code == 200
    assert 'role="alert"' in response.content.decode()


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20%20", "?q=%01"])
def test_without_words(db: None, client: Client, query):
    text = client.get(f"/search/{query}").content.decode()
    assert '<meta name="robots" content="noindex, follow">' in text
    assert 'name="q"' in text
    assert "没有找到" not in text
