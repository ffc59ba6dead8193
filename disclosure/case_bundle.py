"""A whole request as one archive, as a court or the review organ asks for it: a register of the case, and its files."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, Final

from django.conf import settings
from django.utils.translation import override

from disclosure.actions.clock import deadline_of
from disclosure.annual.formats import outcome_mark
from disclosure.deadlines import Deadline
from disclosure.letters.words import written_date
from disclosure.models.additions import Addition
from disclosure.models.clock import ClockFact, Consultation
from disclosure.models.decisions import Decision
from disclosure.models.letters import Letter, Service
from disclosure.models.register import Applicant, Request, SubmissionFile
from disclosure.models.remedies import Remedy
from disclosure.outcomes import RULES
from foundation.attachments import StoredFile
from foundation.pages import CHINESE
from foundation.personal_files import PersonalFile
from foundation.typesetting import Report, ReportHeading, ReportTable, ReportText, typeset

Block = ReportHeading | ReportText | ReportTable
_CHUNK: Final = 1024 * 1024


@dataclass(frozen=True)
class Part:
    """A file of the case, under its name in the archive."""

    name: str
    what: str
    file: PersonalFile | StoredFile

    def pieces(self) -> Iterator[bytes]:
        """Yield the bytes of the file, decrypted."""
        if isinstance(self.file, PersonalFile):
            yield from self.file.pieces()
            return
        with self.file.content.open("rb") as content:
            while piece := content.read(_CHUNK):
                yield piece


def make_bundle(request: Request) -> IO[bytes]:
    """Return the archive as an open file: the register of the case as PDF, and its files by kind.

    Files that were removed meanwhile are named in the register and left out.  Raises MissingGlyphs when a character
    of the register cannot be printed, CannotDecrypt when a file was altered.
    """
    parts = list(case_parts(request))
    with ExitStack() as stack:
        target = stack.enter_context(TemporaryFile())
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            sums = {part.name: _add(archive, part) for part in parts if not _is_removed(part)}
            with override(CHINESE):
                archive.writestr("00案卷目录.pdf", typeset("disclosure/report.typ", _register(request, parts, sums)))
        target.seek(0)
        stack.pop_all()  # nothing failed: whoever asked for the archive closes it
        return target


def _add(archive: zipfile.ZipFile, part: Part) -> str:
    digest = hashlib.sha256()
    with archive.open(part.name, "w", force_zip64=True) as entry:
        for piece in part.pieces():
            digest.update(piece)
            entry.write(piece)
    return digest.hexdigest()


def _is_removed(part: Part) -> bool:
    return isinstance(part.file, PersonalFile) and part.file.removed_at is not None


def case_parts(request: Request) -> Iterator[Part]:
    """Yield the files of a case: what came in, what was answered, the letters with their proofs, what was given out."""
    numbers: dict[str, int] = {}

    def part(folder: str, what: str, file: PersonalFile | StoredFile) -> Part:
        numbers[folder] = numbers.get(folder, 0) + 1
        ending = (file.name or "").rpartition(".")[2].lower()[:5]
        return Part(f"{folder}/{numbers[folder]:02d}.{ending or 'bin'}", what, file)

    submissions = [
        request.submission_id,
        *Addition.objects.filter(request=request).values_list("submission", flat=True),
    ]
    for came in SubmissionFile.objects.filter(submission__in=submissions).select_related("file").order_by("pk"):
        yield part("01申请材料", came.label or "申请人提交的材料", came.file)
    asked = Consultation.objects.filter(request=request, answer_file__isnull=False).select_related("answer_file")
    for row in asked:
        if row.answer_file is not None:
            yield part("02征求意见", f"{row.get_kind_display()}答复所附文件", row.answer_file)
    for letter in Letter.objects.filter(request=request).select_related("file"):
        yield part("03文书", f"{letter.number} {letter.title}", letter.file)
    proofs = Service.objects.filter(letter__request=request, proof_file__isnull=False)
    for service in proofs.select_related("proof_file", "letter"):
        if service.proof_file is not None:
            yield part("04送达凭证", f"{service.letter.number} {service.get_way_display()}", service.proof_file)
    decision = Decision.objects.filter(request=request).first()
    for given in decision.files.select_related("file") if decision else ():
        yield part("05提供的信息", given.label, given.file)


def _register(request: Request, parts: list[Part], sums: dict[str, str]) -> Report:
    """Return the register of the case: everything that is recorded about it, and the files with their checksums."""
    blocks: list[Block] = [
        *_section("一、申请人和申请内容", _applicant_rows(request)),
        *_section("二、期限计算", _clock_rows(deadline_of(request))),
        *_section("三、办理经过", _fact_rows(request)),
        *_section("四、征求意见", _consultation_rows(request)),
        *_section("五、答复", _decision_rows(request)),
        *_section("六、文书和送达", _letter_rows(request)),
        *_section("七、救济", _remedy_rows(request)),
        *_section(
            "八、卷内文件",
            [
                (
                    part.name,
                    f"{part.what}\nSHA-256：{sums[part.name]}" if part.name in sums else f"{part.what}（已删除）",
                )
                for part in parts
            ],
        ),
    ]
    head = [
        ["登记编号", request.number],
        ["机关", settings.SITE.organiser],
        ["状态", str(request.get_stage_display())],
    ]
    return {"title": "政府信息公开申请案卷目录", "head": head, "blocks": blocks}


def _file_line(part: Part, sums: dict[str, str]) -> str:
    return f"{part.what}\nSHA-256：{sums[part.name]}" if part.name in sums else f"{part.what}（已删除）"


def _section(title: str, rows: list[tuple[str, str]]) -> list[Block]:
    heading: ReportHeading = {"kind": "heading", "text": title}
    if not rows:
        return [heading, {"kind": "paragraph", "text": "无。"}]
    table: ReportTable = {"kind": "table", "rows": [[label, text or "—"] for label, text in rows], "widths": [1, 3]}
    return [heading, table]


def _applicant_rows(request: Request) -> list[tuple[str, str]]:
    applicant = Applicant.objects.get(request=request)
    named = [
        (str(field.verbose_name), str(getattr(applicant, field.name)))
        for field in applicant._meta.fields
        if field.name not in {"id", "request", "paper", "paper_index"} and getattr(applicant, field.name)
    ]
    items = [f"{item.position}. {item.text}" for item in request.items.all()]
    return [
        *named,
        ("证件类型", str(applicant.get_paper_display())),
        ("申请人类别", str(request.get_applicant_category_display())),
        ("申请渠道", str(request.get_channel_display())),
        ("来件日期", written_date(request.arrived_on)),
        ("收到申请之日", written_date(request.received_on) if request.received_on else ""),
        ("收到凭据", request.receipt_evidence),
        ("申请事由", request.subject),
        ("申请内容", request.description),
        ("申请事项", "\n".join(items)),
        ("获取方式", f"{request.get_delivery_way_display()}，{request.get_medium_display()}"),
    ]


def _clock_rows(deadline: Deadline | None) -> list[tuple[str, str]]:
    return [(written_date(step.on), f"{step.text}{step.article}") for step in deadline.steps] if deadline else []


def _fact_rows(request: Request) -> list[tuple[str, str]]:
    rows = []
    for fact in ClockFact.objects.filter(request=request):
        struck = f"（已撤销：{fact.void_reason}）" if fact.void_reason else ""
        rows.append((written_date(fact.on), f"{fact.get_kind_display()} {fact.evidence}{struck}"))
    return rows


def _consultation_rows(request: Request) -> list[tuple[str, str]]:
    return [
        (
            f"{written_date(row.asked_on)} {row.party}",
            f"{row.question}\n{row.get_position_display() if row.position else '未答复'} {row.answer}",
        )
        for row in Consultation.objects.filter(request=request)
    ]


def _decision_rows(request: Request) -> list[tuple[str, str]]:
    decision = Decision.objects.filter(request=request).first()
    if decision is None:
        return []
    rows = [
        (
            f"{row.item.position}. {row.get_outcome_display()}",
            "\n".join(
                filter(None, (row.item.text, f"表三{outcome_mark(RULES[row.outcome].row)}", row.answer, row.reasons))
            ),
        )
        for row in decision.items.select_related("item")
    ]
    released = f"{decision.released_by}，{decision.decided_on}" if decision.released_by else ""
    return [
        *rows,
        ("查明情况", decision.findings),
        ("保密审查", f"{decision.get_secrecy_review_display()} {decision.secrecy_note}".strip()),
        ("不公开对公共利益的影响", decision.override_reason),
        ("拟定", str(decision.drafted_by)),
        ("审核发出", released),
    ]


def _letter_rows(request: Request) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for letter in Letter.objects.filter(request=request).prefetch_related("services"):
        told = [f"{letter.title}，{written_date(letter.issued_on)}制发"]
        for service in letter.services.all():
            told.append(_service_line(service))
        rows.append((letter.number, "\n".join(told)))
    return rows


def _service_line(service: Service) -> str:
    told = f"{written_date(service.sent_on)}以{service.get_way_display()}送达 {service.tracking_number}".strip()
    if service.served_on:
        told += f"，{written_date(service.served_on)}送达，{service.proof}"
    if service.returned_on:
        told += f"，{written_date(service.returned_on)}退回，{service.return_reason}"
    return told + (f"（已作废：{service.void_reason}）" if service.void_reason else "")


def _remedy_rows(request: Request) -> list[tuple[str, str]]:
    return [
        (
            f"{written_date(remedy.filed_on)} {remedy.get_kind_display()}",
            f"{remedy.organ} {remedy.case_number} {remedy.get_outcome_display() if remedy.outcome else '尚未审结'}",
        )
        for remedy in Remedy.objects.filter(request=request)
    ]
