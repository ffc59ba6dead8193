"""Regions, departments and memberships."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from foundation.organization import Department, Membership, Region
from foundation.publishing.actions import recall, release, retire, submit
from tests.approvals.factories import make_item
from tests.cast import Cast


def make_tree() -> tuple[Region, Region]:
    province = Region.objects.create(code="420000", name="湖北省", level="province")
    city = Region.objects.create(code="429900", name="江城市", level="city", parent=province)
    return province, city


@pytest.mark.django_db
def test_a_region_lies_below_the_next_level() -> None:
    province, city = make_tree()
    Region(code="429901", name="滨江区", level="county", parent=city).full_clean()
    with pytest.raises(ValidationError, match="parent"):
        Region(code="429902", name="错层区", level="county", parent=province).full_clean()
    with pytest.raises(ValidationError, match="parent"):
        Region(code="429903", name="无主区", level="county").full_clean()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values",
    [{"code": "42"}, {"code": "4200001"}, {"level": "planet"}, {"level": "city", "parent": None}],
)
def test_the_database_refuses_regions(values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Region.objects.create(**{"code": "420001", "name": "某地", "level": "province", **values})


@pytest.mark.django_db
def test_a_wrong_check_character_gets_a_sentence() -> None:
    with pytest.raises(ValidationError) as caught:
        Department(code="x", name="某局", uscc="114299000100424509").full_clean()
    assert set(caught.value.message_dict) == {"uscc"}


def test_an_english_name_is_used_in_english(cast: Cast) -> None:
    from django.utils import translation

    cast.police.name_en = "Public Security Bureau"
    with translation.override("en"):
        assert (cast.police.local_name, cast.market.local_name) == (
            "Public Security Bureau",
            "江城市市场监督管理局",
        )
    with translation.override("zh-hans"):
        assert cast.police.local_name == "江城市公安局"


def test_a_membership_is_held_once(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="membership_once"), transaction.atomic():
        Membership.objects.create(user=cast.manager, role="manager", department=None)


def test_center_roles_have_no_department(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="center_roles"), transaction.atomic():
        Membership.objects.create(user=cast.nobody, role="auditor", department=cast.police)
    with pytest.raises(ValidationError, match="department"):
        Membership(user=cast.nobody, role="auditor", department=cast.police).full_clean()


def test_departments_come_in_their_order(cast: Cast) -> None:
    Department.objects.filter(pk=cast.market.pk).update(position=1)
    Department.objects.filter(pk=cast.police.pk).update(position=2)
    assert [department.code for department in Department.objects.all()] == ["scj", "gaj"]


def renamed(department: Department, code: str) -> Department:
    """Return the department as a form would have it after the code was typed over."""
    loaded = Department.objects.get(pk=department.pk)
    loaded.code = code
    return loaded


def test_a_code_is_free_until_something_leads_to_it(cast: Cast) -> None:
    item = make_item(cast.police)
    revision = submit(item, actor=cast.editor)
    recall(revision, actor=cast.editor)
    for department in (renamed(cast.police, "police"), renamed(cast.market, "market")):
        department.full_clean()
        department.save()
    assert Department.objects.filter(code__in=["police", "market"]).count() == 2


@pytest.mark.parametrize("fate", ["waiting", "public", "withdrawn", "moved"])
def test_a_code_that_a_document_quotes_stays(cast: Cast, fate: str) -> None:
    """Stored pages, print and bookmarks lead to it, also after the record has left the department."""
    item = make_item(cast.police)
    revision = submit(item, actor=cast.editor)
    if fate != "waiting":
        release(revision, actor=cast.reviewer)
    if fate == "withdrawn":
        retire(item, actor=cast.reviewer, reason="取消")
    if fate == "moved":
        type(item).objects.filter(pk=item.pk).update(department=cast.market)
    department = renamed(cast.police, "police")
    with pytest.raises(ValidationError, match="gaj") as caught:
        department.full_clean()
    assert set(caught.value.message_dict) == {"code"}
    with pytest.raises(IntegrityError, match="code of a quoted"), transaction.atomic():
        department.save()
    renamed(cast.market, "market").save()
    Department.objects.filter(pk=cast.police.pk).update(name="公安局")


def test_a_wrong_credit_code_that_was_taken_over_stays_with_a_warning(cast: Cast) -> None:
    wrong = "114299000100424509"
    Department.objects.filter(pk=cast.market.pk).update(uscc=wrong, uscc_verified=False)
    department = Department.objects.get(pk=cast.market.pk)
    department.phone = "0729-5550009"
    department.full_clean()
    department.save()
    assert not department.uscc_verified
    assert set(department.warnings()) == {"uscc"}
    department.uscc = "114299000100424510"
    with pytest.raises(ValidationError, match="uscc"):
        department.full_clean()
    department.uscc = ""
    department.full_clean()
    assert (department.uscc_verified, department.warnings()) == (True, {})
