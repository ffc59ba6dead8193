"""The verbs of publishing: who may, from which stage, and what never changes."""

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from approvals.models import Adjustment, Item, ItemRevision, LegalBasis, PublishedItem
from foundation.audit import Act, AuditEntry
from foundation.publishing import actions, going_live
from foundation.publishing.models import CatalogVersion
from foundation.publishing.sets import release_set
from foundation.publishing.states import Decision, Stage
from foundation.workflow import Conflict, DomainError, Refused
from guides.models import PublishedGuide
from tests.approvals.factories import make_item, publish
from tests.cast import Cast
from tests.guides.factories import make_guide

TOMORROW = dt.timedelta(days=1)


def released_by(user: Any) -> dict[str, Any]:
    return {
        "decision": "released",
        "decided_by": user,
        "decided_at": timezone.now(),
        "scheduled_for": timezone.now() + TOMORROW,
    }


def submit(cast: Cast, item: Item) -> Any:
    return actions.submit(item, actor=cast.editor, note="首次公布")


def test_editing_never_changes_the_public_row(cast: Cast) -> None:
    item = make_item(cast.police)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    Item.objects.filter(pk=item.pk).update(name="改了名字")
    row = PublishedItem.objects.get(code=item.code)
    assert row.name == "居民身份证补领"
    assert "改了名字" not in row.body_zh


def test_release_writes_the_public_row_the_log_and_the_audit_in_one(cast: Cast) -> None:
    item = make_item(cast.police)
    before = CatalogVersion.current("approvals.item")
    revision = submit(cast, item)
    actions.release(revision, actor=cast.reviewer)
    item.refresh_from_db()
    assert item.stage == Stage.EDITING
    assert PublishedItem.objects.get(record=item).revision_number == 1
    assert Adjustment.objects.get(item=item).kind == "added"
    assert CatalogVersion.current("approvals.item") == before + 1
    acts = list(AuditEntry.objects.filter(target_id=str(item.pk)).order_by("id").values_list("act", "actor__username"))
    assert acts == [(Act.SUBMITTED, "editor"), (Act.RELEASED, "reviewer")]


