"""What a reviewer sees of a submission, and what an editor learns when it is sent."""

import re
from typing import Any

import pytest

from foundation.publishing.actions import submit
from guides.models import Guide, Material
from tests.approvals.factories import make_item, publish
from tests.back_office import client_of, form_data, listing, messages_of, page
from tests.cast import Cast
from tests.guides.factories import make_guide

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide(cast: Cast) -> Guide:
    item = make_item(cast.police)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    guide = make_guide(item)
    publish(guide, editor=cast.editor, reviewer=cast.reviewer)
    return guide


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_what_changed_is_counted_and_can_be_jumped_to(cast: Cast, guide: Guide) -> None:
    guide.notes = "节假日照常办理"
    guide.save()
    guide.materials.update(copies=2)
    Material.objects.create(guide=guide, name="照片", position=20)
    submit(guide, actor=cast.editor, note="材料有变")

    response = client_of(cast.reviewer).get(page(guide, "review"))

    shown = response.content.decode()
    assert "与公开版本相比的改动 3" in text_of(response)
    assert "材料有变" in shown
    places = re.findall(r'href="#(change-\d)"', shown)
    assert places == ["change-1", "change-2"]
    assert all(f'id="{place}"' in shown for place in places)
    assert '<del>0</del> <span aria-hidden="true">→</span> <ins>2</ins>' in shown


def test_the_writer_is_named_beside_the_submitter(cast: Cast, guide: Guide) -> None:
    Guide.objects.filter(pk=guide.pk).update(notes="补充", updated_by=cast.second_editor)
    submit(Guide.objects.get(pk=guide.pk), actor=cast.editor)
    assert "最后编辑人 second_editor" in text_of(client_of(cast.reviewer).get(page(guide, "review")))


def test_decisions_are_made_where_the_changes_stand(cast: Cast, guide: Guide) -> None:
    guide.notes = "节假日照常办理"
    guide.save()
    submit(guide, actor=cast.editor)
    reviewer = client_of(cast.reviewer)

    on_record, on_review = (reviewer.get(page(guide, name)).content.decode() for name in ("change", "review"))

    assert page(guide, "review") in on_record
    for verb in ("release", "return", "schedule"):
        assert page(guide, "verb", verb) not in on_record
        assert page(guide, "verb", verb) in on_review
    assert page(guide, "verb", "recall") in client_of(cast.editor).get(page(guide, "change")).content.decode()


def test_a_submission_with_gaps_names_them_to_the_editor(cast: Cast, guide: Guide) -> None:
    client = client_of(cast.editor)
    data = form_data(client.get(page(guide, "change")), "guide_form")

    response = client.post(page(guide, "change"), {**data, "places-0-DELETE": "on", "_submit": "1"}, follow=True)

    warning, _done = messages_of(response)
    assert "办事地址" in warning
    assert guide.pending_revision.gaps == ["address"]


def test_the_list_tells_drafts_with_news_from_those_without(cast: Cast, guide: Guide) -> None:
    client = client_of(cast.editor)
    assert "无改动" in client.get(listing(Guide)).content.decode()

    data = form_data(client.get(page(guide, "change")), "guide_form")
    client.post(page(guide, "change"), {**data, "notes": "周末也办", "_continue": "1"})

    text = client.get(listing(Guide)).content.decode()
    assert "无改动" not in text
    assert "编辑中" in text
