"""The screens of the synonym table: proposed with a preview, decided by a second person, live at once."""

import json
from typing import Any

import pytest
from django.test import Client

from foundation.search.models import Synonym, SynonymState
from foundation.search.synonyms import propose
from tests.approvals.factories import make_item, publish
from tests.cast import Cast

NEW = "/staff/search/synonyms/new/"
PAIR = {"word": "养狗", "official": "犬类准养证、犬类登记", "note": "群众多这样说", "trial": "给养狗办证"}


@pytest.fixture
def _item(cast: Cast) -> None:
    publish(make_item(cast.police, name="犬类准养证核发"), editor=cast.editor, reviewer=cast.reviewer)


def as_(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def titles(words: str) -> list[str]:
    """Return what the public finds."""
    answer = json.loads(Client().get("/search/", {"q": words, "format": "json"}).content)
    return [one["title"] for one in answer["results"]]


@pytest.mark.usefixtures("_item")
def test_from_the_proposal_to_its_end(cast: Cast) -> None:
    shown = as_(cast.editor).post(NEW, {**PAIR, "step": "preview"}).content.decode()
    assert shown.count("<ins>") == 2  # the word itself, and the query typed for trial
    assert 'value="养狗"' in shown
    assert not Synonym.objects.exists()
    page = as_(cast.editor).post(NEW, {**PAIR, "step": "propose"}, follow=True)
    pair = Synonym.objects.get()
    assert page.redirect_chain[-1][0] == f"/staff/search/synonyms/{pair.pk}/"
    assert (pair.official, pair.state, titles("养狗")) == (["犬类准养证", "犬类登记"], SynonymState.PROPOSED, [])
    assert "approve/" not in as_(cast.editor).get(f"/staff/search/synonyms/{pair.pk}/").content.decode()

    reviewer, address = as_(cast.reviewer), f"/staff/search/synonyms/{pair.pk}/"
    assert "<ins>" in reviewer.get(address).content.decode()
    reviewer.post(f"{address}approve/", {"seen": ["别的词"]})
    assert titles("养狗") == []  # other words were read
    reviewer.post(f"{address}approve/", {"seen": pair.official})
    assert titles("养狗") == ["犬类准养证核发"]
    assert "<del>" in reviewer.get(address).content.decode()
    reviewer.post(f"{address}take-out/")
    assert titles("养狗") == []
    assert reviewer.post(f"{address}nonsense/").status_code == 404


@pytest.mark.usefixtures("_item")
@pytest.mark.parametrize("official", ["", "、，", "养狗", "字" * 61, "、".join(map(str, range(9)))])
def test_what_is_wrong_is_said_and_what_was_typed_stays(cast: Cast, official: str) -> None:
    answer = as_(cast.editor).post(NEW, {**PAIR, "official": official, "step": "propose"})
    assert answer.status_code in {409, 422}
    assert 'value="群众多这样说"' in answer.content.decode()
    assert not Synonym.objects.exists()


def test_the_table_is_narrowed(cast: Cast) -> None:
    propose("养狗", ["犬类准养证"], actor=cast.editor)
    Synonym.objects.create(word="驾照", official=["驾驶证"], applied=["驾驶证"], state="approved")
    client = as_(cast.manager)
    text = client.get("/staff/search/synonyms/").content.decode()
    assert text.index("养狗") < text.index("驾照")
    assert "养狗" not in client.get("/staff/search/synonyms/?state=approved").content.decode()
    assert "驾照" not in client.get("/staff/search/synonyms/?q=犬类").content.decode()


def test_the_work_desk_tells_who_decides(cast: Cast) -> None:
    propose("养狗", ["犬类准养证"], actor=cast.editor)
    assert "synonyms/?state=proposed" in as_(cast.reviewer).get("/admin/").content.decode()
    assert "synonyms/?state=proposed" not in as_(cast.editor).get("/admin/").content.decode()
