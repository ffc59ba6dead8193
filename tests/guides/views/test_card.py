"""/guides/<slug>/card.pdf: made once, handed out again, never of what is not public."""

from pathlib import Path

import pytest
from django.test import Client

from guides.models import Guide
from guides.papers import card as cards
from tests.approvals.factories import make_item, publish
from tests.cast import Cast
from tests.guides.factories import make_guide


@pytest.fixture(autouse=True)
def _own_shelf(settings, tmp_path: Path) -> None:
    settings.PAPERS_DIR = tmp_path


@pytest.fixture
def guide(cast: Cast) -> Guide:
    """A public guide."""
    item = make_item(cast.police)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    made = make_guide(item)
    publish(made, editor=cast.editor, reviewer=cast.reviewer)
    return made


def test_a_card_is_made_once(guide: Guide, client: Client, monkeypatch, django_assert_num_queries):
    first = client.get(f"/guides/{guide.slug}/card.pdf")
    assert first.headers["Content-Type"] == "application/pdf"
    assert first.content.startswith(b"%PDF-1.7")
    monkeypatch.setattr(cards, "typeset", None)
    with django_assert_num_queries(1):
        assert client.get(f"/guides/{guide.slug}/card.pdf").content == first.content
    known = {"If-None-Match": first.headers["ETag"]}
    assert client.get(f"/guides/{guide.slug}/card.pdf", headers=known).status_code == 304
    english = client.get(f"/en/guides/{guide.slug}/card.pdf")
    assert english.content == first.content


def test_a_new_version_gets_a_new_card(guide: Guide, cast: Cast, client: Client):
    first = client.get(f"/guides/{guide.slug}/card.pdf", {"size": "a5"})
    guide.refresh_from_db()
    guide.materials.update(name="户籍证明")
    assert client.get(f"/guides/{guide.slug}/card.pdf", {"size": "A5"}).content == first.content
    publish(guide, editor=cast.editor, reviewer=cast.reviewer)
    assert client.get(f"/guides/{guide.slug}/card.pdf", {"size": "a5"}).content != first.content


def test_what_there_is_no_card_of(guide: Guide, cast: Cast, client: Client):
    draft = make_guide(guide.item)
    for path in (f"/guides/{draft.slug}/card.pdf", "/guides/none/card.pdf", f"/guides/{guide.slug}/card.pdf?size=a0"):
        assert client.get(path).status_code == 404, path
