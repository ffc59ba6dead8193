"""Devices are enrolled once by a code, switched off and on; notices need two people."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from foundation.audit import AuditEntry
from foundation.clock import local_now
from foundation.workflow import Conflict, Refused
from hall import actions
from hall.models import Device, HallNotice
from tests.cast import Cast
from tests.hall.factories import make_device, make_layout

pytestmark = pytest.mark.django_db


def acts(record: object) -> list[str]:
    entries = AuditEntry.objects.filter(target_id=str(record.pk), target_type=record._meta.label_lower)
    return list(entries.order_by("pk").values_list("act", flat=True))


def test_a_code_enrols_once_and_leaves_only_digests(cast: Cast) -> None:
    device, code = make_device(cast, make_layout("notices"))
    enrolled, token = actions.enrol(code.lower().replace("-", " "))
    assert enrolled == device
    assert enrolled.stage == "on"
    stored = Device.objects.values().get()
    assert code not in str(stored)
    assert token not in str(stored)
    assert stored["code_digest"] is None
    with pytest.raises(Refused, match="登记码"):
        actions.enrol(code)
    assert acts(device) == ["device.added", "device.code_made", "device.enrolled"]
    assert AuditEntry.objects.get(act="device.enrolled").who == "设备"


def test_a_code_is_too_old_after_fifteen_minutes(cast: Cast) -> None:
    _device, code = make_device(cast)
    Device.objects.update(code_ends_at=local_now() - dt.timedelta(seconds=1))
    with pytest.raises(Refused):
        actions.enrol(code)
    assert Device.objects.get().stage == "waiting"


def test_a_new_code_kills_the_earlier_one_but_not_the_device(cast: Cast) -> None:
    device, first = make_device(cast)
    _enrolled, token = actions.enrol(first)
    device, second = actions.make_code(device, actor=cast.system_admin)
    _device, third = actions.make_code(device, actor=cast.system_admin)
    assert Device.objects.get().token_digest == actions.digest_of(token)
    with pytest.raises(Refused):
        actions.enrol(second)
    _enrolled, other = actions.enrol(third)
    assert Device.objects.get().token_digest == actions.digest_of(other) != actions.digest_of(token)


@pytest.mark.parametrize(
    ("stage", "verb", "after"),
    [
        ("waiting", "switch_off", None), ("waiting", "switch_on", None), ("waiting", "forget", None),
        ("on", "switch_off", "off"), ("on", "switch_on", None), ("on", "forget", "waiting"),
        ("off", "switch_off", None), ("off", "switch_on", "on"), ("off", "forget", "waiting"),
    ],
)  # fmt: skip
def test_what_is_possible_from_where(stage: str, verb: str, after: str | None, cast: Cast) -> None:
    device, code = make_device(cast)
    if stage != "waiting":
        actions.enrol(code)
    if stage == "off":
        actions.switch_off(device, actor=cast.system_admin)
    if after is None:
        with pytest.raises(Conflict):
            getattr(actions, verb)(device, actor=cast.system_admin)
        assert Device.objects.get().stage == stage
    else:
        assert getattr(actions, verb)(device, actor=cast.system_admin).stage == after
    assert (Device.objects.get().token_digest is None) == (Device.objects.get().stage == "waiting")


def test_the_manager_sees_devices_and_does_not_keep_them(cast: Cast) -> None:
    device, _code = make_device(cast)
    for verb in (actions.make_code, actions.switch_off):
        with pytest.raises(PermissionDenied):
            verb(device, actor=cast.manager)


def test_contact_is_written_once_a_minute_and_when_something_else_is_shown(
    cast: Cast, django_assert_num_queries: object
) -> None:
    device, _code = make_device(cast)
    actions.note_contact(device, shows="a", version="1")
    first = Device.objects.get().last_contact_at
    actions.note_contact(device, shows="a", version="1")
    assert Device.objects.get().last_contact_at == first
    actions.note_contact(device, shows="b", version="1")
    assert Device.objects.get().last_contact_at > first
    Device.objects.update(last_contact_at=first - dt.timedelta(minutes=2))
    actions.note_contact(device, shows="b", version="1")
    assert Device.objects.get().last_contact_at > first


def test_a_display_has_a_layout_and_a_kiosk_has_none(cast: Cast) -> None:
    for facts in ({"kind": "landscape"}, {"kind": "kiosk", "layout": make_layout("notices")}):
        with pytest.raises(IntegrityError), transaction.atomic():
            actions.add_device(Device(name="x", **facts), actor=cast.system_admin)


def prepared(cast: Cast) -> HallNotice:
    return actions.prepare_notice(HallNotice(text="消防演练即将开始"), actor=cast.editor)


def test_a_notice_is_released_by_somebody_else_until_an_end(cast: Cast) -> None:
    notice, now = prepared(cast), local_now()
    until = now + dt.timedelta(hours=1)
    released = actions.release_notice(notice, until=until, actor=cast.manager)
    assert list(HallNotice.objects.showing(now)) == [released]
    assert list(HallNotice.objects.showing(until)) == []
    actions.end_notice(released, actor=cast.manager)
    assert list(HallNotice.objects.showing(now)) == []
    again = actions.release_notice(released, until=until, actor=cast.manager)
    assert again.is_showing(now)
    assert acts(notice) == [
        "hall_notice.written", "hall_notice.released", "hall_notice.ended", "hall_notice.released"
    ]  # fmt: skip


def test_nobody_releases_the_own_text(cast: Cast) -> None:
    own = actions.prepare_notice(HallNotice(text="停电"), actor=cast.manager)
    with pytest.raises(Refused, match="另一人"):
        actions.release_notice(own, until=local_now() + dt.timedelta(hours=1), actor=cast.manager)
    with pytest.raises(IntegrityError), transaction.atomic():
        HallNotice.objects.update(
            stage="released", released_by=cast.manager, released_at=local_now(), ends_at=local_now()
        )
    with pytest.raises(PermissionDenied):
        actions.release_notice(prepared(cast), until=local_now() + dt.timedelta(hours=1), actor=cast.other_editor)


@pytest.mark.parametrize("until", [dt.timedelta(0), dt.timedelta(days=4)])
def test_a_notice_ends_soon_but_not_before_it_begins(until: dt.timedelta, cast: Cast) -> None:
    with pytest.raises(Refused):
        actions.release_notice(prepared(cast), until=local_now() + until, actor=cast.manager)


def test_a_notice_names_nobody(cast: Cast) -> None:
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError, match="个人信息"):
        HallNotice(text="请失主联系13900001234").clean()
