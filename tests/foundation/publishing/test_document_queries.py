"""How often the database is asked for a document: few times, and as often for many rows as for one."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals.models import Flow, Item
from foundation.attachments import StoredFile, store
from foundation.people import User
from foundation.publishing import actions
from foundation.publishing.sets import release_set
from guides.models import Guide
from tests.approvals.factories import make_item, make_theme, publish
from tests.cast import Cast
from tests.guides.factories import make_guide

MOST = 8
"""Department, what the draft quotes, and one for each kind of row."""


def make_file(actor: User, number: int) -> StoredFile:
    return store(ContentFile(b"%PDF-1.4 " + str(number).encode()), "form.pdf", actor=actor)


def add_rows(item: Item, guide: Guide, flow: Flow, actor: User) -> None:
    """Give each draft three more rows of each kind, with files of their own."""
    for number in range(3):
        item.themes.add(make_theme(f"p-{Item.objects.count()}-{item.themes.count()}"))
        item.legal_bases.create(title="法律")
        item.fees.create(name="工本费")
        item.results.create(name="证书", sample=make_file(actor, number))
        guide.materials.create(name="表", blank_form=make_file(actor, 10), sample_form=make_file(actor, 20 + number))
        guide.steps.create(name="受理", phase="accept")
        guide.places.create(name="大厅")
        flow.phases.create(name="立项", lead_department="局")


def asked(record: Any) -> int:
    fresh = type(record).objects.get(pk=record.pk)
    with CaptureQueriesContext(connection) as queries:
        fresh.make_document()
    return len(queries)


@pytest.fixture
def records(cast: Cast) -> tuple[Item, Guide, Flow]:
    item = make_item(cast.police, is_fee=None)
    flow = Flow.objects.create(slug="f", kind="agent", title="代办", department=cast.police)
    return item, make_guide(item), flow


def test_a_document_needs_few_queries_and_no_more_for_more_rows(cast: Cast, records: tuple[Item, Guide, Flow]) -> None:
    publish(records[0], editor=cast.editor, reviewer=cast.reviewer)
    add_rows(*records, cast.editor)
    before = [asked(record) for record in records]
    add_rows(*records, cast.editor)
    assert [asked(record) for record in records] == before
    assert max(before) <= MOST


def test_a_decision_needs_no_more_queries_for_more_rows(cast: Cast, records: tuple[Item, Guide, Flow]) -> None:
    counts = []
    for _turn in range(2):
        add_rows(*records, cast.editor)
        with CaptureQueriesContext(connection) as queries:
            for record in records:
                actions.release(actions.submit(record, actor=cast.editor), actor=cast.reviewer, reason="测量")
        counts.append(len(queries))
    # The second time there is an earlier revision to end, for each of the three records.
    assert counts[1] <= counts[0] + 3


def test_a_set_needs_no_more_queries_for_more_records(cast: Cast) -> None:
    counts = []
    for size in (2, 7):
        items = [make_item(cast.police) for _number in range(size)]
        guides = [make_guide(item) for item in items]
        for item, guide in zip(items, guides, strict=True):
            guide.materials.create(name="申请表", blank_form=make_file(cast.editor, 1))
            item.results.create(name="证书", sample=make_file(cast.editor, 2))
        with CaptureQueriesContext(connection) as queries:
            for records in (items, guides):
                release_set(records, submitter=cast.editor, actor=cast.reviewer, reason="批量公布")
        counts.append(len(queries))
    assert counts[1] <= counts[0], "what is read once for a person is read the first time"