def test_a_failing_release_leaves_nothing_behind(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    item = make_item(cast.police)
    revision = submit(cast, item)

    def break_down(*_args: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(going_live, "write_published", break_down)
    with pytest.raises(OSError, match="disk full"):
        actions.release(revision, actor=cast.reviewer)
    revision.refresh_from_db()
    item.refresh_from_db()
    assert (revision.decision, revision.live_from, item.stage) == (Decision.OPEN, None, Stage.IN_REVIEW)
    assert not AuditEntry.objects.filter(act=Act.RELEASED).exists()


@pytest.mark.parametrize("change", [{"document": {}}, {"checksum": "0" * 64}, {"number": 9}, {"change_note": "x"}])
def test_the_database_refuses_to_change_a_revision(cast: Cast, change: dict[str, Any]) -> None:
    revision = submit(cast, make_item(cast.police))
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        ItemRevision.objects.filter(pk=revision.pk).update(**change)


def test_the_database_refuses_to_delete_a_revision(cast: Cast) -> None:
    revision = submit(cast, make_item(cast.police))
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        ItemRevision.objects.filter(pk=revision.pk).delete()


def test_the_database_refuses_a_release_by_its_author(cast: Cast) -> None:
    revision = submit(cast, make_item(cast.police))
    with pytest.raises(IntegrityError, match="second_person"), transaction.atomic():
        ItemRevision.objects.filter(pk=revision.pk).update(**released_by(cast.editor))


def test_the_public_life_of_a_revision_is_a_fact(cast: Cast) -> None:
    live = publish(make_item(cast.police), editor=cast.editor, reviewer=cast.reviewer)
    with pytest.raises(IntegrityError, match="public life"), transaction.atomic():
        ItemRevision.objects.filter(pk=live.pk).update(live_from=timezone.now() - TOMORROW)


def test_nobody_releases_the_own_submission(cast: Cast) -> None:
    item = make_item(cast.police)
    cast.reviewer.memberships.create(role="editor", department=cast.police)
    reviewer = type(cast.reviewer).objects.get(pk=cast.reviewer.pk)
    revision = actions.submit(item, actor=reviewer)
    with pytest.raises(Refused):
        actions.release(revision, actor=reviewer)


VERBS: dict[str, Callable[[Any, Any], Any]] = {
    "submit": lambda revision, actor: actions.submit(revision.record, actor=actor),
    "recall": lambda revision, actor: actions.recall(revision, actor=actor),
    "return": lambda revision, actor: actions.return_to_editor(revision, actor=actor, comment="缺依据"),
    "release": lambda revision, actor: actions.release(revision, actor=actor),
    "schedule": lambda revision, actor: actions.schedule(revision, actor=actor, at=timezone.now() + TOMORROW),
    "unschedule": lambda revision, actor: actions.unschedule(revision, actor=actor),
    "retire": lambda revision, actor: actions.retire(revision.record, actor=actor, reason="取消"),
}
EDITOR_VERBS = {"submit", "recall"}
PEOPLE = (
    "editor", "second_editor", "reviewer", "other_editor", "other_reviewer", "chief_reviewer", "officer",
    "manager", "auditor", "system_admin", "security_admin", "audit_admin", "nobody",
)  # fmt: skip


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("verb", VERBS)
def test_who_may(cast: Cast, verb: str, person: str) -> None:
    """Editors of the department submit and recall; its reviewers and the center's do the rest."""
    allowed = {"editor", "second_editor"} if verb in EDITOR_VERBS else {"reviewer", "chief_reviewer"}
    item = make_item(cast.police)
    revision = submit(cast, item)
    if verb == "submit":
        actions.recall(revision, actor=cast.editor)
    elif verb == "unschedule":
        actions.schedule(revision, actor=cast.chief_reviewer, at=timezone.now() + TOMORROW)
    elif verb == "retire":
        actions.release(revision, actor=cast.reviewer)
    revision.refresh_from_db()
    actor = getattr(cast, person)
    if person in allowed:
        VERBS[verb](revision, actor)
    else:
        with pytest.raises(PermissionDenied):
            VERBS[verb](revision, actor)


STAGES: dict[str, set[str]] = {
    "editing": {"submit"},
    "in_review": {"recall", "return", "release", "schedule"},
    "scheduled": {"unschedule"},
}


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb != "retire"])
@pytest.mark.parametrize("stage", STAGES)
def test_from_which_stage(cast: Cast, stage: str, verb: str) -> None:
    item = make_item(cast.police)
    revision = submit(cast, item)
    if stage == "editing":
        actions.recall(revision, actor=cast.editor)
    elif stage == "scheduled":
        actions.schedule(revision, actor=cast.reviewer, at=timezone.now() + TOMORROW)
    revision.refresh_from_db()
    actor = cast.editor if verb in EDITOR_VERBS else cast.chief_reviewer
    if verb in STAGES[stage]:
        VERBS[verb](revision, actor)
    else:
        with pytest.raises(Conflict):
            VERBS[verb](revision, actor)


def test_returning_needs_a_comment(cast: Cast) -> None:
    revision = submit(cast, make_item(cast.police))
    with pytest.raises(Refused):
        actions.return_to_editor(revision, actor=cast.reviewer, comment="  ")


def test_gaps_need_a_reason_which_is_kept_with_the_gaps(cast: Cast) -> None:
    item = make_item(cast.police, bases=0, is_fee=None)
    revision = submit(cast, item)
    assert revision.gaps == ["legal_bases", "fees"]
    with pytest.raises(Refused):
        actions.release(revision, actor=cast.reviewer)
    actions.release(revision, actor=cast.reviewer, reason="收费依据待财政部门确认")
    revision.refresh_from_db()
    assert revision.decision_note == "收费依据待财政部门确认"
    assert PublishedItem.objects.get(record=item).gap_count == 2


def test_the_database_refuses_gaps_without_reason(cast: Cast) -> None:
    revision = submit(cast, make_item(cast.police, bases=0))
    with pytest.raises(IntegrityError, match="flaws_need_reason"), transaction.atomic():
        ItemRevision.objects.filter(pk=revision.pk).update(**released_by(cast.reviewer))


def test_an_unchanged_draft_is_not_submitted_again(cast: Cast) -> None:
    item = make_item(cast.police)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    with pytest.raises(Refused):
        submit(cast, item)


