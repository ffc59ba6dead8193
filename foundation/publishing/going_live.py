"""What happens to the public rows when a revision goes live or is withdrawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from foundation.clock import local_now
from foundation.publishing.models import Publishable, PublishedRecord, Revision, bump_catalog
from foundation.publishing.reading import document_of
from foundation.search.index import index_many, remove_many
from foundation.workflow import Conflict, Refused


def go_live(revisions: Sequence[Revision]) -> None:
    """Make revisions of one kind live in place of those that are, and write the rows that the public reads.

    New revisions are inserted; those that exist get ``live_from`` and are saved by the caller.  The caller
    raises the catalog version.  Raises Conflict when another record is public under the same address.
    """
    revision_model = type(revisions[0])
    records = [revision.record.pk for revision in revisions]
    previous = {old.record_id: old for old in revision_model._default_manager.live().filter(record__in=records)}
    # A clock that was set back must not end a revision before it began.
    now = max([local_now(), *(old.live_from for old in previous.values())])
    revision_model._default_manager.filter(pk__in=[old.pk for old in previous.values()]).update(live_until=now)
    for revision in revisions:
        revision.live_from = now
    revision_model._default_manager.bulk_create(revision for revision in revisions if revision.pk is None)
    documents = {revision: document_of(revision) for revision in revisions}
    published_model = revision_model.published_model()
    gathered = published_model.gather(documents)
    rows = [published_model.build(revision, document, gathered) for revision, document in documents.items()]
    traces = [
        trace
        for revision, document in documents.items()
        for trace in revision.traces_of_release(document, previous.get(revision.record.pk))
    ]
    try:
        with transaction.atomic():
            write_published(rows)
    except IntegrityError as error:
        raise Conflict(_("Another public record has the same address or code.")) from error
    save_all(traces)
    index_many(
        filter(None, (row.search_document(document) for row, document in zip(rows, documents.values(), strict=True)))
    )


def write_published(rows: Sequence[PublishedRecord]) -> None:
    """Insert or replace the public rows of records of one kind."""
    if not rows:
        return
    model = type(rows[0])
    columns = [f.name for f in model._meta.concrete_fields if not f.primary_key and f.name != "record"]
    model._default_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=["record"], update_fields=columns, batch_size=100
    )


def save_all(rows: Iterable[models.Model]) -> None:
    """Insert new rows, those of one kind together."""
    by_kind: dict[type[models.Model], list[models.Model]] = {}
    for row in rows:
        by_kind.setdefault(type(row), []).append(row)
    for kind, fresh in by_kind.items():
        kind._default_manager.bulk_create(fresh)


def unpublish(record: Publishable, revision: Revision) -> None:
    """Take the public row of a revision away and write what the log says of it.

    Raises Refused while other public records quote the row.
    """
    document = document_of(revision)
    save_all(revision.traces_of_retirement(document))
    published = revision.published  # type: ignore[attr-defined]
    # Whoever is about to quote this row holds it; see gather of the quoting kind.
    type(published)._default_manager.select_for_update().get(pk=published.pk)
    entry = published.search_document(document)
    if entry is not None:
        remove_many(entry.kind, [entry.object_id])
    try:
        published.delete()
    except ProtectedError as error:
        names = "、".join(str(row) for row in list(error.protected_objects)[:5])
        raise Refused(_("Other public records quote this one; withdraw them first: %s") % names) from error
    bump_catalog([record._meta.label_lower])
