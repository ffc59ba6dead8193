"""The eight contents of a guide, one by one."""

from collections.abc import Callable

import pytest

from approvals.models import Item
from guides.completeness import is_catch_all
from guides.models import Guide
from tests.approvals.factories import make_item, publish
from tests.cast import Cast
from tests.guides.factories import make_guide


def gaps_of(guide: Guide) -> list[str]:
    fresh = Guide.objects.get(pk=guide.pk)
    return [gap.code for gap in fresh.find_gaps(fresh.make_document())]


@pytest.fixture
def guide(cast: Cast) -> Guide:
    item = make_item(cast.police)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    return make_guide(item)


def test_a_complete_guide_has_no_gaps(guide: Guide) -> None:
    assert gaps_of(guide) == []


@pytest.mark.parametrize(
    ("spoil", "gap"),
    [
        (lambda g: g.steps.all().delete(), ["steps"]),
        (lambda g: g.materials.all().delete(), ["materials"]),
        (lambda g: g.places.update(address=""), ["address"]),
    ],
)
def test_what_is_taken_away_is_named(guide: Guide, spoil: Callable[[Guide], None], gap: list[str]) -> None:
    spoil(guide)
    assert gaps_of(guide) == gap


@pytest.mark.parametrize(
    ("values", "gap"),
    [
        ({"is_fee": None}, ["fees"]),
        ({"is_fee": True}, ["fees"]),
        ({"promised_days": None}, ["promised_limit"]),
    ],
)
def test_what_the_item_lacks_the_guide_lacks(cast: Cast, values: dict[str, object], gap: list[str]) -> None:
    item = make_item(cast.police, **values)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    assert gaps_of(make_guide(item)) == gap


def test_the_phone_of_the_item_counts_where_the_places_have_none(cast: Cast, guide: Guide) -> None:
    guide.places.update(phone="")
    assert gaps_of(guide) == []
    item = make_item(cast.police, consult_phone="")
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    other = make_guide(item)
    other.places.update(phone="")
    assert gaps_of(other) == ["phone"]


def test_no_materials_needed_is_a_statement_not_a_gap(guide: Guide) -> None:
    guide.materials.all().delete()
    Guide.objects.filter(pk=guide.pk).update(no_materials=True)
    assert gaps_of(guide) == []


def test_without_a_public_item_basis_fees_and_limit_are_missing(cast: Cast) -> None:
    guide = make_guide(make_item(cast.police))
    assert gaps_of(guide) == ["legal_bases", "fees", "promised_limit"]
    assert Item.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("其他材料", True),
        ("其他有关材料", True),
        ("相关证明材料", True),
        ("其他佐证材料", True),
        ("其他证明材料", True),
        ("其他投资方的身份证明材料", False),
        ("有关资料。", True),
        ("法律、法规规定的其他材料", True),
        ("居民户口簿", False),
        ("其他参保人的身份证", False),
        ("有关部门出具的验收意见", False),
    ],
)
def test_catch_alls(name: str, expected: bool) -> None:
    assert is_catch_all(name) is expected


def test_what_no_font_prints_is_told_to_the_editor_and_hinders_nobody(cast: Cast) -> None:
    item = make_item(cast.police)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    guide = make_guide(item, summary="轻松办😀，龘也印得出")
    guide.materials.update(filling_notes="填写𠮷野家")
    found = guide.find_leaks(guide.make_document())
    assert [(finding.source, finding.leak.excerpt, finding.is_grave) for finding in found] == [
        ("一句话说明", "😀", False),
        ("申请材料 1", "𠮷", False),
    ]
    assert publish(guide, editor=cast.editor, reviewer=cast.reviewer, reason="").leaks == []
    assert make_guide(item).find_leaks(guide.make_document().model_copy(update={"summary": "", "materials": ()})) == []