def test_a_second_release_ends_the_first_without_a_gap_in_time(cast: Cast) -> None:
    item = make_item(cast.police)
    first = publish(item, editor=cast.editor, reviewer=cast.reviewer)
    item.promised_days = 10
    item.save()
    second = publish(item, editor=cast.editor, reviewer=cast.reviewer)
    first.refresh_from_db()
    assert first.live_until == second.live_from
    assert PublishedItem.objects.get(record=item).revision_number == 2
    log = Adjustment.objects.get(revision=second)
    assert (log.kind, log.changed_fields) == ("changed", ["promised_days"])


def test_a_devolved_item_is_logged_as_delegated(cast: Cast) -> None:
    item = make_item(cast.police)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    item.power_source = "2"
    item.save()
    second = publish(item, editor=cast.editor, reviewer=cast.reviewer)
    assert Adjustment.objects.get(revision=second).kind == "delegated"


def test_retiring_takes_the_record_from_the_public_and_logs_it(cast: Cast) -> None:
    item = make_item(cast.police)
    live = publish(item, editor=cast.editor, reviewer=cast.reviewer)
    actions.retire(item, actor=cast.reviewer, reason="国务院决定取消")
    assert not PublishedItem.objects.filter(record=item).exists()
    live.refresh_from_db()
    assert live.live_until is not None
    assert Adjustment.objects.get(item=item, kind="cancelled").note == "国务院决定取消"


def test_an_item_with_public_guides_is_not_retired(cast: Cast) -> None:
    item = make_item(cast.police)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    guide = make_guide(item)
    publish(guide, editor=cast.editor, reviewer=cast.reviewer)
    with pytest.raises(Refused, match=guide.title):
        actions.retire(item, actor=cast.reviewer, reason="取消")
    assert PublishedItem.objects.filter(record=item).exists()


