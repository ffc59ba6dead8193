"""/items/<code>/: the elements of an item and the guides that quote it."""

import json
import re

import pytest
from django.test import Client

from approvals.models import Fee
from tests.approvals.factories import make_item, publish
from tests.cast import Cast
from tests.guides.factories import make_guide


def test_shows_the_item_and_its_guides(cast: Cast, client: Client, django_assert_max_num_queries):
    item = make_item(cast.police, colloquial_name="补身份证")
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    publish(make_guide(item, title="怎样补身份证"), editor=cast.editor, reviewer=cast.reviewer)
    client.get(f"/items/{item.code}/")
    with django_assert_max_num_queries(2):
        text = client.get(f"/items/{item.code}/").content.decode()
    for words in (item.name, item.code, "补身份证", "20个工作日", "60个工作日", "怎样补身份证", "0729-5550002"):
        assert words in text
    assert "<!--" not in text


def test_structured_data_and_meta_tags(cast: Cast, client: Client):
    item = make_item(cast.police, name="证件</script>补领")
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    text = client.get(f"/items/{item.code}/").content.decode()
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', text)
    assert block
    data = json.loads(block[1])
    assert data["@type"] == "GovernmentService"
    assert data["name"] == item.name
    assert data["identifier"] == item.code
    assert data["provider"]["name"] == cast.police.name
    assert f'<meta name="ContentSource" content="{cast.police.name}">' in text
    assert re.search(r'<meta name="PubDate" content="\d{4}-\d\d-\d\d \d\d:\d\d">', text)


def test_content_is_escaped(cast: Cast, client: Client):
    item = make_item(cast.police, is_fee=True, accept_conditions="<img src=x onerror=alert(1)>")
    Fee.objects.create(item=item, name="<b>工本费</b>", standard="20元")
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    text = client.get(f"/items/{item.code}/").content.decode()
    assert "<img src=x" not in text
    assert "<b>工本费" not in text


def test_says_what_is_missing_and_whom_to_ask(cast: Cast, client: Client):
    item = make_item(cast.police, bases=0, accept_conditions="")
    publish(item, editor=cast.editor, reviewer=cast.reviewer, reason="先行公开")
    text = client.get(f"/items/{item.code}/").content.decode()
    assert text.count('class="gap"') == 2
    assert "notice-warn" in text
    assert "tel:07295550000" in text
    assert "先行公开" in text


def test_english_page_marks_chinese_content(cast: Cast, client: Client):
    item = make_item(cast.police, name_en="Replacement of an identity card")
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    text = client.get(f"/en/items/{item.code}/").content.decode()
    assert "<h1>Replacement of an identity card</h1>" in text
    assert f'<p class="document-other" lang="zh-Hans">{item.name}</p>' in text
    assert "20 working days" in text


@pytest.mark.parametrize("code", ["x", "1" * 31, "1" * 500, "../admin"])
def test_no_such_item(db: None, client: Client, code: str):
    assert client.get(f"/items/{code}/").status_code == 404


def test_a_draft_has_no_page(cast: Cast, client: Client):
    assert client.get(f"/items/{make_item(cast.police).code}/").status_code == 404
