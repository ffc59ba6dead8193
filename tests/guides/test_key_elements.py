"""Which key elements a guide lacks, and the list of public guides that lack some."""

from typing import Any

import pytest

from foundation.publishing.actions import release, submit
from guides.key_elements import KEY_ELEMENTS, incomplete_guides, missing_elements
from guides.models import Guide, Place
from tests.approvals.factories import make_item, publish
from tests.cast import Cast
from tests.guides.factories import make_guide


def codes(document: Any) -> list[str]:
    """Return the codes of what a document lacks."""
    return [element.code for element in missing_elements(document)]


@pytest.fixture
def complete(cast: Cast) -> Guide:
    """A guide, not submitted yet, that lacks nothing."""
    item = make_item(cast.police)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    guide = make_guide(item)
    guide.places.update(office_hours="工作日 9:00—17:00")
    return guide


def test_the_eight_elements_of_the_table() -> None:
    assert [element.code for element in KEY_ELEMENTS] == [
        "title", "legal_bases", "conditions", "materials", "address", "hours", "phone", "steps",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({}, []),
        ({"title": " "}, ["title"]),
        ({"materials": ()}, ["materials"]),
        ({"materials": (), "no_materials": True}, []),
        ({"steps": ()}, ["steps"]),
        ({"places": ()}, ["address", "hours"]),
        ({"conditions": "另有条件"}, []),
        ({"item": None}, ["legal_bases", "conditions"]),
        ({"item": None, "conditions": "条件"}, ["legal_bases"]),
        ({"item": None, "places": ()}, ["legal_bases", "conditions", "address", "hours", "phone"]),
    ],
)
def test_missing_elements(complete: Guide, change: dict[str, Any], missing: list[str]) -> None:
    assert codes(complete.make_document().model_copy(update=change)) == missing


@pytest.mark.parametrize(("field", "missing"), [("address", ["address"]), ("office_hours", ["hours"]), ("phone", [])])
def test_a_place_says_where_and_when(complete: Guide, field: str, missing: list[str]) -> None:
    complete.places.update(**{field: "  "})
    assert codes(complete.make_document()) == missing
    Place.objects.create(
        guide=complete, name="分厅", address="滨江路1号", office_hours="周六上午", phone="0729-5550004"
    )
    assert codes(Guide.objects.get(pk=complete.pk).make_document()) == []


def test_conditions_may_come_from_the_item(cast: Cast) -> None:
    item = make_item(cast.police, accept_conditions="")
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    assert "conditions" in codes(make_guide(item).make_document())


def test_the_list_follows_what_is_public(complete: Guide, cast: Cast, django_assert_num_queries: Any) -> None:
    publish(complete, editor=cast.editor, reviewer=cast.reviewer)
    assert incomplete_guides() == []
    draft = Guide.objects.get(pk=complete.pk)
    draft.places.update(office_hours="")
    assert incomplete_guides() == [], "a draft is nobody's business"
    release(submit(draft, actor=cast.editor, note="改了时间"), actor=cast.reviewer, reason="先公开")
    with django_assert_num_queries(2):
        found = incomplete_guides()
    with django_assert_num_queries(1):
        assert incomplete_guides() == found
    assert [(guide.slug, guide.department, [str(words) for words in guide.missing]) for guide in found] == [
        (complete.slug, "江城市公安局", ["办理时间"])
    ]
