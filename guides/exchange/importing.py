"""The verb of importing: one file into drafts, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import DataError, IntegrityError, connection, transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation import access, audit
from foundation.clock import local_now
from foundation.numbering import next_number
from foundation.tables.sources import Source
from foundation.workflow import Conflict
from guides.exchange.planning import Planner
from guides.exchange.plans import RowPlan
from guides.exchange.problems import MESSAGE_LENGTH, Report
from guides.exchange.profiles import NATIVE, Profile
from guides.exchange.reading import read
from guides.exchange.writing import write_drafts
from guides.models import ImportBatch, ImportRow
from guides.models.batches import RowOutcome

if TYPE_CHECKING:
    from foundation.people import User

_ONE_AT_A_TIME: Final = 0x696D706F7274
"""Key of the lock that makes imports queue: two files may bring the same new item."""

Progress = Callable[[int, int], None]
"""Called with what is done and what there is to do."""


@dataclass(frozen=True)
class Imported:
    """What an import did or, as a dry run, would do."""

    report: Report
    batch: ImportBatch | None = None
    """Absent where nothing was written."""


def _silent(_done: int, _all: int) -> None:
    return None


def import_file(
    source: Source,
    *,
    actor: User,
    profile: Profile | None = None,
    dry_run: bool = False,
    skip_invalid: bool = False,
    progress: Progress = _silent,
) -> Imported:
    """Import a file into drafts; live pages do not change.

    The file is taken in as a whole, or with ``skip_invalid`` without its rows that have errors.  A file that
    says what the drafts say already writes nothing at all.  Raises BadFile for a file that cannot be read,
    PermissionDenied for actors who may edit nowhere, Conflict when the database refuses.
    """
    access.require(actor, access.Capability.EDIT_CONTENT)
    reading = read(source, profile)
    total = len(reading.rows)
    try:
        with transaction.atomic():
            if not dry_run:
                _queue()
            planner = Planner(reading.rows, profile, actor=actor, lock=not dry_run)
            plans = planner.plan(lambda done: progress(done, total))
            report = Report([plan.report for plan in plans], reading.notices, reading.errors, skip_invalid=skip_invalid)
            if dry_run or not report.writes:
                return Imported(report)
            return Imported(report, _carry_out(source, planner, plans, report, actor=actor, profile=profile))
    except (IntegrityError, DataError) as error:
        raise Conflict(
            _("The database refused the file as a whole (%(reason)s); nothing was written.")
            % {"reason": str(error).strip().splitlines()[0]}
        ) from error


def _queue() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])


def _carry_out(
    source: Source,
    planner: Planner,
    plans: list[RowPlan],
    report: Report,
    *,
    actor: User,
    profile: Profile | None,
) -> ImportBatch:
    valid = [plan for plan in plans if not plan.report.errors]
    _add_departments(planner, valid, report)
    now = local_now()
    batch = ImportBatch(
        number=f"I{now.year}-{next_number(f'import/{now.year}'):04d}",
        file_name=Truncator(source.name).chars(200),
        sha256=source.sha256,
        profile=profile.name if profile else NATIVE,
        imported_at=now,
        imported_by=actor,
        notices=[Truncator(notice).chars(MESSAGE_LENGTH) for notice in report.notices],
        **report.counts._asdict(),
    )
    batch.save()
    write_drafts(valid, actor=actor, at=now)
    _write_outcomes(batch, plans)
    audit.record(
        audit.Act.IMPORTED,
        actor=actor,
        target=batch,
        detail={
            "file_sha256": source.sha256,
            "profile": batch.profile,
            **report.counts._asdict(),
            "sha256": audit.list_checksum(_written(valid)),
        },
    )
    return batch


def _add_departments(planner: Planner, plans: list[RowPlan], report: Report) -> None:
    """Write the departments that the profile adds; the planner has seen to the right to do so."""
    added = planner.lookups.departments.write(d for plan in plans for d in plan.departments)
    if added:
        report.notices.append(
            ngettext("%(n)d department was added.", "%(n)d departments were added.", len(added)) % {"n": len(added)}
        )


def _written(plans: list[RowPlan]) -> list[str]:
    """Name everything that was written, for the checksum of the audit entry."""
    return [
        f"{draft.instance._meta.model_name}:{draft.instance.pk}:{draft.instance.edit_version}"
        for plan in plans
        for draft in plan.drafts
        if draft.touched
    ]


def _write_outcomes(batch: ImportBatch, plans: list[RowPlan]) -> None:
    """Keep what became of every row."""
    rows = [
        ImportRow(
            batch=batch,
            row_number=plan.report.number,
            label=Truncator(plan.report.label).chars(250),
            outcome=plan.report.outcome,
            item=plan.item.instance if plan.item and plan.item.instance.pk else None,
            messages=plan.report.messages[:20],
        )
        for plan in plans
    ]
    ImportRow.objects.bulk_create(rows, batch_size=500)
    through = ImportRow.guides.through
    links = [
        through(importrow_id=row.pk, guide_id=guide.pk)
        for row, plan in zip(rows, plans, strict=True)
        if row.outcome != RowOutcome.REFUSED
        for guide in plan.guide_records
    ]
    through._default_manager.bulk_create(links, batch_size=500)