def test_scheduling_waits_for_its_moment(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    item = make_item(cast.police)
    revision = submit(cast, item)
    moment = timezone.now() + TOMORROW
    actions.schedule(revision, actor=cast.reviewer, at=moment)
    revision.refresh_from_db()
    with pytest.raises(Conflict):
        actions.publish_due(revision)
    monkeypatch.setattr(actions, "local_now", lambda: moment + dt.timedelta(minutes=1))
    actions.publish_due(revision)
    assert PublishedItem.objects.filter(record=item).exists()
    item.refresh_from_db()
    assert item.stage == Stage.EDITING


def test_a_moment_in_the_past_is_refused(cast: Cast) -> None:
    revision = submit(cast, make_item(cast.police))
    with pytest.raises(Refused):
        actions.schedule(revision, actor=cast.reviewer, at=timezone.now() - TOMORROW)


def test_a_guide_waits_for_its_item(cast: Cast) -> None:
    guide = make_guide(make_item(cast.police))
    with pytest.raises(Refused):
        actions.submit(guide, actor=cast.editor)


def test_a_guide_quotes_the_live_item_not_its_draft(cast: Cast) -> None:
    item = make_item(cast.police)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    item.promised_days = 1
    item.save()
    guide = make_guide(item)
    live = publish(guide, editor=cast.editor, reviewer=cast.reviewer)
    assert live.document["item"]["promised_days"] == 20
    row = PublishedGuide.objects.get(record=guide)
    assert (row.item_revision_number, row.item_code) == (1, item.code)


def test_a_set_is_released_by_the_same_rules(cast: Cast) -> None:
    items = [make_item(cast.police) for _ in range(3)]
    done = release_set(items, submitter=cast.editor, actor=cast.reviewer, reason="批量公布")
    assert done == 3
    assert PublishedItem.objects.count() == 3
    entry = AuditEntry.objects.get(act=Act.BATCH_RELEASED)
    assert entry.detail["count"] == 3
    again = release_set(items, submitter=cast.editor, actor=cast.reviewer, reason="批量公布")
    assert again == 0


def test_a_set_with_gaps_needs_a_reason_and_is_all_or_nothing(cast: Cast) -> None:
    items = [make_item(cast.police), make_item(cast.police, bases=0)]
    with pytest.raises(Refused):
        release_set(items, submitter=cast.editor, actor=cast.reviewer, reason="")
    assert not PublishedItem.objects.exists()


def test_a_set_of_another_department_is_refused(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        release_set([make_item(cast.police)], submitter=cast.editor, actor=cast.other_reviewer, reason="批量公布")


@pytest.mark.django_db(transaction=True)
def test_two_reviewers_at_once_one_wins_the_other_is_told(cast: Cast) -> None:
    item = make_item(cast.police)
    LegalBasis.objects.filter(item=item).update(text="依据正文")
    revision = submit(cast, item)
    outcomes: list[str] = []
    barrier = threading.Barrier(2)

    def decide(actor: Any) -> None:
        try:
            barrier.wait(timeout=10)
            actions.release(ItemRevision.objects.get(pk=revision.pk), actor=actor)
            outcomes.append("released")
        except DomainError:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=(actor,)) for actor in (cast.reviewer, cast.chief_reviewer)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == ["released", "told"]
    assert AuditEntry.objects.filter(act=Act.RELEASED, target_id=str(item.pk)).count() == 1


def test_who_edited_the_text_does_not_release_it(cast: Cast) -> None:
    """A colleague who presses the button does not make the author a second person."""
    item = make_item(cast.police, updated_by=cast.reviewer)
    revision = submit(cast, item)
    with pytest.raises(Refused):
        actions.release(revision, actor=cast.reviewer)
    with pytest.raises(IntegrityError, match="second_person"), transaction.atomic():
        ItemRevision.objects.filter(pk=revision.pk).update(**released_by(cast.reviewer))
    actions.release(revision, actor=cast.chief_reviewer)


@pytest.mark.parametrize("submitter", ["nobody", "other_editor", "manager"])
def test_a_set_needs_a_submitter_who_may_edit(cast: Cast, submitter: str) -> None:
    with pytest.raises(PermissionDenied):
        release_set(
            [make_item(cast.police)], submitter=getattr(cast, submitter), actor=cast.reviewer, reason="批量公布"
        )


def test_a_set_leaves_out_what_others_edited(cast: Cast) -> None:
    item = make_item(cast.police, updated_by=cast.second_editor)
    with pytest.raises(Conflict):
        release_set([item], submitter=cast.editor, actor=cast.reviewer, reason="批量公布")


def test_a_set_reads_the_rows_as_they_are_now(cast: Cast) -> None:
    item = make_item(cast.police)
    Item.objects.filter(pk=item.pk).update(name="改后的名称")
    release_set([item], submitter=cast.editor, actor=cast.reviewer, reason="批量公布")
    assert PublishedItem.objects.get(record=item).name == "改后的名称"


@pytest.mark.parametrize("pending", ["submitted", "scheduled"])
def test_nothing_comes_back_after_its_withdrawal(cast: Cast, pending: str) -> None:
    item = make_item(cast.police)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    item.promised_days = 10
    item.save()
    revision = submit(cast, item)
    if pending == "scheduled":
        actions.schedule(revision, actor=cast.reviewer, at=timezone.now() + TOMORROW)
    with pytest.raises(Conflict):
        actions.retire(item, actor=cast.reviewer, reason="国务院决定取消")


def test_a_guide_is_not_released_with_yesterdays_limits(cast: Cast) -> None:
    item = make_item(cast.police)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    revision = actions.submit(make_guide(item), actor=cast.editor)
    item.promised_days = 10
    item.save()
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    with pytest.raises(Refused):
        actions.release(revision, actor=cast.reviewer)


def test_a_catch_all_is_refused_at_every_door(cast: Cast) -> None:
    item = make_item(cast.police)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    guide = make_guide(item)
    guide.materials.create(name="其他佐证材料")
    with pytest.raises(Refused, match="其他佐证材料"):
        actions.submit(guide, actor=cast.editor)
    with pytest.raises(Refused, match="其他佐证材料"):
        release_set([guide], submitter=cast.editor, actor=cast.reviewer, reason="批量公布")


def test_free_of_charge_with_fees_is_refused(cast: Cast) -> None:
    item = make_item(cast.police)
    item.fees.create(name="工本费", standard="40元")
    with pytest.raises(Refused):
        submit(cast, item)


def test_a_guide_of_another_department_is_refused(cast: Cast) -> None:
    item = make_item(cast.police)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    guide = make_guide(item, department=cast.market)
    with pytest.raises(Refused):
        actions.submit(guide, actor=cast.other_editor)


def test_a_known_address_stays(cast: Cast) -> None:
    item = make_item(cast.police)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    guide = make_guide(item)
    guide.slug = "still-free"
    guide.save()
    publish(guide, editor=cast.editor, reviewer=cast.reviewer)
    loaded = type(guide).objects.get(pk=guide.pk)
    loaded.slug = "moved"
    with pytest.raises(ValidationError, match="still-free"):
        loaded.full_clean()
    with pytest.raises(IntegrityError, match="address"), transaction.atomic():
        loaded.save()


@pytest.mark.parametrize(
    "change",
    [{"decision_note": "x"}, {"scheduled_for": None, "decided_at": None}, {"decision": "returned"}],
)
def test_the_decision_on_a_public_revision_is_a_fact(cast: Cast, change: dict[str, Any]) -> None:
    live = publish(make_item(cast.police), editor=cast.editor, reviewer=cast.reviewer)
    with pytest.raises(IntegrityError, match="decision on a published"), transaction.atomic():
        ItemRevision.objects.filter(pk=live.pk).update(**change)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"decision": "nonsense"}, "decision_known"),
        ({"decision": "returned"}, "decided_by_somebody"),
        ({"decision": "released", "decided_at": "2026-01-01T00:00Z"}, "decided_by_somebody"),
        ({"retire_reason": "x", "retired_by": 1}, "retired_with_reason"),
    ],
)
def test_what_the_database_refuses(cast: Cast, values: dict[str, Any], constraint: str) -> None:
    revision = submit(cast, make_item(cast.police))
    if "retired_by" in values:
        values = {**values, "retired_by": cast.reviewer}
    if values.get("decision") == "nonsense":
        values = {**released_by(cast.reviewer), **values}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ItemRevision.objects.filter(pk=revision.pk).update(**values)


