"""Scheduled releases: what is due goes public, what fails holds nobody up."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from approvals.models import PublishedItem
from foundation.publishing import actions
from foundation.publishing.sets import release_set
from foundation.workflow import Refused
from guides.models import PublishedGuide
from portal import tasks
from tests.approvals.factories import make_item, publish
from tests.cast import Cast
from tests.guides.factories import make_guide

SOON = dt.timedelta(hours=1)


def run_at(monkeypatch: pytest.MonkeyPatch, moment: dt.datetime) -> int:
    monkeypatch.setattr(tasks, "local_now", lambda: moment)
    monkeypatch.setattr(actions, "local_now", lambda: moment)
    done: int = tasks.publish_scheduled(timestamp=0)
    return done


def schedule(record: Any, cast: Cast, at: dt.datetime) -> None:
    revision = actions.submit(record, actor=cast.editor)
    actions.schedule(revision, actor=cast.reviewer, at=at)


def test_nothing_before_its_time_and_everything_after_a_missed_hour(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now()
    for hours in (1, 2):
        schedule(make_item(cast.police), cast, now + hours * SOON)
    assert run_at(monkeypatch, now + SOON / 2) == 0
    assert run_at(monkeypatch, now + 5 * SOON) == 2
    assert run_at(monkeypatch, now + 6 * SOON) == 0
    assert PublishedItem.objects.count() == 2


def test_a_release_that_fails_does_not_hold_up_the_next(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    now = timezone.now()
    item = make_item(cast.police)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    schedule(make_guide(item), cast, now + SOON)
    actions.retire(item, actor=cast.reviewer, reason="取消")
    other = make_item(cast.police)
    publish(other, editor=cast.editor, reviewer=cast.reviewer)
    schedule(make_guide(other), cast, now + SOON)
    assert run_at(monkeypatch, now + 2 * SOON) == 1
    assert PublishedGuide.objects.get().item_code == other.code
    assert "scheduled release" in caplog.text


def test_a_new_guide_appears_with_its_new_item(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Submitted and scheduled together, public in the same run: the guide quotes the item as it becomes public."""
    at = timezone.now() + SOON
    item = make_item(cast.police)
    guide = make_guide(item)
    of_item, of_guide = (actions.submit(record, actor=cast.editor) for record in (item, guide))
    for revision in (of_item, of_guide):
        actions.schedule(revision, actor=cast.reviewer, at=at)
    assert run_at(monkeypatch, at) == 2
    row = PublishedGuide.objects.get(record=guide)
    assert (row.item.record, row.item_revision_number) == (item, 1)
    assert guide.live_revision.document["item"]["promised_days"] == item.promised_days


def test_the_run_looks_at_one_moment_for_all_kinds(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that moves during the run does not make a guide due whose item is not."""
    at = timezone.now() + SOON
    item = make_item(cast.police)
    for record in (item, make_guide(item)):
        schedule(record, cast, at)
    moments = iter([at - dt.timedelta(milliseconds=1), at, at, at])
    monkeypatch.setattr(tasks, "local_now", lambda: next(moments))
    monkeypatch.setattr(actions, "local_now", lambda: at)
    assert tasks.publish_scheduled(timestamp=0) == 0
    assert tasks.publish_scheduled(timestamp=0) == 2


def test_a_new_guide_waits_until_its_item_is_there(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    item = make_item(cast.police)
    of_item = actions.submit(item, actor=cast.editor)
    actions.schedule(of_item, actor=cast.reviewer, at=now + SOON)
    guide = make_guide(item)
    schedule(guide, cast, now + SOON)
    of_item.refresh_from_db()
    actions.unschedule(of_item, actor=cast.reviewer)
    assert run_at(monkeypatch, now + 2 * SOON) == 0
    monkeypatch.undo()
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    assert item.live_revision.number == 2
    assert run_at(monkeypatch, now + 3 * SOON) == 0, "it quotes a revision that never became public"
    assert not PublishedGuide.objects.exists()


@pytest.mark.parametrize("fate", ["in review", "returned", "scheduled later", "scheduled", "public"])
def test_when_a_new_guide_may_be_decided_on(cast: Cast, fate: str) -> None:
    at = timezone.now() + SOON
    item = make_item(cast.police)
    of_item = actions.submit(item, actor=cast.editor)
    of_guide = actions.submit(make_guide(item), actor=cast.editor)
    if fate == "returned":
        actions.return_to_editor(of_item, actor=cast.reviewer, comment="请补充")
    elif fate == "public":
        actions.release(of_item, actor=cast.reviewer)
    elif fate != "in review":
        actions.schedule(of_item, actor=cast.reviewer, at=at + (SOON if fate == "scheduled later" else 0 * SOON))
    if fate == "public":
        actions.release(of_guide, actor=cast.reviewer)
        return
    with pytest.raises(Refused):
        actions.release(of_guide, actor=cast.reviewer)
    of_guide.refresh_from_db()
    if fate == "scheduled":
        actions.schedule(of_guide, actor=cast.reviewer, at=at)
    else:
        with pytest.raises(Refused):
            actions.schedule(of_guide, actor=cast.reviewer, at=at)


def test_a_set_leaves_out_guides_whose_item_only_waits(cast: Cast) -> None:
    item = make_item(cast.police)
    schedule(item, cast, timezone.now() + SOON)
    left: list[str] = []
    done = release_set(
        [make_guide(item)], submitter=cast.editor, actor=cast.reviewer, reason="批量公布",
        blocked=lambda record, why: left.append(why),
    )  # fmt: skip
    assert done == 0
    assert len(left) == 1
