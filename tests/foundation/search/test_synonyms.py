"""The synonym table: two persons, live at once, previewed before."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from foundation.search.documents import SearchDocument
from foundation.search.engine import search
from foundation.search.index import index_many
from foundation.search.models import Synonym, SynonymState
from foundation.search.reference import load_synonyms
from foundation.search.synonyms import decide, preview, propose, take_out
from foundation.workflow import Conflict, Refused
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _guide() -> None:
    index_many([SearchDocument("guide", 1, "犬类准养证核发"), SearchDocument("guide", 2, "护照签发")])


def found(words: str) -> list[int]:
    """Return the ids that the words find."""
    return [hit.object_id for hit in search(words).hits]


def test_a_pair_is_applied_once_a_second_person_approved_it(cast: Cast) -> None:
    pair = propose("养狗", ["犬类准养证"], actor=cast.editor)
    assert found("养狗") == []
    with pytest.raises(PermissionDenied):
        decide(pair, approved=True, seen=pair.official, actor=cast.editor)
    decide(pair, approved=True, seen=pair.official, actor=cast.reviewer)
    assert found("养狗") == [1]
    with pytest.raises(Conflict):
        decide(pair, approved=False, seen=pair.official, actor=cast.reviewer)
    again = propose("养狗", ["护照"], actor=cast.second_editor)
    assert found("养狗") == [1]  # nobody takes an approved pair out of use alone
    decide(again, approved=False, seen=again.official, actor=cast.reviewer)
    assert (Synonym.objects.get().state, found("养狗")) == (SynonymState.REFUSED, [1])
    take_out(again, actor=cast.reviewer)
    assert found("养狗") == []


def test_who_proposed_it_does_not_approve_it(cast: Cast) -> None:
    pair = propose("养狗", ["犬类准养证"], actor=cast.editor)
    Synonym.objects.filter(pk=pair.pk).update(proposed_by=cast.reviewer)
    with pytest.raises(Refused):
        decide(pair, approved=True, seen=pair.official, actor=cast.reviewer)


def test_a_preview_changes_nothing(cast: Cast) -> None:
    seen = preview("养狗", ["犬类准养证"], ["给养狗办证", "护照"])
    assert [(one.query, [hit.object_id for hit in one.after], one.changes) for one in seen] == [
        ("养狗", [1], True), ("给养狗办证", [1], True), ("护照", [2], False),
    ]  # fmt: skip
    assert found("养狗") == []


def test_a_preview_of_taking_out_starts_from_what_is_in_force(cast: Cast) -> None:
    pair = propose("养狗", ["犬类准养证"], actor=cast.editor)
    decide(pair, approved=True, seen=pair.official, actor=cast.reviewer)
    (seen,) = preview("养狗", [])
    assert ([hit.object_id for hit in seen.before], list(seen.after)) == ([1], [])


def test_who_read_other_words_does_not_approve_these(cast: Cast) -> None:
    pair = propose("养狗", ["犬类准养证"], actor=cast.editor)
    propose("養狗", ["护照"], actor=cast.second_editor)  # one word, however it is written
    with pytest.raises(Conflict):
        decide(pair, approved=True, seen=["犬类准养证"], actor=cast.reviewer)
    assert found("养狗") == []


@pytest.mark.parametrize("official", [[], [" "], ["养狗"], ["字" * 61]])
def test_a_pair_leads_somewhere(cast: Cast, official: list[str]) -> None:
    with pytest.raises(ValidationError):
        propose("养狗", official, actor=cast.editor)
    assert not Synonym.objects.exists()


def test_the_first_list_is_loaded_once() -> None:
    count = load_synonyms()
    assert Synonym.objects.count() == count
    Synonym.objects.filter(word="低保").delete()
    load_synonyms()
    assert not Synonym.objects.filter(word="低保").exists()
    assert found("狗证") == [1]