def test_a_released_revision_has_a_moment(cast: Cast) -> None:
    revision = submit(cast, make_item(cast.police))
    values = {**released_by(cast.reviewer), "scheduled_for": None}
    with pytest.raises(IntegrityError, match="released_to_a_moment"), transaction.atomic():
        ItemRevision.objects.filter(pk=revision.pk).update(**values)


def test_an_unscheduled_revision_keeps_who_had_released_it(cast: Cast) -> None:
    revision = submit(cast, make_item(cast.police))
    actions.schedule(revision, actor=cast.reviewer, at=timezone.now() + TOMORROW, reason="按计划")
    revision.refresh_from_db()
    actions.unschedule(revision, actor=cast.chief_reviewer)
    revision.refresh_from_db()
    assert (revision.decision, revision.decided_by, revision.decision_note) == (
        Decision.UNSCHEDULED,
        cast.reviewer,
        "按计划",
    )


def test_the_audit_trail_keeps_no_free_text(cast: Cast) -> None:
    revision = submit(cast, make_item(cast.police))
    actions.return_to_editor(revision, actor=cast.reviewer, comment="请核对张某的号码")
    assert "张某" not in str(list(AuditEntry.objects.values_list("detail", flat=True)))


def test_a_reason_that_is_too_long_gets_a_sentence(cast: Cast) -> None:
    revision = submit(cast, make_item(cast.police))
    with pytest.raises(Refused, match="501"):
        actions.release(revision, actor=cast.reviewer, reason="长" * 501)


def test_long_names_fit_the_public_row(cast: Cast) -> None:
    item = make_item(cast.police, colloquial_name="俗" * 200, short_name="简" * 100)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    assert len(PublishedItem.objects.get(record=item).colloquial_name) == 301


def test_a_clock_set_back_does_not_stop_a_release(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    item = make_item(cast.police)
    first = publish(item, editor=cast.editor, reviewer=cast.reviewer)
    item.promised_days = 10
    item.save()
    revision = submit(cast, item)
    monkeypatch.setattr(going_live, "local_now", lambda: first.live_from - TOMORROW)
    actions.release(revision, actor=cast.reviewer)
    first.refresh_from_db()
    assert first.live_until == first.live_from


def test_a_cancelled_item_is_logged_as_cancelled(cast: Cast) -> None:
    item = make_item(cast.police)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    item.item_state = "3"
    item.save()
    second = publish(item, editor=cast.editor, reviewer=cast.reviewer)
    assert Adjustment.objects.get(revision=second).kind == "cancelled"
