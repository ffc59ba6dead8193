"""Items: what the database refuses, and the sentence that people read."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from approvals.models import Item
from approvals.models.items import audiences_of
from tests.approvals.factories import make_item, make_item_code
from tests.cast import Cast


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"statutory_days": 5, "promised_days": 6}, "item_promised_not_longer"),
        ({"statutory_days": 5, "statutory_unit": ""}, "item_limits_have_units"),
        ({"code": "123"}, "item_code_shape"),
        ({"item_type": "99"}, "item_type_known"),
        ({"exercise_level": "9"}, "exercise_level_known"),
        ({"exercise_level": "2"}, "item_level_as_in_code"),
        ({"handle_forms": ["9"]}, "item_handle_forms_known"),
        ({"project_type": "9"}, "project_type_known"),
        ({"online_depth": "9"}, "online_depth_known"),
        ({"cross_region_scope": "9"}, "cross_region_scope_known"),
        ({"body_nature": ""}, "body_nature_known"),
        ({"power_source": "9"}, "power_source_known"),
        ({"item_state": "9"}, "item_state_known"),
        ({"statutory_unit": "fortnight"}, "statutory_unit_known"),
        ({"service_objects": ["1", "x"]}, "item_service_objects_known"),
        ({"effective_on": "2026-05-01", "cancels_on": "2026-05-01"}, "item_cancelled_after_effect"),
        ({"stage": "public"}, "stage_known"),
    ],
)
def test_the_database_refuses(cast: Cast, values: dict[str, Any], constraint: str) -> None:
    item = make_item(cast.police)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Item.objects.filter(pk=item.pk).update(**values)


def test_a_longer_promise_in_another_unit_is_only_a_warning(cast: Cast) -> None:
    item = make_item(cast.police, statutory_days=5, promised_days=1, promised_unit="month")
    item.full_clean()
    assert len(item.warnings()) == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"promised_days": 61}, "promised_days"),
        ({"promised_unit": ""}, "promised_unit"),
        ({"exercise_level": "2"}, "exercise_level"),
        ({"code": "11429900010042450" + "9" + make_item_code(77)[18:]}, "code"),
        ({"code": "abc"}, "code"),
        ({"name": "长" * 10_000}, "name"),
        ({"consult_url": "javascript:alert(1)"}, "consult_url"),
        ({"service_objects": ["8"]}, "service_objects"),
    ],
)
def test_a_sentence_at_the_field(cast: Cast, values: dict[str, Any], field: str) -> None:
    item = make_item(cast.police)
    for name, value in values.items():
        setattr(item, name, value)
    with pytest.raises(ValidationError) as caught:
        item.full_clean()
    assert field in caught.value.message_dict


@pytest.mark.parametrize(
    ("codes", "doors"),
    [([], []), (["1"], ["person"]), (["2"], ["legal"]), (["1", "9"], ["person", "legal"])],
)
def test_audiences(codes: list[str], doors: list[str]) -> None:
    assert audiences_of(codes) == doors
