"""Scheduled releases: what is due goes public, what fails holds nobody up."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from approvals.models import PublishedItem
from foundation.publishing import actions
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
