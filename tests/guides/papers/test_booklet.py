"""The booklet: ordered, made volume by volume in the background, kept until a guide in it changes."""

import datetime as dt
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from approvals.models import Theme
from foundation.clock import local_now
from foundation.publishing.actions import retire
from foundation.workflow import Conflict, Refused
from guides.models import Booklet, Guide
from guides.papers import booklet as booklets
from guides.papers.booklet import Entry, Scope, build, divide
from guides.papers.orders import current_booklet, order_booklet, renew_outdated, set_next_volume
from tests.approvals.factories import make_item, publish
from tests.cast import Cast
from tests.guides.factories import make_guide
from tests.printed import page_text, read, tags

TODAY = dt.date(2026, 11, 26)


@pytest.fixture(autouse=True)
def _own_shelf(settings, tmp_path: Path) -> None:
    settings.PAPERS_DIR = tmp_path / "papers"


@pytest.fixture
def guides(cast: Cast) -> list[Guide]:
    """Three public guides of two departments."""
    made = []
    for department, editor, reviewer, titles in (
        (cast.police, cast.editor, cast.reviewer, ("居民身份证补领", "出生登记")),
        (cast.market, cast.other_editor, cast.other_reviewer, ("营业执照𬱖😀",)),
    ):
        item = make_item(department)
        publish(item, editor=editor, reviewer=reviewer)
        for title in titles:
            guide = make_guide(item, title=title)
            publish(guide, editor=editor, reviewer=reviewer)
            made.append(guide)
    return made


def finish(booklet: Booklet) -> Booklet:
    """Do the work of the background."""
    while set_next_volume(booklet.pk, today=TODAY):
        pass
    booklet.refresh_from_db()
    return booklet


def test_a_booklet_has_cover_contents_guides_and_index(guides: list[Guide]):
    (volume,) = build(Scope(), on=TODAY)
    document = read(volume.content)
    pages = [page_text(page) for page in document.pages]
    assert "行政审批服务指南" in pages[0]
    assert "收入办事指南3份" in pages[0]
    assert "目录" in pages[1]
    assert pages[-1].startswith("行政审批服务指南拼音索引") or "拼音索引" in pages[-1]
    for guide in guides:
        place = volume.places[guide.live_revision.pk]
        title = guide.title.replace("😀", "〓")
        assert title in pages[place - 1]
        assert f"{title}{place}" in pages[-1].replace("·", "")
        assert any(title in text and str(place) in text for text in pages[1:2])
    assert document.metadata.title == "行政审批服务指南"
    assert {"/TOC", "/TOCI", "/H1", "/H2", "/Table"} <= set(tags(document))


def test_volumes_are_numbered_through_and_the_last_has_the_index(guides: list[Guide], monkeypatch):
    monkeypatch.setattr(booklets, "MOST_IN_A_VOLUME", 2)
    first, second = build(Scope(), on=TODAY)
    assert second.first_page == first.pages + 1
    index = page_text(read(second.content).pages[-1])
    for guide, volume in zip(guides, (first, first, second), strict=True):
        title = guide.title.replace("😀", "〓")
        assert f"{title}{volume.number}册{volume.places[guide.live_revision.pk]}" in index
    assert "拼音索引" not in page_text(read(first.content).pages[-1])


def test_departments_stay_together_as_long_as_they_fit():
    sizes = {"甲": 100, "乙": 160, "丙": 40, "丁": 600}
    entries = [Entry(n, str(n), name) for name, size in sizes.items() for n in range(size)]
    assert [len(volume) for volume in divide(entries, 250)] == [100, 200, 250, 250, 100]


def test_the_command_writes_a_file_or_says_why_not(guides: list[Guide], cast: Cast, tmp_path: Path):
    out = tmp_path / "new" / "gaj.pdf"
    call_command("build_booklet", "--out", str(out), "--department", "gaj", verbosity=0)
    assert "江城市公安局" in page_text(read(out.read_bytes()).pages[0])
    assert "营业执照" not in "".join(page_text(page) for page in read(out.read_bytes()).pages)
    with pytest.raises(CommandError, match="gaj"):
        call_command("build_booklet", "--out", str(out), "--department", "gajj")
    Theme.objects.create(code="p-empty", kind="personal", name="空")
    with pytest.raises(CommandError, match="没有"):
        call_command("build_booklet", "--out", str(out), "--theme", "p-empty")


