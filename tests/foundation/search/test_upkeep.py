"""Index and records compared and repaired."""

import io

import pytest
from django.core.management import CommandError, call_command

from foundation.search.engine import search
from foundation.search.index import remove_many, renew_terms
from foundation.search.models import SearchEntry, SearchTerm
from tests.approvals.factories import make_item, publish
from tests.cast import Cast


@pytest.fixture
def _item(cast: Cast) -> None:
    publish(make_item(cast.police, name="居民身份证补领"), editor=cast.editor, reviewer=cast.reviewer)


@pytest.mark.usefixtures("_item")
def test_what_differs_is_said_and_repaired() -> None:
    call_command("searchindex", check=True, verbosity=0)
    entry = SearchEntry.objects.get()
    remove_many("item", [entry.object_id])
    SearchEntry.objects.create(
        kind="guide",
        object_id=999,
        title="没有的",
        title_fold="没有的",
        title_tsv="'没有'",
        full_tsv="'没有'",
        digest="x",
    )
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("searchindex", check=True, stdout=out)
    assert "item: 1 public, 1 missing, 0 stale, 0 superfluous" in out.getvalue()
    assert "guide: 0 public, 0 missing, 0 stale, 1 superfluous" in out.getvalue()
    call_command("searchindex", check=True, verbosity=0)
    assert [hit.kind for hit in search("身份证").hits] == ["item"]


@pytest.mark.usefixtures("_item")
def test_a_stale_entry_is_written_anew() -> None:
    SearchEntry.objects.update(digest="old", title_tsv="'护照'")
    call_command("searchindex", kind="item", verbosity=0)
    assert len(search("身份证").hits) == 1


@pytest.mark.usefixtures("_item")
def test_terms_follow_what_was_released() -> None:
    assert renew_terms(["item"])
    assert SearchTerm.objects.filter(term="身份证").exists()
    assert not renew_terms(["item"])
