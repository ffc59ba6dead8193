"""Taking down a check, and who looks after a guide."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from foundation.audit import AuditEntry
from foundation.organization import Membership
from foundation.workflow import Refused
from guides.actions.checks import mark_checked, set_care
from guides.models import Guide, GuideCheck
from tests.approvals.factories import make_item, publish
from tests.cast import Cast
from tests.guides.factories import make_guide

TODAY = dt.date(2026, 3, 2)


@pytest.fixture
def guide(cast: Cast) -> Guide:
    """A public guide of the police."""
    item = make_item(cast.police)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    made = make_guide(item)
    publish(made, editor=cast.editor, reviewer=cast.reviewer)
    return made


def check(guide: Guide, cast: Cast, *, number: int = 1) -> int:
    return mark_checked([guide], seen={guide.pk: number}, note="与窗口核对", actor=cast.editor, today=TODAY)


def test_the_outcome_follows_from_the_revisions(guide: Guide, cast: Cast) -> None:
    check(guide, cast)
    guide.summary = "换了说法。"
    guide.save()
    publish(guide, editor=cast.editor, reviewer=cast.reviewer)
    check(guide, cast, number=2)
    check(guide, cast, number=2)
    outcomes = list(guide.checks.order_by("pk").values_list("outcome", flat=True))
    assert outcomes == ["right", "changed", "right"]
    assert AuditEntry.objects.filter(act="guide.checked", target_id=str(guide.pk)).count() == 3


def test_what_was_released_after_the_page_was_opened_is_not_taken_for_checked(guide: Guide, cast: Cast) -> None:
    with pytest.raises(Refused):
        check(guide, cast, number=7)
    assert not GuideCheck.objects.exists()


def test_several_at_once_leave_one_entry_with_the_list(guide: Guide, cast: Cast) -> None:
    other = make_guide(guide.item)
    publish(other, editor=cast.editor, reviewer=cast.reviewer)
    seen = {guide.pk: 1, other.pk: 1}
    assert mark_checked([guide, other], seen=seen, note="", actor=cast.editor, today=TODAY) == 2
    assert AuditEntry.objects.get(act="guide.all_checked").detail["rows"] == 2


def test_of_another_department_nothing_is_taken_down(guide: Guide, cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        mark_checked([guide], seen={guide.pk: 1}, note="", actor=cast.other_editor, today=TODAY)


def test_a_check_never_changes(guide: Guide, cast: Cast) -> None:
    check(guide, cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        GuideCheck.objects.update(checked_on=dt.date(2030, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        GuideCheck.objects.all().delete()


def test_the_guide_stays_when_its_keeper_leaves(guide: Guide, cast: Cast) -> None:
    keeper = Membership.objects.get(user=cast.second_editor)
    set_care(guide, keeper=keeper, months=3, actor=cast.reviewer)
    keeper.delete()
    guide.care.refresh_from_db()
    assert guide.care.keeper is None
    assert guide.care.months == 3


def test_who_has_to_check_does_not_choose_how_seldom(guide: Guide, cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        set_care(guide, keeper=None, months=36, actor=cast.editor)
    with pytest.raises(Refused):
        set_care(guide, keeper=None, months=37, actor=cast.reviewer)
    stranger = Membership.objects.get(user=cast.other_editor)
    with pytest.raises(Refused):
        set_care(guide, keeper=stranger, months=None, actor=cast.reviewer)