def test_ordered_made_kept_outdated_and_replaced(guides: list[Guide], cast: Cast, client: Client):
    first = finish(order_booklet(Scope(), actor=cast.editor))
    assert (first.done, first.finished_at is not None, first.volumes.count()) == (3, True, 1)
    assert current_booklet(("one",)) == first
    path = f"/guides/booklets/{first.pk}/1.pdf"
    assert path in client.get("/guides/").content.decode()
    assert b"".join(client.get(path).streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    with pytest.raises(Refused):
        order_booklet(Scope(), actor=cast.reviewer)

    guides[0].refresh_from_db()
    retire(guides[0], actor=cast.reviewer, reason="合并")
    assert current_booklet(("two",)) is None
    assert path not in client.get("/guides/").content.decode()
    assert client.get(path).status_code == 404
    client.force_login(cast.editor)
    assert "已过期" in client.get("/staff/guides/booklets/").content.decode()
    assert b"".join(client.get(f"/staff/guides/booklets/{first.pk}/1.pdf").streaming_content)  # type: ignore[attr-defined]

    assert renew_outdated() == 1
    second = finish(Booklet.objects.under_way().get())
    first.refresh_from_db()
    assert (second.done, second.ordered_by, first.replaced_at is not None) == (2, None, True)
    assert client.get(f"/staff/guides/booklets/{first.pk}/1.pdf").status_code == 404


def test_one_is_made_at_a_time_and_an_interrupted_one_can_be_ordered_again(guides: list[Guide], cast: Cast):
    booklet = order_booklet(Scope(cast.police), actor=cast.editor)
    with pytest.raises(Conflict):
        order_booklet(Scope(cast.police), actor=cast.reviewer)
    assert order_booklet(Scope(), actor=cast.reviewer)
    Booklet.objects.filter(pk=booklet.pk).update(seen_at=local_now() - dt.timedelta(hours=1))
    again = order_booklet(Scope(cast.police), actor=cast.reviewer)
    booklet.refresh_from_db()
    assert booklet.problem
    assert finish(again).finished_at


def test_what_goes_wrong_is_told_where_it_was_ordered(guides: list[Guide], cast: Cast, client: Client, monkeypatch):
    booklet = order_booklet(Scope(), actor=cast.editor)
    monkeypatch.setattr("guides.papers.orders.set_volume", lambda *_args, **_named: 1 / 0)
    assert set_next_volume(booklet.pk, today=TODAY) is False
    client.force_login(cast.editor)
    page = client.get("/staff/guides/booklets/")
    assert "division by zero" in page.content.decode()
    assert "Refresh" not in page.headers


def test_the_desk_orders_and_shows_progress(guides: list[Guide], cast: Cast, client: Client):
    client.force_login(cast.editor)
    answer = client.post("/staff/guides/booklets/order/", {"department": cast.police.pk}, follow=True)
    text = answer.content.decode()
    assert "<progress" in text
    assert answer.headers["Refresh"] == "5"
    assert client.post("/staff/guides/booklets/order/", {"department": cast.police.pk}).status_code == 409
    theme = Theme.objects.create(code="p-x", kind="personal", name="测")
    both = client.post("/staff/guides/booklets/order/", {"department": cast.police.pk, "theme": theme.pk})
    assert both.status_code == 422
    assert f'value="{theme.pk}" selected' in both.content.decode()
    client.force_login(cast.auditor)
    assert client.post("/staff/guides/booklets/order/", {}).status_code == 403


def test_the_desk_asks_no_more_for_more_booklets(guides: list[Guide], cast: Cast, client: Client):
    client.force_login(cast.editor)
    finish(order_booklet(Scope(), actor=cast.editor))
    client.get("/staff/guides/booklets/")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/staff/guides/booklets/")
        return len(queries)

    before = asked()
    finish(order_booklet(Scope(cast.police), actor=cast.editor))
    finish(order_booklet(Scope(cast.market), actor=cast.editor))
    assert asked() == before
