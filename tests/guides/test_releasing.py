"""Release of a batch: what was imported becomes public, what people did since does not."""

import pytest

from approvals.models import Item
from foundation.audit import Act, AuditEntry
from foundation.clock import local_now
from foundation.publishing.actions import submit
from foundation.workflow import Conflict, Refused
from guides.exchange.accounts import import_account
from guides.exchange.releasing import release_batch
from guides.models import Guide
from guides.tasks import release_import_batch
from tests.guides.exchange_files import guide_record, import_file, item_record, json_source


@pytest.fixture
def batch(cast):
    records = [item_record(guides=[guide_record(slug=f"guide-{number}")]) for number in range(3)]
    return import_file(json_source(*records), actor=import_account()).batch


def release(batch, cast):
    return release_batch(batch, actor=cast.chief_reviewer, reason="历史数据")


def test_items_and_then_their_guides_become_public(cast, batch):
    done = release(batch, cast)
    assert (done.items, done.guides, done.left) == (3, 3, 0)
    for guide in Guide.objects.all():
        assert guide.live_revision.submitted_by == batch.imported_by
        assert guide.live_revision.decided_by == cast.chief_reviewer
        assert guide.live_revision.gaps
        assert guide.published.item.code == guide.item.code
    batch.refresh_from_db()
    assert (batch.released_by, batch.release_reason) == (cast.chief_reviewer, "历史数据")
    assert AuditEntry.objects.filter(act=Act.BATCH_RELEASED).count() == 2


def test_a_batch_is_released_once(cast, batch):
    release(batch, cast)
    with pytest.raises(Conflict):
        release(batch, cast)


def test_a_second_batch_releases_only_what_it_changed(cast, batch):
    release(batch, cast)
    item = Item.objects.first()
    changed = import_file(json_source({"code": item.code, "name": "新名称"}), actor=import_account()).batch
    done = release(changed, cast)
    assert (done.items, done.guides) == (1, 0)
    assert item.live_revision.number == 2


def test_drafts_that_people_edited_are_left_to_them(cast, batch):
    edited, submitted = Item.objects.all()[:2]
    Item.objects.filter(pk=edited.pk).update(name="改过", updated_by=cast.chief_reviewer, updated_at=local_now())
    submit(submitted, actor=cast.editor)
    done = release(batch, cast)
    assert (done.items, done.guides) == (1, 1)
    assert done.left == 4
    assert edited.live_revision is None
    assert submitted.pending_revision is not None


def test_a_reason_is_needed(cast, batch):
    with pytest.raises(Refused):
        release_batch(batch, actor=cast.chief_reviewer, reason=" ")


def test_the_importer_never_releases(cast):
    from foundation.access import Role
    from foundation.organization import Membership

    Membership.objects.create(user=cast.editor, role=Role.REVIEWER, department=cast.police)
    batch = import_file(json_source(item_record()), actor=cast.editor).batch
    with pytest.raises(Refused):
        release_batch(batch, actor=cast.editor, reason="理由")


def test_a_reviewer_of_another_department_releases_nothing(cast, batch):
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        release_batch(batch, actor=cast.other_reviewer, reason="理由")
    assert not AuditEntry.objects.filter(act=Act.BATCH_RELEASED).exists()


def test_queries_do_not_grow_with_the_batch(cast, batch):
    """Within one chunk of a hundred, more records need no more queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        release(batch, cast)
    records = [item_record(guides=[guide_record(slug=f"more-{number}")]) for number in range(12)]
    larger = import_file(json_source(*records), actor=import_account()).batch
    with CaptureQueriesContext(connection) as many:
        release(larger, cast)
    assert len(many) <= len(few)


def test_drafts_that_must_not_be_published_are_named_and_left(cast):
    records = [
        item_record(guides=[guide_record(slug="good")]),
        item_record(guides=[guide_record(slug="bad", materials=[{"name": "其他有关材料"}])]),
    ]
    batch = import_file(json_source(*records), actor=import_account()).batch
    done = release(batch, cast)
    assert (done.items, done.guides) == (2, 1)
    assert len(done.blocked) == 1
    assert "其他有关材料" in done.blocked[0]
    assert Guide.objects.get(slug="bad").live_revision is None


def test_the_job_tells_the_batch_why_it_failed(cast, batch):
    release_import_batch(batch_id=batch.pk, reviewer_id=cast.other_reviewer.pk, reason="理由")
    batch.refresh_from_db()
    assert batch.release_problem
    assert batch.released_at is None
    release_import_batch(batch_id=batch.pk, reviewer_id=cast.chief_reviewer.pk, reason="理由")
    batch.refresh_from_db()
    assert batch.release_problem == ""
    assert batch.released_by == cast.chief_reviewer
