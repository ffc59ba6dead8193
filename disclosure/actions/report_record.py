"""The record of a signed annual report among the publications: it makes the catalogue, lists and feeds show it.

The report keeps its own pages; the record carries its head data and its text, so that it is found, and its address
leads on to the report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import override

from disclosure.annual.documents import ReportDocument
from disclosure.codelists import PublicationKind
from disclosure.models.annual import AnnualReport
from disclosure.models.columns import Column
from disclosure.models.publications import Publication
from foundation import audit
from foundation.clock import local_now
from foundation.pages import ENGLISH
from foundation.publishing.actions import check_person_and_reason, make_candidate
from foundation.publishing.going_live import go_live
from foundation.publishing.models import bump_catalog
from foundation.publishing.states import Decision, Stage
from foundation.workflow import Conflict, Refused

if TYPE_CHECKING:
    from foundation.people import User

COLUMN: Final = "annual-reports"
_REASON: Final = "随年度报告一并签发"


def publish_record(report: AnnualReport, document: ReportDocument, *, actor: User) -> None:
    """Make the record of a report that is being signed, or renew that of its earlier version, and make it public.

    Runs in the transaction of the signature, which is the second person's word: the rights are those of the report.
    Raises Refused without the column of annual reports, Conflict while the record waits for another decision.
    """
    column = Column.objects.active().filter(code=COLUMN).first()
    if column is None:
        raise Refused(_("The column of annual reports is missing or not in use; load the reference data."))
    record = Publication.objects.select_for_update(of=("self",)).filter(index_number=report.index_number).first()
    if record is not None and record.stage != Stage.EDITING:
        raise Conflict(_("The record of this report in the catalogue waits for a decision; decide on it first."))
    record = record or Publication(index_number=report.index_number, department=report.body.department)
    record.column, record.kind = column, PublicationKind.REPORT
    _write(record, document)
    record.updated_by, record.updated_at = report.edited_by, local_now()
    record.edit_version += int(record.pk is not None)
    record.full_clean(exclude=["index_number", "department"])
    record.save()
    _release(record, report, actor=actor)


def _write(record: Publication, document: ReportDocument) -> None:
    """Take over head data and text; the tables stand on the page of the report."""
    with override(ENGLISH):
        record.title_en = _("Annual report on information disclosure of the year %d") % document.year
    record.title, record.document_number = document.title, document.document_number
    record.written_on = record.issued_on = document.issued_on
    corrected = f"更正说明：{document.amendment}" if document.amendment else ""
    record.summary = f"{document.organ}{document.year}年政府信息公开工作年度报告，含正文和统计表。{corrected}"[:500]
    lines: list[str] = []
    for section in document.sections:
        lines.append(f"# {section.heading}")
        for part in section.filled:
            lines += [f"## {part.heading}"] * bool(part.heading)
            lines += part.paragraphs
    record.text = "\n".join(lines)


def _release(record: Publication, report: AnnualReport, *, actor: User) -> None:
    author = report.submitted_by or report.edited_by
    candidate = make_candidate(record, record.make_document(), actor=author, note=report.amendment)
    candidate.number = (record.revisions.aggregate(last=Max("number"))["last"] or 0) + 1
    candidate.decision, candidate.decided_by = Decision.RELEASED, actor
    candidate.decided_at, candidate.decision_note = local_now(), _REASON
    check_person_and_reason(candidate, actor=actor, reason=_REASON)
    go_live([candidate])
    bump_catalog([record._meta.label_lower])
    detail = {"revision": candidate.number, "report": report.year}
    audit.record(audit.Act.RELEASED, actor=actor, target=record, detail=detail)
