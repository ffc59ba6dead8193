"""/adjustments/ and its feed: the public log of what happened to items."""

from xml.etree import ElementTree

import pytest
from django.test import Client

from approvals.models import Item
from foundation.publishing.actions import release, retire, submit
from tests.approvals.factories import make_item, publish
from tests.cast import Cast


@pytest.fixture
def history(cast: Cast) -> dict[str, Item]:
    """An item that was changed and one that was cancelled."""
    changed = make_item(cast.police, name="变更过的事项")
    publish(changed, editor=cast.editor, reviewer=cast.reviewer)
    changed = Item.objects.get(pk=changed.pk)
    changed.promised_days = 5
    changed.save()
    release(submit(changed, actor=cast.editor, note="承诺时限压缩"), actor=cast.reviewer)
    gone = make_item(cast.market, name="取消的事项")
    publish(gone, editor=cast.other_editor, reviewer=cast.other_reviewer)
    retire(Item.objects.get(pk=gone.pk), actor=cast.other_reviewer, reason="法律修订")
    return {"changed": changed, "gone": gone}


def test_lines_say_what_happened(history, client: Client):
    text = client.get("/adjustments/").content.decode()
    for words in ("新增", "变更", "取消", "承诺办结时限", "承诺时限压缩", "法律修订"):
        assert words in text
    assert f'href="/items/{history["changed"].code}/"' in text
    assert f'href="/items/{history["gone"].code}/"' not in text


@pytest.mark.parametrize(
    ("query", "lines"),
    [
        ({}, 4),
        ({"kind": "changed"}, 1),
        ({"department": "scj"}, 2),
        ({"year": "1999"}, 4),
        ({"kind": "nonsense", "page": "99"}, 4),
    ],
)
def test_narrowing(history, client: Client, query, lines):
    response = client.get("/adjustments/", query)
    text = response.content.decode().split('<main id="main"')[1]
    assert text.count("<time") == lines
    assert ('role="alert"' in text) == bool({"1999", "nonsense"} & set(query.values()))
    assert ('<details class="fold" open>' in text) == bool(query), "what is chosen stays in sight on phones"


def test_the_feed_is_atom_with_one_address_per_line(history, client: Client):
    response = client.get("/adjustments/feed/")
    assert response["Content-Type"].startswith("application/atom+xml")
    atom = "{http://www.w3.org/2005/Atom}"
    entries = ElementTree.fromstring(response.content).findall(f"{atom}entry")
    assert len({entry.findtext(f"{atom}id") for entry in entries}) == 4
    assert entries[0].findtext(f"{atom}title") == "取消：取消的事项"
    assert 'type="application/atom+xml"' in client.get("/adjustments/").content.decode()


def test_queries_do_not_grow(history, cast: Cast, client: Client, django_assert_num_queries):
    with django_assert_num_queries(5):
        client.get("/adjustments/")
    for _number in range(4):
        publish(make_item(cast.police), editor=cast.editor, reviewer=cast.reviewer)
    with django_assert_num_queries(5):
        client.get("/adjustments/")
