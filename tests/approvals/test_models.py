"""Items: what the database refuses, and the sentence that people read."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from approvals.codelists import audiences_of
from approvals.models import Item, Theme
from tests.approvals.factories import make_item, make_item_code, make_theme, publish
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
    assert set(item.warnings()) == {"promised_days"}


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


def delete(record: Any) -> None:
    """Delete a record, and check now what the database checks when a transaction ends."""
    record.delete()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_the_database_keeps_a_theme_in_use(cast: Cast) -> None:
    theme, unused = make_theme(), make_theme("p-unused")
    make_item(cast.police).themes.add(theme)
    with pytest.raises(IntegrityError, match="in use"), transaction.atomic():
        delete(theme)
    delete(unused)
    assert Theme.objects.get().code == "p-certificates"


def test_links_to_themes_go_with_the_choice_and_with_the_item(cast: Cast) -> None:
    theme = make_theme()
    item, other = make_item(cast.police), make_item(cast.police)
    for one in (item, other):
        one.themes.add(theme)
    item.themes.clear()
    delete(other)
    delete(theme)
    assert not Theme.objects.exists()


def test_the_code_of_a_quoted_theme_stays(cast: Cast) -> None:
    theme, other = make_theme(), make_theme("p-other")
    item = make_item(cast.police)
    item.themes.set([other, theme])
    Theme.objects.filter(pk=theme.pk).update(code="p-papers")
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    loaded = Theme.objects.get(pk=theme.pk)
    loaded.code = "p-certificates"
    with pytest.raises(ValidationError, match="p-papers"):
        loaded.full_clean()
    with pytest.raises(IntegrityError, match="code of a quoted"), transaction.atomic():
        loaded.save()
    Theme.objects.filter(pk=theme.pk).update(name="证照")


WRONG = "114299000100424590" + "3000109000001"
"""A code whose credit code has a wrong check character."""


def stored_wrong(cast: Cast, **values: Any) -> Item:
    """Return an item that was taken over with a wrong code, as a form loads it."""
    made = make_item(cast.police, **{"code": WRONG, "code_verified": False, **values})
    return Item.objects.get(pk=made.pk)


def test_a_wrong_code_that_was_taken_over_stays_with_a_warning_and_a_gap(cast: Cast) -> None:
    item = stored_wrong(cast)
    item.name = "新名称"
    item.full_clean()
    assert set(item.warnings()) == {"code"}
    assert [gap.code for gap in item.find_gaps(item.make_document())] == ["code"]
    item.code = make_item_code()
    item.full_clean()
    assert (item.code_verified, item.warnings()) == (True, {})


@pytest.mark.parametrize(
    ("code", "level", "fields"),
    [
        (WRONG, "3", {"code"}),
        (WRONG[:18] + "4" + WRONG[19:], "3", {"code", "exercise_level"}),
        (make_item_code(5)[:18] + "4" + WRONG[19:], "3", {"exercise_level"}),
        (make_item_code(6), "3", set()),
    ],
)
@pytest.mark.parametrize("before", ["new", "right", "wrong"])
def test_a_code_that_is_typed_must_be_right(cast: Cast, before: str, code: str, level: str, fields: set[str]) -> None:
    if before == "new":
        item = make_item(cast.police)
    elif before == "right":
        item = Item.objects.get(pk=make_item(cast.police).pk)
    else:
        item = stored_wrong(cast, code=WRONG[:-1] + "9")
    item.code, item.exercise_level = code, level
    found: set[str] = set()
    try:
        item.full_clean()
    except ValidationError as error:
        found = set(error.message_dict)
    assert found - {"__all__"} == fields
