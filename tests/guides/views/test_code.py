"""/v/ and /v/<code>/: whether a printed guide still holds, for whoever scans or types the code."""

import pytest
from django.test import Client

from foundation.publishing.actions import retire, submit
from guides.models import Guide
from guides.papers.codes import code_of, printed
from tests.approvals.factories import make_item, publish
from tests.cast import Cast
from tests.guides.factories import make_guide


@pytest.fixture
def guide(cast: Cast) -> Guide:
    """A public guide."""
    item = make_item(cast.police)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    made = make_guide(item)
    publish(made, editor=cast.editor, reviewer=cast.reviewer)
    return made


def test_what_is_typed_finds_its_paper(guide: Guide, client: Client):
    code = code_of(guide.live_revision.pk)
    found = client.get("/v/", {"code": f" {printed(code).lower()} "})
    assert found.headers["Location"] == f"/v/{code}/"
    assert client.get(f"/v/{code.lower()}/").headers["Location"] == f"/v/{code}/"
    page = client.get(f"/v/{code}/")
    assert "现行版本" in page.content.decode()
    assert "noindex" in page.content.decode()


def test_a_slip_of_the_pen_is_told_and_what_was_typed_is_kept(db: None, client: Client):
    page = client.get("/v/", {"code": "AB2C-D3E<"})
    assert page.status_code == 200
    assert 'value="AB2C-D3E&lt;"' in page.content.decode()
    assert "没有这个版本码" in page.content.decode()
    assert client.get("/v/AB2CD3E7/").status_code == 404
    assert "没有这个版本码" in client.get(f"/v/{code_of(10**9)}/").content.decode()


def test_a_candidate_that_was_never_public_has_no_page(cast: Cast, client: Client):
    item = make_item(cast.police)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    candidate = submit(make_guide(item), actor=cast.editor)
    assert client.get(f"/v/{code_of(candidate.pk)}/").status_code == 404


def test_the_changes_stand_there_in_words(guide: Guide, cast: Cast, client: Client, django_assert_max_num_queries):
    old = code_of(guide.live_revision.pk)
    guide.refresh_from_db()
    guide.materials.update(copies=2)
    guide.steps.create(phase="decide", name="领证", position=9)
    publish(guide, editor=cast.editor, reviewer=cast.reviewer)
    with django_assert_max_num_queries(3):
        text = client.get(f"/v/{old}/").content.decode()
    assert "复印件" in text
    assert "新增：" in text
    assert "领证" in text
    assert "quoted" not in text.lower()
    english = client.get(f"/en/v/{old}/").content.decode()
    assert "out of date" in english
    assert 'lang="zh-Hans">领证' in english or "领证" in english


def test_a_withdrawn_guide_says_when_and_why_everywhere(guide: Guide, cast: Cast, client: Client):
    code = code_of(guide.live_revision.pk)
    guide.refresh_from_db()
    retire(guide, actor=cast.reviewer, reason="与首次申请合并。")
    for path in (f"/v/{code}/", f"/guides/{guide.slug}/", f"/guides/{guide.slug}/card.pdf"):
        page = client.get(path)
        assert page.status_code == (200 if "/v/" in path else 410), path
        assert "与首次申请合并。" in page.content.decode(), path
