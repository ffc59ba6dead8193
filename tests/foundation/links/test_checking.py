"""A run: what is gathered, visited and noted."""

import datetime as dt
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from foundation.links import checking
from foundation.links.checking import check_links
from foundation.links.collecting import collect, links_of
from foundation.links.models import Link, LinkPlace
from guides.models import Guide
from tests.approvals.factories import make_item, publish
from tests.cast import Cast
from tests.foundation.links.site import Site, running
from tests.guides.factories import make_guide

MONDAY = dt.date(2026, 3, 2)
DAY = dt.timedelta(days=1)


@pytest.fixture
def site() -> Iterator[Site]:
    """A site that answers with what the test lays down."""
    with running() as server:
        yield server


def public(cast: Cast, notes: str) -> Guide:
    """Return a public guide with these notes."""
    item = make_item(cast.police)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    guide = make_guide(item, notes=notes)
    publish(guide, editor=cast.editor, reviewer=cast.reviewer)
    return guide


def test_links_are_found_in_texts_and_end_where_the_sentence_goes_on() -> None:
    found = links_of(
        {
            "notes": "见https://a.example/x?y=1，或（http://b.example/）。",
            "legal_bases": [{"url": "https://c.example/"}, {"url": ""}],
            "summary": "Open https://d.example/p. Then",
        }
    )
    assert list(found) == [
        ("notes", "https://a.example/x?y=1"),
        ("notes", "http://b.example/"),
        ("legal_bases", "https://c.example/"),
        ("summary", "https://d.example/p"),
    ]


def test_only_what_is_public_counts_and_what_leaves_is_forgotten(cast: Cast) -> None:
    guide = public(cast, "见 https://a.example/ 。")
    make_guide(guide.item, notes="草稿 https://draft.example/")
    assert collect() == 1
    place = LinkPlace.objects.get()
    assert (place.record_type, place.record_id, place.part) == ("guides.guide", guide.pk, "notes")
    assert collect() == 1  # the same again changes nothing
    assert LinkPlace.objects.get() == place
    guide.notes = "没有链接。"
    guide.save()
    publish(guide, editor=cast.editor, reviewer=cast.reviewer)
    assert collect() == 0
    assert not Link.objects.exists()


def test_a_link_is_broken_after_failures_on_three_days(cast: Cast, site: Site) -> None:
    public(cast, f"见 {site.url('/gone')} 。")
    visitor = site.visitor()
    for number in range(3):
        today = MONDAY + number * DAY
        assert check_links(visitor, today=today).visited == 1
        assert check_links(visitor, today=today).visited == 0  # once a day
        assert Link.objects.get().failures == number + 1
        assert Link.objects.broken().exists() == (number == 2)
    site.pages["/gone"] = (200, {})
    check_links(visitor, today=MONDAY + 3 * DAY)
    link = Link.objects.get()
    assert (link.failures, link.is_broken, link.result) == (0, False, "opens")
    assert check_links(visitor, today=MONDAY + 4 * DAY).visited == 0  # for two weeks


def test_a_site_that_lets_no_program_in_is_not_broken(cast: Cast, site: Site) -> None:
    public(cast, f"见 {site.url('/closed')} 。")
    site.pages["/closed"] = (403, {})
    for number in range(4):
        check_links(site.visitor(), today=MONDAY + number * 20 * DAY)
    assert not Link.objects.broken().exists()
    assert Link.objects.get().result == "refused"


def test_an_internal_address_is_a_fault_at_once(cast: Cast, site: Site) -> None:
    public(cast, "见 http://intranet.example/ 。")
    check_links(site.visitor(**{"intranet.example": "10.1.2.3"}), today=MONDAY)
    assert Link.objects.broken().get().result == "internal"


def test_without_a_way_out_nothing_is_noted(cast: Cast, site: Site) -> None:
    public(cast, "见 http://a.example/ 和 http://b.example/ 。")
    assert check_links(site.visitor(), today=MONDAY).is_void
    assert set(Link.objects.values_list("result", "failures")) == {("", 0)}


def test_a_run_is_bounded(cast: Cast, site: Site) -> None:
    public(cast, " ".join(site.url(f"/{number}") for number in range(5)))
    assert check_links(site.visitor(), today=MONDAY, most=2).visited == 2
    assert check_links(site.visitor(), today=MONDAY, seconds=-1).visited == 0


def test_the_command_says_what_it_did(cast: Cast, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("foundation.management.commands.check_links.visitor", site.visitor)
    public(cast, f"见 {site.url('/gone')} 。")
    said = StringIO()
    call_command("check_links", stdout=said)
    assert "1" in said.getvalue()
    public(cast, "见 http://a.example/ 。")
    with pytest.raises(CommandError):
        call_command("check_links", stdout=said)


def test_the_worker_leaves_it_where_it_is_switched_off(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from foundation.tasks import check_links as job

    monkeypatch.setattr(checking, "check_links", lambda *args, **kwargs: pytest.fail("switched off"))
    assert job(timestamp=0) == 0
